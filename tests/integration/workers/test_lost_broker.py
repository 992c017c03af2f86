"""A broker that goes away, or cannot write, at the worst moment is a broker that is away: nothing else breaks of it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from shared.errors import BrokerUnreachable
from shared.messages import INBOX
from shared.settings import Settings, settings
from tests.faults.servers import Valkey
from workers import pipeline, resources
from workers.app import QUEUE, make_app
from workers.machine.background import wait_until


@pytest.fixture
def valkey(real_server: None, tmp_path: Path) -> Iterator[Valkey]:
    server = Valkey(tmp_path / "valkey")
    yield server
    # With a full disk it would not end: it will not lose what it could not write.
    server.free_disk()
    server.stop()


def test_a_broker_with_a_full_disk_does_not_answer(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a broker that cannot write its file, and therefore refuses even to be asked how it is
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{valkey.port}/0")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    resources.broker.cache_clear()
    valkey.fill_disk()
    with valkey.client() as client:
        assert wait_until(lambda: refuses(client), 20)
    # When a process starts, Then it says that the broker does not answer: its supervisor tries again, for ever
    with pytest.raises(BrokerUnreachable, match="MISCONF"):
        resources.broker()
    resources.broker.cache_clear()


def test_messages_that_the_broker_refuses_are_told_of(valkey: Valkey, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given two runs whose messages were sent at once, and a broker that cannot write any more
    url = f"redis://127.0.0.1:{valkey.port}/0"
    monkeypatch.setattr(pipeline, "app", make_app(Settings(database_url="postgresql://a@b/c", redis_url=url)))  # type: ignore[arg-type]
    pipeline.publish_all([1, 2])
    with valkey.client() as client:
        assert client.llen(QUEUE) == 2
        valkey.fill_disk()
        assert wait_until(lambda: refuses(client), 20)
        # When more are sent, Then the sender hears that the broker does not answer
        with pytest.raises(BrokerUnreachable, match="MISCONF"):
            pipeline.publish_all([3])
    pipeline.app.close()


def refuses(client: redis.Redis) -> bool:
    try:
        client.xadd(INBOX, {"a": "b"})
    except redis.ResponseError:
        return True
    return False


def test_a_channel_that_is_closed_after_its_connection_was_lost_is_a_lost_connection(redis_url: str) -> None:
    # Given a channel whose connection has been closed under it
    app = make_app(Settings(database_url="postgresql://a@b/c", redis_url=redis_url))  # type: ignore[arg-type]
    with app.connection() as connection:
        channel = connection.default_channel
        errors = connection.connection_errors
        transport = channel.connection
        transport.client = None
        # When Kombu wants to put back through it what was not done, Then it meets an error that it knows
        with pytest.raises(errors):
            channel._connparams()
        transport.client = connection
    app.close()
