"""Feeds the queue of articles that are processed again, a little at a time, for the sweeper."""

from __future__ import annotations

from itertools import groupby

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.settings import settings
from shared.store import reprocessing
from workers.app import BACKFILL_QUEUE, QUEUE
from workers.broker import queues
from workers.pipeline import publish_all

AHEAD = 1000
"""Messages on the queue at most: minutes of work, 2 MB of the broker's memory, even for a year of articles."""

AHEAD_BESIDE = 100
"""The same in RabbitMQ, where a worker reads live articles and these in turn: a hundred live ones can be held up."""


def feed(engine: Engine, broker: redis.Redis) -> int:
    """Fill the queue up once it is half empty, and return how many runs were sent."""
    waiting, ahead = queues.waiting(broker, BACKFILL_QUEUE), AHEAD
    if queues.away():
        ahead = 0 if queues.waiting(broker, QUEUE) else AHEAD_BESIDE
    if waiting > ahead // 2 or not ahead:
        return 0
    # Live articles may keep messages waiting. Only when no message is left can a sent one be lost.
    lost_after = None if waiting else settings().resend_seconds
    due = reprocessing.due(engine, limit=ahead - waiting, sent_before_seconds=lost_after)
    for stage, runs in groupby(due, key=lambda run: run.stage):
        publish_all((run.run_id for run in runs), stage, BACKFILL_QUEUE)
    if due:
        logger.info("backfill_fed", sent=len(due), waiting=waiting)
    return len(due)
