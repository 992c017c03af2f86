"""When a process that died is started again: soon, then later and later, or never."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.errors import BadSettings, DatabaseUnreachable
from workers.upkeep.watchdog import EXIT_STUCK

SETTINGS_EXIT_CODES = {2, BadSettings.exit_code}
"""Wrong usage and wrong settings: a restart does not mend them."""

WORLD_EXIT_CODES = {DatabaseUnreachable.exit_code, EXIT_STUCK}
"""A server that is away, a connection that hung: a restart does mend these, however often it takes."""

CRASHES_BORNE = 5
"""Crashes in a row before a supervisor gives up, loudly, rather than crash for ever."""

STEADY_SECONDS = 60.0
"""What has run this long had started well: its next death is a first one."""

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0


@dataclass
class Restarts:
    """The record of one process's deaths."""

    clock: Callable[[], float] = time.monotonic
    started_at: float = 0.0
    due_at: float | None = None
    deaths: Counter[str] = field(default_factory=Counter)

    def started(self) -> None:
        """Note that it runs."""
        self.started_at, self.due_at = self.clock(), None

    def died(self, code: int) -> bool:
        """Note how it ended, once, and return whether it may start again."""
        if self.due_at is not None:
            return True
        if self.clock() - self.started_at > STEADY_SECONDS:
            self.deaths.clear()
        delay = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(self.deaths.total(), 10))
        self.due_at = self.clock() + delay
        # Killed (a negative code, say for want of memory) or asked to end (0) from outside is not its own doing either.
        self.deaths["world" if code in WORLD_EXIT_CODES or code <= 0 else "crash"] += 1
        return code not in SETTINGS_EXIT_CODES and self.deaths["crash"] <= CRASHES_BORNE

    def due(self) -> bool:
        """Whether it is time to start it again."""
        return self.due_at is not None and self.clock() >= self.due_at
