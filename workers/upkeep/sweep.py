"""The sweeper: sends lost runs again, feeds the backfill, deletes expired results. Any number may run."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.settings import settings
from shared.store import epochs, pruning, sweeping
from shared.store.foreign import keep_foreign
from shared.store.identities import assigning
from shared.store.pruning import Pruned, Retention
from workers.app import QUEUE
from workers.base import TRANSIENT, code_of
from workers.broker import queues
from workers.broker.gate import FOREIGN
from workers.pipeline import ask_for_identities, publish_all
from workers.upkeep import backfill
from workers.upkeep.heartbeat import Heartbeat, forget
from workers.upkeep.notice import TOLD_SECONDS, notice
from workers.upkeep.watchdog import watch_loop

LIMIT = 200
"""Runs sent again in one sweep: a burst that a worker clears in seconds."""

TOLD_RUNS = 10
"""Of the runs sent again, those that the log names."""

PRUNED_AT_ONCE = 200
"""Articles whose results one transaction deletes: some 40,000 rows, a second's work."""

PRUNE_SECONDS = 600.0
"""Seconds between two looks for results past their retention, which is counted in days."""


@dataclass
class Sweeper:
    """Finds open runs on which nobody works: accepted but never sent, sent but lost, or with an expired lease."""

    engine: Engine
    broker: redis.Redis
    stopped: threading.Event = field(default_factory=threading.Event)
    heartbeat: Heartbeat = field(default_factory=lambda: Heartbeat("sweeper"))
    prune_at: float = 0.0
    skip_told_at: float = -TOLD_SECONDS

    def run(self) -> None:
        """Sweep and pause, until stopped."""
        logger.info("sweeper_started")
        watch_loop(lambda: self.heartbeat.turns, self.stopped)
        with self.heartbeat.shown():
            while not self.heartbeat.pause(self.stopped, settings().sweep_seconds):
                try:
                    self.turn()
                except TRANSIENT as error:
                    notice.wait_for(code_of(error), str(error))
                    self.heartbeat.turn(f"waits: {code_of(error)}", waits=True)
        logger.info("sweeper_stopped")

    def turn(self) -> None:
        """Do all that is due, once. Raises one of TRANSIENT."""
        steps: tuple[Callable[[], object], ...] = (
            self.epoch,
            self.keep_foreign,
            self.sweep,
            lambda: backfill.feed(self.engine, self.broker),
            self.identities,
            self.prune,
            lambda: forget(self.broker, time.time()),
        )
        for step in steps:
            step()
            self.heartbeat.turn()
        notice.go_on()

    def epoch(self) -> None:
        """Begin a new epoch of the change feed where the database was restored: its followers start again."""
        epochs.renew(self.engine, lossless_failover=settings().lossless_failover)

    def sweep(self) -> int:
        """Send the due runs and return their number. A queue that still holds messages is a backlog, not a loss."""
        waiting = queues.waiting(self.broker, QUEUE)
        if waiting > LIMIT:
            if time.monotonic() >= self.skip_told_at + TOLD_SECONDS:
                self.skip_told_at = time.monotonic()
                logger.info("sweep_skipped", waiting=waiting)
            return 0
        due = sweeping.due(self.engine, limit=LIMIT, sent_before_seconds=settings().resend_seconds)
        for stage, of_stage in groupby(sorted(due, key=lambda run: run.stage), key=lambda run: run.stage):
            publish_all([run.run_id for run in of_stage], stage)
        if due:
            told = [run.run_id for run in due[:TOLD_RUNS]]
            logger.warning("runs_sent_again", runs=len(due), run_ids=told, stages=dict(Counter(r.stage for r in due)))
        return len(due)

    def identities(self) -> bool:
        """Ask for the identities that are due, unless a task waits already. Returns whether it asked."""
        return bool(assigning.due(self.engine, limit=1)) and ask_for_identities(self.broker)

    def keep_foreign(self) -> int:
        """Move the foreign messages that workers put aside to the quarantine, with their bytes; return their number."""
        entries: Any = self.broker.xrange(FOREIGN, count=LIMIT)
        for entry_id, fields in entries:
            queue, fault = (fields.get(name, b"").decode(errors="replace") for name in (b"queue", b"fault"))
            reason = f"on queue {queue}, entry {entry_id.decode()}: {fault}"
            keep_foreign(self.engine, reason=reason, payload=fields.get(b"payload", b""))
            self.broker.xdel(FOREIGN, entry_id)
        return len(entries)

    def prune(self) -> Pruned:
        """Delete a batch of results past their retention, every PRUNE_SECONDS; the next at once if more are left."""
        if time.monotonic() < self.prune_at:
            return Pruned()
        retention = Retention.model_validate(settings(), from_attributes=True)
        pruned = pruning.prune(self.engine, retention, limit=PRUNED_AT_ONCE)
        counts = pruned.model_dump()
        if max(counts.values()) < PRUNED_AT_ONCE:
            self.prune_at = time.monotonic() + PRUNE_SECONDS
        if any(counts.values()):
            logger.info("pruned", **counts)
        return pruned

    def stop(self, *_: object) -> None:
        """End after the sweep in hand."""
        self.stopped.set()
