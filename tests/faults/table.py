"""The table of faults in docs/reliability.md."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from tests.faults.faults import Outcome

PAGE = Path(__file__).parents[2] / "docs" / "reliability.md"
BETWEEN = re.compile(r"(?<=<!-- faults -->\n).*(?=<!-- /faults -->)", re.DOTALL)
HEAD = """
| fault | articles | done | quarantined | lost | doubled | other rows | untold | seconds to recover |
|---|--:|--:|--:|--:|--:|--:|--:|--:|
"""


@dataclass
class Table:
    """One line for each fault."""

    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)

    def publish(self) -> None:
        """Print the table, and write it between the marks of the page if all faults were run."""
        lines = _where() + HEAD + "".join(map(_line, self.outcomes))
        print(f"\n{lines}")  # noqa: T201
        if os.environ.get("ONRECORD_TEST_FAULT_TABLE"):
            PAGE.write_text(BETWEEN.sub(lambda _: lines, PAGE.read_text()))


def _where() -> str:
    """When and on what kind of machine; the load tells how much of it others had."""
    cores, load = os.cpu_count(), os.getloadavg()[2]
    return f"Measured on {date.today()}, {cores} cores, load average {load:.0f} in the last 15 minutes.\n"  # noqa: DTZ011


def _line(outcome: Outcome) -> str:
    found = outcome.found
    unsaid = sum(not lines for lines in found.said.values())
    numbers = (outcome.articles, found.done, found.quarantined, outcome.lost, found.doubled, found.different, unsaid)
    return f"| {outcome.fault} | {' | '.join(map(str, numbers))} | {outcome.recovery:.0f} |\n"
