"""A stage of a paused order is refused politely: no attempt counted, nothing quarantined, the run stays open."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery.exceptions import Ignore
from sqlalchemy import Engine, select

from shared.store import reprocessing, tables
from shared.store.engine import make_engine
from shared.store.records import RunState
from shared.store.reprocessing import Order
from tests.integration.store import given
from workers import base
from workers.pipeline import parse_task as parse


@pytest.fixture
def engine(database_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """The engine that the task uses in this test."""
    engine = make_engine(database_url)
    monkeypatch.setattr(base, "database", lambda: engine)
    yield engine
    engine.dispose()


def test_a_stage_of_a_paused_order_is_left_for_later(engine: Engine) -> None:
    # Given a run whose order was paused after its message was sent
    given.finished(engine)
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == 1
    [sent] = reprocessing.due(engine, limit=9, sent_before_seconds=None)
    reprocessing.pause(engine)
    # When the message is delivered, again and again
    for _ in range(5):
        with pytest.raises(Ignore):
            parse.run(sent.run_id)
    # Then the run is as it was
    with engine.connect() as connection:
        query = select(tables.run.c.state, tables.run.c.attempts, tables.run.c.lease_token)
        assert tuple(connection.execute(query.where(tables.run.c.id == sent.run_id)).one()) == (RunState.OPEN, 0, None)
    # And is due once more when the order goes on
    reprocessing.resume(engine)
    assert reprocessing.due(engine, limit=9, sent_before_seconds=None) == [sent]
