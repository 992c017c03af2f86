"""Decides from its deaths when a process or server starts again, later after each death, and when it is given up."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.errors import BadSettings, DatabaseUnreachable
from workers.upkeep.watchdog import EXIT_STUCK

SETTINGS_EXIT_CODES = {2, BadSettings.exit_code}
"""Exit codes of wrong usage and wrong settings, which a restart does not mend."""

WORLD_EXIT_CODES = {DatabaseUnreachable.exit_code, EXIT_STUCK}
"""Exit codes of unreachable servers and hung connections: restarts do mend these, however many it takes."""

CRASH = 1
"""The exit code of a crash."""

CRASHES_BORNE = 5
"""Crashes in a row that a supervisor bears; after one more it gives up, with an error."""

STEADY_SECONDS = 60.0
"""A process that has run this long started well: its next death counts as the first."""

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
        """Note that the process runs."""
        self.started_at, self.due_at = self.clock(), None

    def died(self, code: int) -> bool:
        """Note the process's exit code, once per death, and return whether it may start again."""
        if self.due_at is not None:
            return True
        if self.clock() - self.started_at > STEADY_SECONDS:
            self.deaths.clear()
        delay = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(self.deaths.total(), 10))
        self.due_at = self.clock() + delay
        # A kill from outside (a negative code, say for want of memory) or a request to end (0) is no crash, either.
        self.deaths["world" if code in WORLD_EXIT_CODES or code <= 0 else "crash"] += 1
        return code not in SETTINGS_EXIT_CODES and self.deaths["crash"] <= CRASHES_BORNE

    def due(self) -> bool:
        """Whether it is time to start the process again."""
        return self.due_at is not None and self.clock() >= self.due_at
