"""The Celery application. Why each setting is as it is: docs/decisions/README.md, 1, 2 and 4."""

from __future__ import annotations

from typing import Any

from celery import Celery

from shared.errors import NotRunning
from shared.settings import Settings, settings
from workers.broker.transport import HEARTBEAT_SECONDS, in_rabbitmq, options_for, put_gates, url_for_celery

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
    """A Celery application with the project's settings. It reads the queues' URL at first use."""
    app = Celery("onrecord", include=["workers.pipeline"], set_as_current=False)
    put_gates()
    app.add_defaults(lambda: _queues(config))
    app.conf.update(
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
        worker_cancel_long_running_tasks_on_connection_loss=False,
        worker_max_tasks_per_child=1000,
        worker_hijack_root_logger=False,
        worker_redirect_stdouts=False,
        worker_send_task_events=False,
        broker_connection_retry_on_startup=True,
        broker_connection_max_retries=None,
        enable_utc=True,
        timezone="UTC",
    )
    return app


def _queues(config: Settings) -> dict[str, Any]:
    """Where the task queues are. Without a broker, a place where nobody listens: tasks can be imported, and sending
    fails at once."""
    try:
        url = config.queues()
    except NotRunning:
        url = "redis://127.0.0.1:1/0"
    return {
        "broker_url": url_for_celery(url),
        "broker_transport_options": options_for(url, visibility_timeout(config)),
        "broker_heartbeat": HEARTBEAT_SECONDS if in_rabbitmq(url) else None,
        # Only Celery's Redis transport can leave messages on the queue until a child is free.
        "worker_disable_prefetch": not in_rabbitmq(url),
    }


app = make_app(settings())
