"""Feeds the queue of articles that are processed again, a little at a time, for the sweeper."""

from __future__ import annotations

from itertools import groupby

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.settings import settings
from shared.store import reprocessing
from workers.app import BACKFILL_QUEUE
from workers.pipeline import publish_all

AHEAD = 1000
"""Messages on the queue at most: minutes of work, 2 MB of the broker's memory, even for a year of articles."""


def feed(engine: Engine, broker: redis.Redis) -> int:
    """Fill the queue up once it is half empty, and return how many runs were sent."""
    waiting = int(broker.llen(BACKFILL_QUEUE))
    if waiting > AHEAD // 2:
        return 0
    # Live articles may keep messages waiting. Only when no message is left can a sent one be lost.
    lost_after = None if waiting else settings().resend_seconds
    due = reprocessing.due(engine, limit=AHEAD - waiting, sent_before_seconds=lost_after)
    for stage, runs in groupby(due, key=lambda run: run.stage):
        publish_all((run.run_id for run in runs), stage, BACKFILL_QUEUE)
    if due:
        logger.info("backfill_fed", sent=len(due), waiting=waiting)
    return len(due)
