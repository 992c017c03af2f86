"""Watchdogs: a process that stands still ends itself, and its supervisor starts it anew.

Celery on Redis has been seen to come back from a lost connection without reading its queue again (celery/celery#8030,
#8091, #10205): connected, no error, nothing logged, so only the lack of progress tells. A loop that waits on a
half-open connection shows as little. What they held comes back by the broker, the inbox or the sweeper.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import redis
from celery import signals
from celery.worker import state

from shared.errors import BrokerUnreachable
from shared.log import logger
from shared.settings import settings
from workers.app import BACKFILL_QUEUE, IDENTITY_TASK, QUEUE
from workers.resources import broker

EXIT_STUCK = 70
"""EX_SOFTWARE of sysexits.h: not the settings' fault, so a restart may mend it."""

LOOKS = 20
"""How often it looks within its patience: enough to tell one idle moment from none."""


@dataclass
class Watchdog:
    """Judges progress by two numbers: how much waits, and how much was started so far."""

    patience: float
    waiting: Callable[[], int]
    started: Callable[[], int]
    clock: Callable[[], float] = time.monotonic
    seen: int = -1
    moved_at: float = field(default=0.0)

    def stuck(self) -> bool:
        """Whether something has waited all the time that patience lasts while nothing was started."""
        now, started = self.clock(), self.started()
        if started != self.seen or not self.waiting():
            self.seen, self.moved_at = started, now
        return now - self.moved_at > self.patience


def watch(watchdog: Watchdog, end: Callable[[], None], stopped: threading.Event) -> None:
    """Look again and again, until stopped or stuck."""
    while not stopped.wait(watchdog.patience / LOOKS):
        if watchdog.stuck():
            logger.error("process_stuck", seconds=watchdog.patience)
            end()
            return


def watch_loop(turns: Callable[[], int], stopped: threading.Event, pause: float = 0) -> None:
    """Watch a loop that counts its turns: each, but for its pause, ends within its servers' time-outs, or never."""
    watchdog = Watchdog(settings().watchdog_seconds + pause, waiting=lambda: 1, started=turns)
    _begin(watchdog, lambda: os._exit(EXIT_STUCK), stopped)


def _begin(watchdog: Watchdog, end: Callable[[], None], stopped: threading.Event) -> None:
    threading.Thread(target=watch, args=(watchdog, end, stopped), name="watchdog", daemon=True).start()


def watch_worker() -> None:
    """Let the watchdog begin once the worker is ready, and end before it shuts down: then nothing need start."""
    stopped = threading.Event()

    def begin(sender: Any, **_: Any) -> None:
        watchdog = Watchdog(settings().watchdog_seconds, _waiting, _started)
        _begin(watchdog, lambda: _end(sender.pool), stopped)

    signals.worker_ready.connect(begin, weak=False)
    signals.worker_shutting_down.connect(lambda **_: stopped.set(), weak=False)


def _waiting() -> int:
    """Messages on the queues; none while the broker does not answer, for then the worker cannot be blamed."""
    try:
        return sum(int(broker().llen(queue)) for queue in (QUEUE, BACKFILL_QUEUE))
    except (redis.RedisError, BrokerUnreachable):
        return 0


def _started() -> int:
    """Stages started. Identities do not count: their queue may be read while that of the stages is not."""
    return sum(count for task, count in state.total_count.items() if task != IDENTITY_TASK)


def _end(pool: Any) -> None:
    """End the children, then this process, without asking a loop that no longer answers."""
    for child in pool._pool._pool:
        with suppress(ProcessLookupError):
            os.kill(child.pid, signal.SIGKILL)
    os._exit(EXIT_STUCK)
