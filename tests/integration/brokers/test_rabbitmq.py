"""Task queues in RabbitMQ: replicated, counted, and behind the same gate."""

from __future__ import annotations

from collections.abc import Iterator

import amqp
import pytest
import redis
from celery import Celery
from kombu import pools

from shared.errors import BrokerUnreachable
from shared.settings import Settings, settings
from tests.faults.brokers import LOOPBACK, RabbitMQ, missing, until
from tests.faults.brokers import RABBITMQ as SCRIPT
from tests.folders import server_folder
from workers import pipeline
from workers.app import BACKFILL_QUEUE, QUEUE, make_app
from workers.base import TRANSIENT
from workers.broker import queues, rabbitmq
from workers.broker.gate import FOREIGN

LACKING = missing(str(SCRIPT), "epmd")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.fixture(scope="module")
def server(real_server: None) -> Iterator[RabbitMQ]:
    with server_folder("onrecord-rabbitmq-") as folder:
        one = RabbitMQ(folder / "rabbitmq")
        yield one
        one.stop()


@pytest.fixture
def app(server: RabbitMQ, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Celery]:
    """An application whose queues are there, and empty."""
    urls = {"DATABASE": "postgresql://a@b/c", "REDIS": redis_url, "QUEUE": server.url}
    for name, url in urls.items():
        monkeypatch.setenv(f"ONRECORD_{name}_URL", url)
    settings.cache_clear()
    rabbitmq.streams.cache_clear()
    made = make_app(Settings())
    for module in (pipeline, queues):
        monkeypatch.setattr(module, "app", made)
    with made.connection() as connection:
        for queue in (QUEUE, BACKFILL_QUEUE):
            made.amqp.queues[queue].bind(connection.default_channel).delete()
    yield made
    rabbitmq.streams().close()
    rabbitmq.streams.cache_clear()
    pools.reset()
    made.close()


def read(app: Celery, count: int) -> list[object]:
    """The first arguments of the messages that a worker would get."""
    seen: list[object] = []

    def take(body: list[object], message: object) -> None:
        seen.append(body[0])
        message.ack()  # type: ignore[attr-defined]

    with app.connection() as connection, connection.Consumer(app.amqp.queues[QUEUE], callbacks=[take]):
        until(lambda: connection.drain_events(timeout=1) or len(seen) == count, "the messages")
    return seen


def test_messages_are_counted_where_they_are(app: Celery, redis_url: str) -> None:
    # Given messages on two queues in RabbitMQ, When they are counted, Then each queue has its own, and Redis none
    pipeline.publish_all([1, 2, 3])
    pipeline.publish_all([4], queue=BACKFILL_QUEUE)
    with redis.Redis.from_url(redis_url) as broker:
        assert queues.away()
        assert (queues.waiting(broker, QUEUE), queues.waiting(broker, BACKFILL_QUEUE)) == (3, 1)
        assert not broker.exists(QUEUE)
        # And whoever asks next is not told of an article twice
        assert pipeline.ask_for_identities(broker)
        assert not pipeline.ask_for_identities(broker)


def test_the_queues_are_replicated(app: Celery, server: RabbitMQ) -> None:
    # Given a queue that we declared, When it is declared as a plain one, Then RabbitMQ says that it is another kind
    pipeline.publish(1)
    with (
        amqp.Connection(f"{LOOPBACK}:{server.port}") as connection,
        pytest.raises(amqp.PreconditionFailed, match="quorum"),
    ):
        connection.channel().queue_declare(QUEUE, durable=True, auto_delete=False)


def test_foreign_messages_are_put_aside_and_gone(app: Celery, server: RabbitMQ, redis_url: str) -> None:
    # Given a foreign message between two of ours
    pipeline.publish(1)
    with amqp.Connection(f"{LOOPBACK}:{server.port}") as connection:
        connection.channel().basic_publish_confirm(amqp.Message(b"\xffhello"), routing_key=QUEUE)
    pipeline.publish(2)
    # When a worker reads, Then it gets ours
    assert sorted(read(app, 2)) == [[1], [2]]  # type: ignore[type-var]
    with redis.Redis.from_url(redis_url) as broker:
        # And the other one is kept with its bytes and the reason, and does not come back
        ((_, fields),) = broker.xrange(FOREIGN)
        assert fields[b"payload"] == b"\xffhello"
        assert b"content-type" in fields[b"fault"]
        assert queues.waiting(broker, QUEUE) == 0


def test_a_retry_that_waits_does_not_close_the_queue(app: Celery, redis_url: str) -> None:
    # Given a message for a later time, before another one
    with app.connection() as connection:
        pipeline.parse_task.apply_async((1,), queue=QUEUE, countdown=600, connection=connection)
    pipeline.publish(2)
    with app.connection() as connection:
        # When a worker that may hold one message reads
        connection.default_channel.basic_qos(0, 1, False)
        seen: list[object] = []
        consumer = connection.Consumer(app.amqp.queues[QUEUE], callbacks=[lambda body, _: seen.append(body[0])])
        with consumer:
            # Then it gets both: the one that waits is acknowledged, and does not count
            until(lambda: connection.drain_events(timeout=1) or len(seen) == 2, "the messages")


def test_a_server_that_is_away_is_told(app: Celery, server: RabbitMQ, redis_url: str) -> None:
    # Given a connection in the pool, and a server that dies
    with redis.Redis.from_url(redis_url) as broker:
        assert queues.waiting(broker, QUEUE) == 0
        server.kill()
        # When the messages are counted, Then the error is one of ours, which is tried again
        with pytest.raises(BrokerUnreachable):
            queues.waiting(broker, QUEUE)
        # And once it is back, so is the number
        server.start()
        assert queues.waiting(broker, QUEUE) == 0


def test_a_server_that_refuses_is_no_fault_of_an_article(
    server: RabbitMQ, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a virtual host that is not there
    made = make_app(Settings(database_url="postgresql://a@b/c", redis_url=redis_url, queue_url=server.url + "none"))  # type: ignore[arg-type]
    monkeypatch.setattr(pipeline, "app", made)
    # When a run is sent, Then intake and sweeper take the failure for the world's, and try again
    with pytest.raises(TRANSIENT):
        pipeline.publish(1)
    pools.reset()
    made.close()
