"""Ends a worker on SIGTERM as soon as its running stages have ended; it takes no more messages meanwhile.

Celery's own ways do not serve: its warm shutdown waits without limit, and its soft one always as long as it may
(celery/celery#9505), and neither runs the event loop, which acknowledges what has ended. So here the loop runs on.
"""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from celery import signals
from celery.worker import state
from kombu.common import ignore_errors

from shared.log import logger
from workers.upkeep.notice import notice

STOP_SECONDS = 30.0
"""How long running stages may take to end. A stage takes a fraction of a second: who takes longer hangs, or has an
article of a book's length, and its message goes back to the queue."""

SPARE_SECONDS = 10.0
"""For Celery's own shutdown after that; then the process ends without it, as if it were killed."""

LOOK_SECONDS = 0.1


@dataclass
class Ending:
    """The end of a worker, once it is asked for."""

    consumer: Any
    kill: Callable[[], None]
    asked_at: float | None = None
    closed: bool = False

    def install(self) -> None:
        """Listen to SIGTERM, and to Ctrl-C; look again and again whether the stages have ended."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.ask)
        self.consumer.timer.call_repeatedly(LOOK_SECONDS, self.look)

    def ask(self, number: int, _frame: object) -> None:
        """Begin to end. Asked again by Ctrl-C, it waits no longer."""
        if self.asked_at is None:
            self.asked_at = time.monotonic()
            notice.end()
            last = threading.Timer(STOP_SECONDS + SPARE_SECONDS, self.kill)
            last.daemon = True
            last.start()
        elif number == signal.SIGINT:
            self.asked_at -= STOP_SECONDS

    def look(self) -> None:
        """End Celery's worker once nothing runs, or no stage may run any longer."""
        if self.asked_at is None:
            return
        if not self.closed:
            self.close()
        waited = time.monotonic() - self.asked_at
        if not state.reserved_requests:
            state.should_stop = os.EX_OK
        elif waited > STOP_SECONDS:
            logger.warning("stages_cut_off", stages=len(state.active_requests), seconds=round(waited, 1))
            state.should_terminate = os.EX_OK

    def close(self) -> None:
        """Take no more messages: the gate lets none in any more, other transports cancel their subscription."""
        self.closed = True
        logger.info("worker_stops", stages=len(state.active_requests))
        signals.worker_shutting_down.send(sender=self.consumer.hostname, sig="SIGTERM", how="Warm", exitcode=os.EX_OK)
        if self.consumer.connection.transport.driver_type != "redis":
            ignore_errors(self.consumer, self.consumer.task_consumer.cancel)
