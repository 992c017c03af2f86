"""The Celery worker process: it sets up logging, checks the schema, loads the models, then forks."""

from __future__ import annotations

import gc
import os
from typing import Any

from celery import signals

from shared.log import configure, logger
from shared.settings import settings
from shared.store.revisions import check_schema
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE, app
from workers.broker import queues
from workers.extraction import warm_up
from workers.resources import database, language_models, worker_database
from workers.upkeep import tracing
from workers.upkeep.heartbeat import Heartbeat
from workers.upkeep.watchdog import watch_worker

QUEUES = (QUEUE, IDENTITY_QUEUE, BACKFILL_QUEUE)
"""The queues that a worker reads, in this order: a later one only while the earlier ones are empty."""


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _own_logging(**_: Any) -> None:
    configure(settings().log_level, settings().log_format, "worker")


def run(concurrency: int) -> None:
    """Work until SIGTERM. Raises DatabaseUnreachable, SchemaOutdated, ModelMissing before it takes any message."""
    # Celery sets up logging only once it starts; earlier lines shall have the same form.
    _own_logging()
    heartbeat = Heartbeat("worker")
    heartbeat.turn("starts", waits=True)
    prepare()
    watch_worker(heartbeat)
    signals.worker_process_shutdown.connect(tracing.flush, weak=False)
    workers: list[Any] = []
    signals.celeryd_after_setup.connect(lambda instance, **_: workers.append(instance), weak=False)
    logger.info("worker_started", concurrency=concurrency, queues=QUEUES)
    # RabbitMQ refuses a worker while another one has its name, or its dead predecessor still seems to have it.
    name = f"celery-{os.getpid()}@%h" if queues.away() else "celery@%h"
    # Without its banner, which is no log line.
    app.worker_main(
        ["--quiet", "worker", "--hostname", name, "--queues", ",".join(QUEUES), "--concurrency", str(concurrency),
         "--loglevel", settings().log_level, "--without-gossip", "--without-mingle", "--without-heartbeat"]
    )  # fmt: skip
    heartbeat.end()
    # Celery drops the exit code: without this, a worker that ended by an error would look like one that was stopped.
    raise SystemExit(workers[-1].exitcode if workers else 1)


def prepare() -> None:
    """Check the schema and load the models, once, before the fork: children share the memory, never a connection."""
    check_schema(worker_database())
    worker_database().dispose()
    database.cache_clear()
    loaded = language_models()
    # The language identifier and the word lists load at first use: here once, not in every child (0.9 s of a core).
    warm_up(loaded)
    identity = loaded.identity
    gc.freeze()
    logger.info("model_loaded", model=identity)
