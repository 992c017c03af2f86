"""Migration 0005: search comes to a store in use, without stopping anybody."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from uuid import uuid4

import pytest
from sqlalchemy import Engine, text

from shared.errors import ExtensionMissing
from shared.store import accepting, migrate, results, revisions
from shared.store.engine import sqlalchemy_url
from shared.store.records import Stage
from tests.integration.store import given
from workers.machine.background import wait_until

INVALID = "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT indisvalid"


def test_readers_and_writers_go_on_while_indexes_are_built(engine: Engine, database_url: str) -> None:
    # Given a store before its last indexes are built, with a transaction that is open and has written
    given.finished(engine)
    migrate.downgrade(database_url, "0011")
    waiting = "query LIKE 'CREATE INDEX CONCURRENTLY%' AND wait_event = 'virtualxid' AND datname = current_database()"
    building = f"SELECT 1 FROM pg_stat_activity WHERE {waiting}"
    with engine.connect() as slow, ThreadPoolExecutor(1) as pool:
        slow.execute(text("UPDATE core.parsed SET publisher = publisher WHERE false"))
        slow.execute(text("SELECT pg_current_xact_id()"))
        # When it is migrated, and the build of an index waits for that transaction
        upgrade = pool.submit(migrate.upgrade, database_url)
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
            assert wait_until(lambda: upgrade.done() or watcher.execute(text(building)).first() is not None, 30)
        assert not upgrade.done()
        # Then articles are written and read meanwhile, up to the stage whose tables 0014 widens
        run_id = given.accepted(engine, "meanwhile").run_id
        given.up_to(engine, run_id, Stage.ENTITIES, "meanwhile")
        assert results.load_parsed(engine, run_id).uri == "meanwhile"
        # And the build ends when that transaction does
        slow.commit()
        upgrade.result(timeout=60)
    assert revisions.current(database_url) == revisions.head()


def test_what_a_broken_build_left_is_built_anew(engine: Engine, database_url: str) -> None:
    # Given an index whose build was broken off
    migrate.downgrade(database_url, "0004")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("CREATE INDEX ix_parsed_published_at ON core.parsed (published_at)"))
        connection.execute(
            text("UPDATE pg_index SET indisvalid = false WHERE indexrelid = 'core.ix_parsed_published_at'::regclass")
        )
    # When the migration is run again
    migrate.upgrade(database_url)
    # Then the index is whole
    with engine.connect() as connection:
        assert connection.execute(text(INVALID)).all() == []


def test_what_was_published_before_has_a_publisher_of_its_own(engine: Engine, database_url: str) -> None:
    # Given articles of the release before: one whose publisher stands elsewhere, one with a page for a name
    accepted = accepting.accept(engine, given.submission("inherits", publisher="Lokalpresse"), "1")
    given.finish(engine, accepted.run_id, "inherits")
    given.finished(engine, "endless")
    migrate.downgrade(database_url, "0004")
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.parsed SET publisher = NULL WHERE run_id = :id"), {"id": accepted.run_id})
        endless = "SELECT string_agg(md5(n::text), ' ') FROM generate_series(1, 300) AS n"
        connection.execute(text(f"UPDATE core.parsed SET publisher = ({endless}) WHERE publisher IS NOT NULL"))
        connection.execute(text("ALTER TABLE core.quotation DISABLE TRIGGER refuse_update"))
        connection.execute(text(f"UPDATE core.quotation SET speaker_name = ({endless}) WHERE ordinal = 0"))
        connection.execute(text("ALTER TABLE core.quotation ENABLE TRIGGER refuse_update"))
    # When it is migrated
    migrate.upgrade(database_url)
    # Then the first has it in its row, and what is too long for a name is none
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT uri, publisher FROM onrecord_v1.article ORDER BY uri")).all()
        names = connection.execute(text("SELECT DISTINCT speaker_name FROM onrecord_v1.quotation WHERE ordinal = 0"))
        assert [tuple(row) for row in rows] == [("endless", None), ("inherits", "Lokalpresse")]
        assert names.scalars().all() == [None]


@pytest.fixture
def member(engine: Engine, database_url: str) -> Iterator[str]:
    """The URL of a user who may act as onrecord_owner, where that may create no extensions."""
    name, database = f"onrecord_member_{uuid4().hex[:8]}", sqlalchemy_url(database_url).database
    with engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {name} LOGIN PASSWORD 'member' IN ROLE onrecord_owner"))
        connection.execute(text(f'REVOKE CREATE ON DATABASE "{database}" FROM onrecord_owner'))
    url = sqlalchemy_url(database_url).set(username=name, password="member")
    yield url.render_as_string(hide_password=False)
    with engine.begin() as connection:
        connection.execute(text(f"DROP ROLE {name}"))


def test_a_missing_extension_is_told_with_its_cure_before_anything_is_changed(
    engine: Engine, database_url: str, member: str
) -> None:
    # Given a database without pg_trgm
    migrate.downgrade(database_url, "0004")
    with engine.begin() as connection:
        connection.execute(text("DROP EXTENSION pg_trgm"))
    # When somebody migrates it who may not create it
    with pytest.raises(ExtensionMissing, match=r"CREATE EXTENSION pg_trgm.*\[extension_missing\]"):
        migrate.upgrade(member)
    # Then nothing has changed; and an administrator's one statement helps, in whatever schema
    assert revisions.current(database_url) == "0004"
    with engine.begin() as connection:
        connection.execute(text("CREATE SCHEMA extensions; GRANT USAGE ON SCHEMA extensions TO PUBLIC"))
        connection.execute(text("CREATE EXTENSION pg_trgm SCHEMA extensions"))
        connection.execute(text(f'GRANT CREATE ON DATABASE "{engine.url.database}" TO onrecord_owner'))  # for the views
    migrate.upgrade(member)
    assert revisions.current(database_url) == revisions.head()


def test_a_second_upgrade_waits_for_the_first_while_it_builds(engine: Engine, database_url: str) -> None:
    # Given two upgrades at once, of which the first must wait for an open transaction
    migrate.downgrade(database_url, "0004")
    with engine.connect() as slow, ThreadPoolExecutor(2) as pool:
        slow.execute(text("SELECT pg_current_xact_id(), count(*) FROM core.parsed"))
        upgrades = [pool.submit(migrate.upgrade, database_url) for _ in range(2)]
        migrating = "application_name = 'onrecord-migrate' AND datname = current_database()"
        waits = f"SELECT count(*) FROM pg_stat_activity WHERE {migrating}"
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as watcher:
            assert wait_until(lambda: watcher.execute(text(waits)).scalar_one() == 2, 30)
        # When it ends
        slow.commit()
        # Then both come to their end
        for upgrade in upgrades:
            upgrade.result(timeout=60)
    assert revisions.current(database_url) == revisions.head()


def test_tables_of_results_are_vacuumed_before_they_bloat(engine: Engine) -> None:
    query = "SELECT relname FROM pg_class WHERE 'autovacuum_vacuum_scale_factor=0.02' = ANY (reloptions) ORDER BY 1"
    with engine.connect() as connection:
        tuned = connection.execute(text(query)).scalars().all()

    assert tuned == ["entity", "mention", "parsed", "quotation", "quotation_span", "segment"]
