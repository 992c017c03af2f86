"""Keeps one embedded server running: notices that it died or hangs, and starts it again, with back-off."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from shared.errors import ServerLost, StartFailed
from shared.log import logger
from workers.machine.restarts import CRASH, Restarts

PING_SECONDS = 2.0
"""Pause between two pings of a server: a ping costs Postgres a process."""

ANSWER_SECONDS = 1.0
"""How long a ping waits: a healthy server on the same machine answers in milliseconds."""

HUNG_SECONDS = 15.0
"""A server without an answer for this long hangs: longer than a disk stalls, shorter than an operator's patience."""


class Server(Protocol):
    """An embedded server."""

    name: str

    def start(self) -> str:
        """Start it, at the address that it had before if that is free, and return its URL. Raises StartFailed."""

    def alive(self) -> bool:
        """Whether its process lives."""

    def answers(self, seconds: float) -> bool:
        """Whether it answers a ping in so many seconds."""

    def stop(self) -> None:
        """End it cleanly; its data stays."""

    def kill(self) -> None:
        """End all of its processes at once; its log of changes brings the data back."""

    def last_words(self) -> str:
        """The last line of its log."""


@dataclass
class Keeper:
    """Watches one server and starts it again. `url` is where it is now."""

    server: Server
    url: str
    clock: Callable[[], float] = time.monotonic
    restarts: Restarts = field(init=False)
    answered_at: float = field(init=False)
    pinged_at: float = field(init=False)
    reviving: bool = False
    """Whether it waits for the server's start at this moment."""

    def __post_init__(self) -> None:
        self.restarts = Restarts(self.clock)
        self._begin()

    def check(self) -> None:
        """Start the server again if it died or hangs. Raises ServerLost once that happened too often in a row."""
        if self.restarts.due_at is None and (why := self.illness()):
            logger.error("server_lost", name=self.server.name, why=why, said=self.server.last_words())
            self.server.kill()
            self._died(why)
        if self.restarts.due():
            self._revive()

    def illness(self) -> str | None:
        """Why the server counts as lost, or None: it looks at the process each time, and pings it now and then."""
        if not self.server.alive():
            return "its process ended"
        now = self.clock()
        if now - self.pinged_at < PING_SECONDS:
            return None
        self.pinged_at = now
        if self.server.answers(ANSWER_SECONDS):
            self.answered_at = self.clock()
        return f"no answer for {HUNG_SECONDS:g} s" if self.clock() - self.answered_at > HUNG_SECONDS else None

    def well(self) -> bool:
        """Whether the server lives and answers at this moment."""
        return self.server.alive() and self.server.answers(ANSWER_SECONDS / 2)

    def end(self) -> None:
        """End the server: cleanly if it is well, else at once."""
        if self.well():
            self.server.stop()
        else:
            self.server.kill()
            self.server.stop()  # which only tidies up now

    def _revive(self) -> None:
        self._begin()
        self.reviving = True
        try:
            self.url = self.server.start()
        except StartFailed as error:
            logger.error("server_start_failed", name=self.server.name, detail=error.detail)
            self.server.kill()
            self._died(error.detail)
            return
        finally:
            self.reviving = False
        self._begin()
        logger.warning("server_restarted", name=self.server.name)

    def _begin(self) -> None:
        self.restarts.started()
        self.answered_at = self.pinged_at = self.clock()

    def _died(self, why: str) -> None:
        if not self.restarts.died(CRASH):
            times = self.restarts.deaths["crash"]
            raise ServerLost(
                f"{self.server.name}, {times} times: {why}; {self.server.last_words() or 'its log is empty'}"
            )
