"""The sweeper: finds runs that the queue has lost, and sends them again. Any number of copies may run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.settings import settings
from shared.store import sweeping
from workers.app import QUEUE
from workers.base import TRANSIENT
from workers.pipeline import publish

LIMIT = 200
"""Runs sent again in one sweep: a burst that a worker clears in seconds."""


@dataclass
class Sweeper:
    """Accepted but never sent, sent but lost, lease expired: all are open runs that nobody works on."""

    engine: Engine
    broker: redis.Redis
    stopped: threading.Event = field(default_factory=threading.Event)

    def run(self) -> None:
        """Sweep, pause, again, until stopped."""
        logger.info("sweeper_started")
        while not self.stopped.wait(settings().sweep_seconds):
            try:
                self.sweep()
            except (*TRANSIENT, redis.RedisError) as error:
                logger.warning("sweep_retried", error=type(error).__name__, detail=str(error)[:500])
        logger.info("sweeper_stopped")

    def sweep(self) -> int:
        """Send what is due and return how many. A queue that still holds messages is a backlog, not a loss."""
        waiting = int(self.broker.llen(QUEUE))
        if waiting > LIMIT:
            logger.info("sweep_skipped", waiting=waiting)
            return 0
        due = sweeping.due(self.engine, limit=LIMIT, sent_before_seconds=settings().resend_seconds)
        for run in due:
            publish(run.run_id, run.stage)
            logger.warning("run_sent_again", run_id=run.run_id, stage=run.stage)
        return len(due)

    def stop(self, *_: object) -> None:
        """End after the sweep in hand."""
        self.stopped.set()
