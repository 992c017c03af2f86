"""Articles that are processed again: kept flowing onto their own queue, a little at a time."""

from __future__ import annotations

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.settings import settings
from shared.store import reprocessing
from workers.app import BACKFILL_QUEUE
from workers.pipeline import publish

AHEAD = 1000
"""Messages put on the queue at most: minutes of work, and 2 MB of the broker's memory, for a year of articles too."""


def feed(engine: Engine, broker: redis.Redis) -> int:
    """Fill the queue up once it is half empty, and return how many runs were sent."""
    waiting = int(broker.llen(BACKFILL_QUEUE))
    if waiting > AHEAD // 2:
        return 0
    # While messages wait, live articles may have kept them waiting: what was sent is lost only if none is left.
    lost_after = None if waiting else settings().resend_seconds
    due = reprocessing.due(engine, limit=AHEAD - waiting, sent_before_seconds=lost_after)
    for run in due:
        publish(run.run_id, run.stage, BACKFILL_QUEUE)
    if due:
        logger.info("backfill_fed", sent=len(due), waiting=waiting)
    return len(due)
