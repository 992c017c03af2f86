"""Celery's consumer, whose wait for the broker can be seen from outside, is short, and is told once a minute."""

from __future__ import annotations

import time
from typing import Any, ClassVar

from celery.worker import state
from celery.worker.consumer import Consumer as CeleryConsumer

from shared.log import logger
from workers.upkeep.heartbeat import Heartbeat

FIRST_PAUSE, LONGEST_PAUSE = 1, 5
"""Seconds between two attempts to connect. Celery would wait half a minute after a long outage."""

TOLD_SECONDS = 60.0
"""Between two lines that tell of the same outage."""


class Consumer(CeleryConsumer):  # type: ignore[misc]
    """The consumer of the worker's process."""

    heartbeat: ClassVar[Heartbeat | None] = None
    """Turned every second of a wait for the broker, when the event loop stands still."""

    told_at: float | None = None

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, however long it takes."""
        conn.ensure_connection(
            lambda error, _pause: self.tell(error), interval_start=FIRST_PAUSE, interval_step=1,
            interval_max=LONGEST_PAUSE, callback=self.wait,
        )  # fmt: skip
        self.first_connection_attempt = False
        if self.told_at is not None:
            logger.info("worker_goes_on", server="broker")
        self.told_at = None
        return conn

    def wait(self) -> None:
        """A second of waiting, unless the worker is to end."""
        if self.heartbeat is not None:
            self.heartbeat.turn("waits: broker_unreachable", waits=True)
        state.maybe_shutdown()

    def tell(self, error: BaseException) -> None:
        """Say that the broker does not answer, once a minute."""
        now = time.monotonic()
        if self.told_at is None or now - self.told_at >= TOLD_SECONDS:
            self.told_at = now
            logger.warning("worker_waits", server="broker", error=type(error).__name__, detail=str(error)[:500])
