"""The table of faults keeps what was measured of a fault until it is measured again."""

from __future__ import annotations

from tests.faults.table import table_of

BEFORE = """2 cores; load average 5 in the 15 minutes before the last line was measured.

| fault | articles | done | on |
|---|--:|--:|---|
| one thing | 200 | 200 | 2026-01-01 |
| another | 200 | 199 | 2026-01-01 |
"""


def test_a_line_stays_until_its_fault_is_run_again() -> None:
    # Given a table of two faults, When one of them and a new one have been run
    lines = {"another": "| another | 100 | 100 | 2026-02-02 |\n", "a third": "| a third | 100 | 100 | 2026-02-02 |\n"}
    rows = [line for line in table_of(BEFORE, lines).splitlines() if line.endswith("-01 |") or line.endswith("-02 |")]
    # Then the other one keeps its line and its day, and the new one comes last
    assert rows == [
        "| one thing | 200 | 200 | 2026-01-01 |",
        "| another | 100 | 100 | 2026-02-02 |",
        "| a third | 100 | 100 | 2026-02-02 |",
    ]
