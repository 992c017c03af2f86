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
ROW = re.compile(r"^\| (?P<fault>[^|]+) \| (?=\d)", re.MULTILINE)
HEAD = """
| fault | articles | done | quarantined | lost | doubled | other rows | untold | seconds to recover | on |
|---|--:|--:|--:|--:|--:|--:|--:|--:|---|
"""


@dataclass
class Table:
    """One line for each fault."""

    outcomes: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        self.outcomes.append(outcome)
        print(f"\n{_line(outcome)}", end="")  # noqa: T201

    def publish(self) -> None:
        """Print the lines, and if asked put each in the place of its last one, between the marks of the page."""
        lines = {outcome.fault: _line(outcome) for outcome in self.outcomes}
        print(f"\n{_where()}{HEAD}{''.join(lines.values())}")  # noqa: T201
        if lines and os.environ.get("ONRECORD_TEST_FAULT_TABLE"):
            text = PAGE.read_text()
            (before,) = BETWEEN.findall(text)
            PAGE.write_text(BETWEEN.sub(lambda _: table_of(before, lines), text))


def table_of(before: str, lines: dict[str, str]) -> str:
    """The table with these lines: a fault that was not run keeps the line it had, with its day."""
    old = {found["fault"]: line for line in before.splitlines(keepends=True) if (found := ROW.match(line))}
    return _where() + HEAD + "".join((old | lines).values())


def _where() -> str:
    """On what kind of machine; the load tells how much of it others had."""
    cores, load = os.cpu_count(), os.getloadavg()[2]
    return f"{cores} cores; load average {load:.0f} in the 15 minutes before the last line was measured.\n"


def _line(outcome: Outcome) -> str:
    found = outcome.found
    unsaid = sum(not lines for lines in found.said.values())
    numbers = (outcome.articles, found.done, found.quarantined, outcome.lost, found.doubled, found.different, unsaid)
    return f"| {outcome.fault} | {' | '.join(map(str, numbers))} | {outcome.recovery:.0f} | {date.today()} |\n"  # noqa: DTZ011
