"""The Celery application. Why each setting is as it is: docs/decisions/README.md, 1, 2 and 4."""

from __future__ import annotations

import socket
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from celery import Celery

from shared.errors import NotRunning
from shared.settings import Settings, settings

QUEUE = "onrecord"
"""The stages' private queue. Producers use the inbox: foreign messages on a Celery queue are dangerous."""

IDENTITY_TASK = IDENTITY_QUEUE = "onrecord.identities"
"""The task that resolves identities across articles, and its queue: read after live articles, before backfill."""

BACKFILL_QUEUE = "onrecord.backfill"
"""The queue of articles that are processed again: workers read it only while the other queues are empty."""

TURNS_UNACKNOWLEDGED = 4
"""Time limits that a message may spend in a worker: its own stage, and others that run out before a child is free."""

WAIT_UNACKNOWLEDGED = 120
"""Seconds that a message may wait in a worker besides: a minute of back-off, and a new child's start with its model."""


def visibility_timeout(config: Settings) -> int:
    """Seconds after which the broker delivers an unacknowledged message again: never while its stage may still run."""
    return TURNS_UNACKNOWLEDGED * config.time_limit + WAIT_UNACKNOWLEDGED


def make_app(config: Settings) -> Celery:
    """A Celery application with the project's settings. It reads the broker's URL at first use."""
    app = Celery("onrecord", include=["workers.pipeline"], set_as_current=False)
    app.add_defaults(lambda: {"broker_url": _broker_url(config)})
    app.conf.update(
        broker_transport="workers.broker.gate:Transport",
        worker_consumer="workers.broker.consumer:Consumer",
        task_default_queue=QUEUE,
        # Only ids travel and Postgres holds the truth: no result is ever read from the broker.
        result_backend=None,
        task_ignore_result=True,
        accept_content=["json"],
        task_serializer="json",
        # A message leaves the broker when its work is done, and goes back if the child or worker dies.
        task_acks_late=True,
        task_reject_on_worker_lost=True,
        task_retry_on_worker_lost=True,
        task_time_limit=config.time_limit,
        task_soft_time_limit=config.soft_time_limit,
        worker_prefetch_multiplier=1,
        worker_disable_prefetch=True,
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_soft_shutdown_timeout=30,
        worker_max_tasks_per_child=1000,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        broker_transport_options=_transport_options(config),
        enable_utc=True,
        timezone="UTC",
    )
    return app


def _broker_url(config: Settings) -> str:
    """The broker's URL; without a broker one where nobody listens: tasks can be imported, and sending fails at once."""
    try:
        return verified(config.servers().redis_url)
    except NotRunning:
        return "redis://127.0.0.1:1/0"


def verified(url: str) -> str:
    """A rediss URL that asks for checks of certificate and host name, as redis-py does. Kombu would check neither."""
    parts = urlsplit(url)
    if parts.scheme != "rediss":
        return url
    asked = dict(parse_qsl(parts.query))
    if "ssl_cert_reqs" not in asked:
        asked |= {"ssl_cert_reqs": "required", "ssl_check_hostname": asked.get("ssl_check_hostname", "true")}
    return urlunsplit(parts._replace(query=urlencode(asked)))


def _transport_options(config: Settings) -> dict[str, Any]:
    return {
        # Queues are read in the order in which they are named, not in turn: live articles go first.
        "queue_order_strategy": "priority",
        "visibility_timeout": visibility_timeout(config),
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 10,
        "socket_connect_timeout": 5,
        "socket_keepalive": True,
        "socket_keepalive_options": {socket.TCP_KEEPIDLE: 30} if hasattr(socket, "TCP_KEEPIDLE") else {},
        "health_check_interval": 10,
    }


app = make_app(settings())
