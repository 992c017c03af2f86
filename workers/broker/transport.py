"""Decides from the queues' URL how Celery reaches them: in Redis or Valkey, behind Sentinel, or in RabbitMQ."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from kombu.transport import TRANSPORT_ALIASES

from shared.brokers import by_sentinel, hosts_of, sentinels

GATED = {
    "redis": "workers.broker.gate:Transport",
    "rediss": "workers.broker.gate:Transport",
    "sentinel": "workers.broker.gate:SentinelTransport",
    "amqp": "workers.broker.rabbitmq:Transport",
    "amqps": "workers.broker.rabbitmq:TlsTransport",
}
"""The transport of each scheme. When Kombu goes to the next host of a URL, it asks for the transport by its scheme
again: only under these names is the gate there, too."""

AMQP_PORTS = {"amqp": 5672, "amqps": 5671}

HEARTBEAT_SECONDS = 20
"""RabbitMQ and its clients tell each other this often that they live: a half-open connection is seen in a minute."""


def put_gates() -> None:
    """Let every connection of Celery in this process go through the gate."""
    TRANSPORT_ALIASES.update(GATED)


def in_rabbitmq(url: str) -> bool:
    """Whether the task queues are in RabbitMQ; else they are in the broker, beside the inbox."""
    return url.startswith(("amqp://", "amqps://"))


def url_for_celery(url: str) -> str:
    """The URL as Celery writes it: each of several hosts in a URL of its own; TLS checks are asked for by name."""
    parts = urlsplit(url)
    if by_sentinel(url):
        asked = sentinels(url)
        login = ":".join(quote(asked.login.get(name, ""), safe="") for name in ("username", "password"))
        head = f"sentinel://{login}@" if asked.login else "sentinel://"
        return ";".join(f"{head}{_host(host)}:{port}/{asked.database}" for host, port in asked.hosts)
    if in_rabbitmq(url):
        before, at, _ = parts.netloc.rpartition("@")
        hosts = hosts_of(url, AMQP_PORTS[parts.scheme])
        return ";".join(urlunsplit(parts._replace(netloc=f"{before}{at}{_host(host)}:{port}")) for host, port in hosts)
    return verified(url)


def _host(name: str) -> str:
    return f"[{name}]" if ":" in name else name


def verified(url: str) -> str:
    """A rediss URL that asks for checks of certificate and host name, as redis-py does. Kombu would check neither."""
    parts = urlsplit(url)
    if parts.scheme != "rediss":
        return url
    asked = dict(parse_qsl(parts.query))
    if "ssl_cert_reqs" not in asked:
        asked |= {"ssl_cert_reqs": "required", "ssl_check_hostname": asked.get("ssl_check_hostname", "true")}
    return urlunsplit(parts._replace(query=urlencode(asked)))


def options_for(url: str, visibility_timeout: int) -> dict[str, Any]:
    """The options of the transport."""
    if in_rabbitmq(url):
        # A message counts as sent once a majority of RabbitMQ's nodes has it on disk.
        return {"confirm_publish": True}
    options = {
        # Queues are read in the order in which they are named, not in turn: live articles go first.
        "queue_order_strategy": "priority",
        "visibility_timeout": visibility_timeout,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "socket_keepalive_options": {socket.TCP_KEEPIDLE: 30} if hasattr(socket, "TCP_KEEPIDLE") else {},
        "health_check_interval": 10,
    }
    if by_sentinel(url):
        asked = sentinels(url)
        patience = {name: options[name] for name in ("socket_timeout", "socket_connect_timeout")}
        options |= {"master_name": asked.service, "sentinel_kwargs": patience | asked.sentinel_login}
    return options
