"""Celery's consumer, whose wait for the broker can be seen from outside, is short, and is told once a minute."""

from __future__ import annotations

import os
from typing import Any, ClassVar

from celery.worker import state
from celery.worker.consumer import Consumer as CeleryConsumer

from shared.errors import BrokerUnreachable
from workers.upkeep.heartbeat import Heartbeat
from workers.upkeep.notice import notice

FIRST_PAUSE, LONGEST_PAUSE = 1, 5
"""Seconds between two attempts to connect. Celery would wait half a minute after a long outage."""


class Consumer(CeleryConsumer):  # type: ignore[misc]
    """The consumer of the worker's process."""

    heartbeat: ClassVar[Heartbeat | None] = None
    """Turned every second of a wait for the broker, when the event loop stands still."""

    def ensure_connected(self, conn: Any) -> Any:
        """Connect, however long it takes."""
        conn.ensure_connection(
            lambda error, _pause: notice.wait_for(BrokerUnreachable.code, str(error)), interval_start=FIRST_PAUSE,
            interval_step=1, interval_max=LONGEST_PAUSE, callback=self.wait,
        )  # fmt: skip
        self.first_connection_attempt = False
        notice.go_on()
        return conn

    def wait(self) -> None:
        """A second of waiting, unless the worker is to end."""
        if self.heartbeat is not None:
            self.heartbeat.turn(f"waits: {BrokerUnreachable.code}", waits=True)
        if notice.ending:
            state.should_stop = os.EX_OK
        state.maybe_shutdown()
