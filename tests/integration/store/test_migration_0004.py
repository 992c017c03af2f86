"""Migration 0004 on a store in use: what was retracted and superseded before is known afterwards."""

from __future__ import annotations

from sqlalchemy import Engine, select, text

from shared.store import migrate, reading, reprocessing, retracting, tables
from shared.store.reprocessing import Order
from tests.integration.store import given


def test_what_happened_before_the_migration_is_known_after_it(engine: Engine, database_url: str) -> None:
    # Given a store of the release before, with a superseded run and a retracted article
    first = given.finished(engine)
    given.finished(engine, text=given.TEXT + "More.")
    given.finished(engine, "withdrawn")
    retracting.retract(engine, "withdrawn")
    migrate.downgrade(database_url, "0003")
    # When it is migrated
    migrate.upgrade(database_url)
    # Then the superseded run is known, and the retracted article can come back
    with engine.connect() as connection:
        superseded = select(tables.run.c.id).where(tables.run.c.superseded_at.is_not(None))
        assert connection.execute(superseded).scalars().all() == [first.run_id]
    assert reading.article(engine, "withdrawn") is None
    given.finish(engine, given.accepted(engine, "withdrawn").run_id, "withdrawn")
    assert reading.article(engine, "withdrawn") is not None


def test_a_downgrade_keeps_what_is_processed_again_as_live(engine: Engine, database_url: str) -> None:
    given.finished(engine)
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == 1

    migrate.downgrade(database_url, "0003")

    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM core.run WHERE state = 'open'")).scalar_one() == 1
