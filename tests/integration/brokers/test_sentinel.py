"""With sentinel:// the producer, the streams and Celery follow the master, whichever server it is."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest
import redis
from kombu import pools

from shared.brokers import connect
from shared.client import AsyncClient, Client
from shared.errors import BrokerUnreachable
from shared.messages import INBOX
from shared.model import Submission
from shared.settings import Settings
from tests.faults.brokers import Sentinelled, missing, until
from tests.folders import server_folder
from workers import pipeline
from workers.app import QUEUE, make_app
from workers.broker.gate import FOREIGN
from workers.broker.queues import waiting

LACKING = missing("redis-server", "redis-sentinel")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.fixture(scope="module")
def servers_of_sentinel(real_server: None) -> Iterator[Sentinelled]:
    with server_folder("onrecord-sentinel-") as folder:
        several = Sentinelled(folder / "redis")
        yield several
        several.stop()


@pytest.fixture
def url(servers_of_sentinel: Sentinelled) -> str:
    with connect(servers_of_sentinel.url) as master:
        until(lambda: bool(master.flushall()), "the master")
    return servers_of_sentinel.url


def test_both_clients_write_at_the_master(url: str, servers_of_sentinel: Sentinelled) -> None:
    # Given a broker behind Sentinel, When articles are submitted, plain and with asyncio
    async def submit() -> None:
        async with AsyncClient(url) as client:
            await client.submit(uri="tag:b", text="b")

    with Client(url) as client:
        client.submit(uri="tag:a", text="a")
    asyncio.run(submit())
    # Then both are on the master's inbox
    with servers_of_sentinel.master().client() as master:
        assert master.xlen(INBOX) == 2


def test_celery_sends_and_reads_at_the_master_behind_the_gate(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given two messages of ours, with foreign bytes between them
    app = make_app(Settings(database_url="postgresql://a@b/c", redis_url=url))  # type: ignore[arg-type]
    monkeypatch.setattr(pipeline, "app", app)
    with connect(url) as master, app.connection() as connection:
        pipeline.publish(1)
        master.lpush(QUEUE, b"hello")
        pipeline.publish(2)
        assert waiting(master, QUEUE) == 3
        # When they are read as a worker reads them, Then ours come, and the others are put aside
        seen: list[object] = []
        with connection.Consumer(app.amqp.queues[QUEUE], callbacks=[lambda body, _: seen.append(body[0])]):
            until(lambda: _drained(connection, seen, 2), "the messages")
        assert sorted(seen) == [[1], [2]]  # type: ignore[type-var]
        assert master.xlen(FOREIGN) == 1
    pools.reset()
    app.close()


def _drained(connection: object, seen: list[object], count: int) -> bool:
    connection.drain_events(timeout=1)  # type: ignore[attr-defined]
    return len(seen) == count


def test_what_was_acknowledged_and_replicated_outlives_the_master(url: str, servers_of_sentinel: Sentinelled) -> None:
    # Given a hundred entries that the master has acknowledged, and its replica has
    with Client(url) as client:
        ids = client.submit_many([_article(number) for number in range(100)])
        until(servers_of_sentinel.replicated, "the replica")
        # When the master is killed, and the replica takes its place
        servers_of_sentinel.lose_master()
        # Then the same client reaches the new master, perhaps at its second attempt, and every entry is there
        until(lambda: bool(_submitted(client)), "the new master")
    with connect(url) as master:
        kept = [entry_id.decode() for entry_id, _ in master.xrange(INBOX)]  # type: ignore[union-attr]
    assert kept[:100] == ids
    servers_of_sentinel.bring_back()


def _article(number: int) -> Submission:
    return Submission(uri=f"tag:{number}", text="x")


def _submitted(client: Client) -> str:
    try:
        return client.submit(uri="tag:after", text="x")
    except BrokerUnreachable as error:
        raise redis.ConnectionError from error
