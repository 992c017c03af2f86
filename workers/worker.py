"""The Celery worker process: log, check the schema, load the models, then fork."""

from __future__ import annotations

import gc
import os
from typing import Any

from celery import signals

from shared.log import configure, logger
from shared.model import Submission
from shared.settings import settings
from shared.store.revisions import check_schema
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE, app
from workers.parsing import parse
from workers.resources import database, language_models, worker_database
from workers.upkeep.watchdog import watch_worker

QUEUES = (QUEUE, IDENTITY_QUEUE, BACKFILL_QUEUE)
"""What a worker reads, in this order: a later queue only while the earlier ones are empty."""

WARM_UP = "A first article\n\nIt is read before any other, and its words are enough to tell the language they are in.\n"


@signals.setup_logging.connect  # type: ignore[untyped-decorator]
def _own_logging(**_: Any) -> None:
    configure(settings().log_level, settings().log_format)


def run(concurrency: int) -> None:
    """Work until SIGTERM. Raises DatabaseUnreachable, SchemaOutdated, ModelMissing before anything is taken."""
    # Celery sets up logging only once it starts; what is said before that comes in the same form.
    _own_logging()
    prepare()
    watch_worker()
    # A soft shutdown on SIGTERM: running stages finish, waiting ones go back to the queue.
    os.environ.setdefault("REMAP_SIGTERM", "SIGQUIT")
    workers: list[Any] = []
    signals.celeryd_after_setup.connect(lambda instance, **_: workers.append(instance), weak=False)
    app.worker_main(
        ["worker", "--queues", ",".join(QUEUES), "--concurrency", str(concurrency),
         "--loglevel", settings().log_level, "--without-gossip", "--without-mingle"]
    )  # fmt: skip
    # Celery drops it: without this, a worker that an error has ended would end like one that was asked to.
    raise SystemExit(workers[-1].exitcode if workers else 1)


def prepare() -> None:
    """What is done once, before the fork: children share the models' memory, never a connection."""
    check_schema(worker_database())
    worker_database().dispose()
    database.cache_clear()
    loaded = language_models()
    # The language identifier and the lexicons load at first use: here once, not in every child (0.9 s of a core each).
    parse(Submission(uri="warm-up:", text=WARM_UP))
    identity = loaded.identity
    gc.freeze()
    logger.info("model_loaded", model=identity)
