"""What the sweeper does beside finding what was lost: floods no queue, feeds the backfill, deletes what is old."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator

import pytest
import redis
from sqlalchemy import Engine

from shared.settings import Settings
from shared.store import accepting, pruning, reprocessing
from shared.store.engine import make_engine
from shared.store.pruning import Pruned, Retention
from shared.store.records import Rejection
from shared.store.reprocessing import Order
from tests.integration.store import given
from workers import pipeline
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE, make_app
from workers.upkeep import backfill
from workers.upkeep import sweep as module
from workers.upkeep.identify import resolve
from workers.upkeep.sweep import Sweeper


@pytest.fixture
def sweeper(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sweeper]:
    """A sweeper whose messages go to this test's own broker."""
    servers = Settings(database_url=database_url, redis_url=redis_url)  # type: ignore[arg-type]
    app = make_app(servers)
    monkeypatch.setattr(pipeline, "app", app)
    engine = make_engine(database_url, role="onrecord_writer")
    with redis.Redis.from_url(redis_url) as broker:
        yield Sweeper(engine, broker)
    app.close()
    engine.dispose()


def ordered(engine: Engine, count: int) -> None:
    """Articles on record, ordered to be processed again."""
    for number in range(count):
        given.finished(engine, f"lpa:{number}")
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == count


def test_a_full_queue_is_a_backlog_and_no_loss(sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given more runs that were never sent than a sweep sends
    monkeypatch.setattr(module, "LIMIT", 2)
    for number in range(5):
        given.accepted(sweeper.engine, f"lpa:{number}")
    # When it sweeps again and again while nobody works, Then the queue is not flooded
    assert [sweeper.sweep() for _ in range(4)] == [2, 2, 0, 0]
    assert sweeper.broker.llen(QUEUE) == 4
    # When there is room again, Then the rest follows, and what was sent just now is not sent again
    sweeper.broker.delete(QUEUE)
    assert [sweeper.sweep() for _ in range(2)] == [1, 0]


def test_the_backfill_queue_is_filled_up_and_never_flooded(sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given more runs than are put on the queue at once
    monkeypatch.setattr(backfill, "AHEAD", 4)
    ordered(sweeper.engine, 6)
    # When it is fed again and again, Then it holds no more than that, each run once
    assert [backfill.feed(sweeper.engine, sweeper.broker) for _ in range(3)] == [4, 0, 0]
    assert sweeper.broker.llen(BACKFILL_QUEUE) == 4
    assert sweeper.broker.llen(QUEUE) == 0
    # When most of it was read, Then the rest follows
    sweeper.broker.rpop(BACKFILL_QUEUE, 3)
    assert backfill.feed(sweeper.engine, sweeper.broker) == 2


def test_all_stages_of_a_chain_go_to_its_queue(sweeper: Sweeper) -> None:
    ordered(sweeper.engine, 1)
    backfill.feed(sweeper.engine, sweeper.broker)
    # Given the message of a run that is processed again, Then the stages that follow name the same queue
    message = json.loads(sweeper.broker.rpop(BACKFILL_QUEUE))  # type: ignore[arg-type]
    _, _, embed = json.loads(base64.b64decode(message["body"]))
    assert [step["options"]["queue"] for step in embed["chain"]] == [BACKFILL_QUEUE] * 2


def test_what_waits_behind_live_articles_is_not_sent_again_and_what_is_lost_is(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given runs sent so long ago that live ones would count as lost
    monkeypatch.setenv("ONRECORD_RESEND_SECONDS", "0.000001")
    module.settings.cache_clear()
    ordered(sweeper.engine, 3)
    backfill.feed(sweeper.engine, sweeper.broker)
    # While their messages wait, Then none is sent again
    assert backfill.feed(sweeper.engine, sweeper.broker) == 0
    # When the broker has forgotten them, Then all are
    sweeper.broker.delete(BACKFILL_QUEUE)
    assert backfill.feed(sweeper.engine, sweeper.broker) == 3


def test_it_asks_for_identities_once_while_any_are_due(sweeper: Sweeper) -> None:
    # Given nothing on record, Then it asks for nothing
    assert not sweeper.identities()
    # Given an article whose message for identities was lost, When it sweeps twice, Then one message waits
    given.finished(sweeper.engine)
    assert [sweeper.identities(), sweeper.identities()] == [True, False]
    assert sweeper.broker.llen(IDENTITY_QUEUE) == 1
    # When they are resolved, Then it asks no more
    sweeper.broker.delete(IDENTITY_QUEUE)
    assert resolve(sweeper.engine, 60) == 1
    assert not sweeper.identities()


def test_identities_that_take_long_make_room_for_new_articles(
    sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an article without identities, and a task whose time is over before it has come to it
    given.finished(sweeper.engine)
    monkeypatch.setattr(pipeline, "worker_database", lambda: sweeper.engine)
    monkeypatch.setattr(pipeline, "broker", lambda: sweeper.broker)
    monkeypatch.setattr(pipeline, "SECONDS", -1.0)
    # When it works, Then another message waits, on the queue that is read after new articles
    pipeline.identities_task.run()
    assert sweeper.broker.llen(IDENTITY_QUEUE) == 1
    # And once all is done, none
    sweeper.broker.delete(IDENTITY_QUEUE)
    monkeypatch.setattr(pipeline, "SECONDS", 60.0)
    pipeline.identities_task.run()
    assert sweeper.broker.llen(IDENTITY_QUEUE) == 0
    assert not sweeper.identities()


def test_a_paused_order_is_not_fed(sweeper: Sweeper) -> None:
    ordered(sweeper.engine, 2)
    reprocessing.pause(sweeper.engine)
    assert backfill.feed(sweeper.engine, sweeper.broker) == 0
    reprocessing.resume(sweeper.engine)
    assert backfill.feed(sweeper.engine, sweeper.broker) == 2


def test_it_prunes_now_and_then_and_on_while_there_is_more(sweeper: Sweeper, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given five old entries, and a sweeper that deletes two at once
    monkeypatch.setattr(module, "PRUNED_AT_ONCE", 2)
    monkeypatch.setenv("ONRECORD_REJECTED_DAYS", "0.0000000001")
    module.settings.cache_clear()
    for number in range(5):
        accepting.reject(sweeper.engine, Rejection(stream_id=f"{number}-0", code="c", reason="r", payload=b""))
    # When it sweeps on, Then it deletes at every turn until nothing is left, and then rests
    assert [sweeper.prune().rejected for _ in range(3)] == [2, 2, 1]
    accepting.reject(sweeper.engine, Rejection(stream_id="9-0", code="c", reason="r", payload=b""))
    assert sweeper.prune() == Pruned()
    # And what it leaves is found when the time has come
    kept = Retention(rejected_days=1e-10, resolved_days=1, superseded_days=1)
    assert pruning.prune(sweeper.engine, kept, limit=9).rejected == 1
