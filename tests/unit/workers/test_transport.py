"""Celery reaches the queues through the gate, wherever they are, and whichever of several hosts answers."""

from __future__ import annotations

from typing import Any

import pytest

from shared.settings import Settings
from tests.faults.foreign import DELIVERIES, GOOD
from workers.app import make_app
from workers.broker import gate, rabbitmq
from workers.broker.envelope import fault_of_control, fault_of_delivery
from workers.broker.gate import our_tasks
from workers.broker.transport import options_for, url_for_celery

SENTINEL = "sentinel://me:p%40ss@a:1,b/2?service=news&sentinel_password=other"


@pytest.mark.parametrize(
    ("url", "told"),
    [
        ("redis://a/0", "redis://a/0"),
        (SENTINEL, "sentinel://me:p%40ss@a:1/2;sentinel://me:p%40ss@b:26379/2"),
        ("sentinel://[::1]:3/0?service=n", "sentinel://[::1]:3/0"),
        ("amqp://u:p@a,b:7/news", "amqp://u:p@a:5672/news;amqp://u:p@b:7/news"),
        ("amqps://a//", "amqps://a:5671//"),
    ],
)
def test_each_host_gets_a_url_of_its_own(url: str, told: str) -> None:
    assert url_for_celery(url) == told


def test_sentinel_needs_the_masters_name_and_its_own_login() -> None:
    options = options_for(SENTINEL, 600)
    assert options["master_name"] == "news"
    assert options["sentinel_kwargs"] == {"socket_timeout": 10, "socket_connect_timeout": 5, "password": "other"}


def test_rabbitmq_confirms_what_it_has_taken() -> None:
    app = make_app(Settings(redis_url="redis://a", database_url="postgresql:///x", queue_url="amqp://b"))  # type: ignore[arg-type]
    assert app.conf.broker_transport_options == {"confirm_publish": True}
    assert app.conf.broker_heartbeat
    assert not app.conf.worker_disable_prefetch


@pytest.mark.parametrize(
    ("url", "transport"),
    [
        ("redis://a/0", gate.Transport),
        ("rediss://a/0", gate.Transport),
        (SENTINEL, gate.SentinelTransport),
        ("amqp://a,b//", rabbitmq.Transport),
        ("amqps://a,b//", rabbitmq.TlsTransport),
    ],
)
def test_the_gate_is_there_at_every_host(url: str, transport: type) -> None:
    # Given an application whose queues are at this URL
    app = make_app(Settings(redis_url="redis://a", database_url="postgresql:///x", queue_url=url))  # type: ignore[arg-type]
    connection = app.connection()
    assert isinstance(connection.transport, transport)
    # When Kombu goes on to the next host, Then that one is behind the gate, too
    connection.maybe_switch_next()
    assert isinstance(connection.transport, transport)


def test_the_gated_channels_are_kombus_own_with_the_gate_before_them() -> None:
    assert gate.SentinelTransport.Channel._get_client(None) is gate.GatedClient  # type: ignore[arg-type]
    assert rabbitmq.TlsTransport.Connection.Channel is rabbitmq.Channel


def properties(given: dict[str, Any]) -> dict[str, Any]:
    return {
        "content-type": given.get("content_type"),
        "content-encoding": given.get("content_encoding"),
        "headers": given.get("application_headers"),
    }


@pytest.mark.parametrize("name", DELIVERIES)
def test_what_could_stop_a_worker_is_not_let_in(name: str) -> None:
    # Given a foreign message, When it is delivered, Then the gate says in words why it stays out
    body, given = DELIVERIES[name]
    assert fault_of_delivery(properties(given), body, our_tasks())


def test_a_good_message_is_let_in() -> None:
    good = {name: GOOD[name] for name in ("content-type", "content-encoding", "headers")}
    body = b'[[1], {}, {"callbacks": null, "errbacks": null, "chain": null, "chord": null}]'
    assert fault_of_delivery(good, body, our_tasks()) is None
    assert fault_of_control(good, b'{"method": "ping", "arguments": {}}') is None
    assert fault_of_control(good, b"[1]") == "body: not an object"
