"""Watchdogs: decide from its progress whether a process hangs, and end it so that its supervisor starts it anew.

After a lost connection, Celery on Redis may never read its queue again (celery/celery#8030, #8091, #10205): it is
connected, reports no error and logs nothing, so that only the lack of progress tells. A loop that waits on a half-open
connection shows as little. The broker, the inbox or the sweeper brings back the messages that the process held.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import psutil
import redis
from celery import signals
from celery.worker import state

from shared.errors import BrokerUnreachable
from shared.log import logger
from shared.settings import settings
from workers.app import BACKFILL_QUEUE, IDENTITY_TASK, QUEUE
from workers.broker.consumer import Consumer
from workers.broker.queues import waiting
from workers.resources import broker
from workers.upkeep.ending import Ending
from workers.upkeep.heartbeat import TURN_SECONDS, Heartbeat
from workers.upkeep.notice import notice

EXIT_STUCK = 70
"""EX_SOFTWARE of sysexits.h. The settings are not to blame, so a restart may mend it."""

LOOKS = 20
"""Looks within the patience at least: enough to tell one idle moment from none."""

LOOK_SECONDS = 2.0
"""Between two looks at most, so that what stands still shows within half a minute."""


@dataclass
class Watchdog:
    """Judges progress by two numbers: the messages that wait, and the tasks started so far."""

    patience: float
    waiting: Callable[[], int]
    started: Callable[[], int]
    clock: Callable[[], float] = time.monotonic
    seen: int = -1
    moved_at: float = field(default=0.0)

    def stuck(self) -> bool:
        """Whether messages have waited as long as the patience lasts, while no task was started."""
        now, started = self.clock(), self.started()
        if started != self.seen or not self.waiting():
            self.seen, self.moved_at = started, now
        return now - self.moved_at > self.patience


def watch(
    watchdog: Watchdog, end: Callable[[], None], stopped: threading.Event, heartbeat: Heartbeat | None = None
) -> None:
    """Look again and again, until stopped or stuck. What stands still shows in the heartbeat before it is ended."""
    while not stopped.wait(min(watchdog.patience / LOOKS, LOOK_SECONDS)):
        if watchdog.stuck():
            logger.error("process_stuck", seconds=watchdog.patience)
            end()
            return
        if heartbeat is not None:
            still = watchdog.clock() - watchdog.moved_at
            heartbeat.stalled_at = heartbeat.clock() - still if still > LOOK_SECONDS else None


def watch_loop(turns: Callable[[], int], stopped: threading.Event) -> None:
    """Watch a loop that counts its turns: a turn ends within its servers' time-outs, or never."""
    watchdog = Watchdog(settings().watchdog_seconds, waiting=lambda: 1, started=turns)
    _begin(watchdog, lambda: os._exit(EXIT_STUCK), stopped)


def _begin(
    watchdog: Watchdog, end: Callable[[], None], stopped: threading.Event, heartbeat: Heartbeat | None = None
) -> None:
    threading.Thread(target=watch, args=(watchdog, end, stopped, heartbeat), name="watchdog", daemon=True).start()


def watch_worker(heartbeat: Heartbeat) -> None:
    """Run heartbeat and watchdog from when the worker is ready until it shuts down: after that, no task need start."""
    stopped = threading.Event()

    def begin(sender: Any, **_: Any) -> None:
        heartbeat.start()
        sender.timer.call_repeatedly(TURN_SECONDS, lambda: turn(heartbeat))
        Ending(sender, end_at_once).install()
        watchdog = Watchdog(settings().watchdog_seconds, _waiting, _started)
        _begin(watchdog, end_at_once, stopped, heartbeat)

    Consumer.heartbeat = heartbeat
    signals.worker_ready.connect(begin, weak=False)
    signals.worker_shutting_down.connect(lambda **_: stopped.set(), weak=False)


def turn(heartbeat: Heartbeat) -> None:
    """Show that the worker's own loop turned, and whether its children wait for a server."""
    away = notice.away
    heartbeat.turn(f"waits: {away}" if away else "stops" if notice.ending else "", waits=bool(away))


def _waiting() -> int:
    """Messages on the queues; 0 while a server does not answer, for which the worker is not to blame."""
    if notice.away:
        return 0
    try:
        return sum(waiting(broker(), queue) for queue in (QUEUE, BACKFILL_QUEUE))
    except (redis.RedisError, BrokerUnreachable):
        return 0


def _started() -> int:
    """Stages started. Identities do not count: the worker may read their queue and no longer that of the stages."""
    return sum(count for task, count in state.total_count.items() if task != IDENTITY_TASK)


def end_at_once() -> None:
    """Kill the children, then this process, without a word to its main loop, which no longer answers.

    The system tells which children there are: a worker that hangs on its way out has no pool any more.
    """
    for child in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):
            child.kill()
    os._exit(EXIT_STUCK)
