"""One real worker, two queues: live articles go first, however many are processed again."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from sqlalchemy import Engine, func, select

from shared.model import PIPELINE_VERSION, Submission
from shared.settings import Servers, Settings
from shared.store import accepting, reprocessing, runs, tables
from shared.store.engine import make_engine
from shared.store.records import Accepted
from shared.store.reprocessing import Order
from tests.integration.store import given
from workers import pipeline
from workers.app import BACKFILL_QUEUE, make_app
from workers.machine.background import wait_until
from workers.machine.supervisor import Supervisor
from workers.upkeep import backfill

AGAIN = 8
"""Articles that are processed again: 24 stages, far more than the few that may come between."""

STAGES_OF_ONE = 3
"""A task does all stages of its article at once, and then takes the next message."""


@pytest.fixture
def engine(module_servers: Servers) -> Iterator[Engine]:
    engine = make_engine(module_servers.database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def supervisor(
    module_servers: Servers, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, engine: Engine
) -> Iterator[Supervisor]:
    """Starts processes with one child; messages sent by this test go to their broker."""
    monkeypatch.setenv("ONRECORD_LOG_FORMAT", "json")
    monkeypatch.setenv("ONRECORD_CONCURRENCY", "1")
    settings = Settings(
        database_url=module_servers.database_url,  # type: ignore[arg-type]
        redis_url=module_servers.redis_url,  # type: ignore[arg-type]
        home=tmp_path,
    )
    app = make_app(settings)
    monkeypatch.setattr(pipeline, "app", app)
    (tmp_path / "log").mkdir()
    supervisor = Supervisor(settings)
    yield supervisor
    supervisor.stop_all()
    app.close()


def sent_live(engine: Engine, uri: str) -> Accepted:
    """An article of our own, accepted and sent."""
    live = accepting.accept(engine, Submission(uri=uri, text=given.TEXT), PIPELINE_VERSION)
    pipeline.publish(live.run_id)
    runs.mark_sent(engine, [live.run_id])
    return live


def stages_done(supervisor: Supervisor) -> list[str]:
    """The uris of the stages that the worker has done so far, in order."""
    lines = supervisor.log_file("worker").read_text().splitlines()
    events = [json.loads(line) for line in lines if line.startswith("{")]
    return [e["uri"] for e in events if e["event"] == "stage_done" or e.get("outcome") == "processed"]


def all_done(engine: Engine) -> bool:
    with engine.connect() as connection:
        return not connection.execute(select(func.count()).where(tables.run.c.state != "done")).scalar_one()


def test_live_articles_wait_for_the_running_article_at_most(
    supervisor: Supervisor, module_servers: Servers, engine: Engine
) -> None:
    # Given a queue full of articles to be processed again, and two live ones behind them
    for number in range(AGAIN):
        given.finished(engine, f"again:{number}")
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == AGAIN
    with redis.Redis.from_url(module_servers.redis_url) as broker:
        assert backfill.feed(engine, broker) == broker.llen(BACKFILL_QUEUE) == AGAIN
    for uri in ("live:0", "live:1"):
        sent_live(engine, uri)
    # When the worker starts
    supervisor.start("worker", module_servers)
    assert wait_until(lambda: len(stages_done(supervisor)) > 2 * 3, 90)
    # Then it does all stages of the live ones first
    assert set(stages_done(supervisor)[: 2 * 3]) == {"live:0", "live:1"}

    # When a live one comes in the middle of the others, Then only the article that is being read is done before it
    sent_live(engine, "live:2")
    done = len(stages_done(supervisor))
    assert wait_until(lambda: all_done(engine), 60)
    order = stages_done(supervisor)
    first = order.index("live:2")
    assert first <= done + STAGES_OF_ONE
    assert first < len(order) - 3
    assert order[first : first + 3] == ["live:2"] * 3
    # And the others are done all the same, each once
    assert sum(uri.startswith("again:") for uri in order) == AGAIN * 3
    assert [b.state for b in reprocessing.progress(engine)] == ["done"]
