"""What an export of four times the articles costs: rows, time and memory. Each export is a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

from shared.export import What
from tests.bench.core import Figure
from tests.bench.filling import fill_up
from tests.bench.machine import Machine

TIMES = 4
FORMS = ("jsonl", "csv", "parquet")

CHILD = """
import resource, sys, time
from pathlib import Path
from shared.export import Format, Wanted, What, into_folder
wanted = Wanted(format=Format(sys.argv[3]), what=tuple(map(What, sys.argv[4:])))
started = time.process_time()
done = into_folder(sys.argv[1], Path(sys.argv[2]), wanted)
print(done.rows, time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Cost(NamedTuple):
    """Of one export: rows, CPU seconds, and the process's largest size in kB."""

    rows: int
    seconds: float
    kilobytes: int


def figures(own: Machine, articles: int) -> list[Figure]:
    """The costs of a fourth of the articles and of all, in every format. Fills the database up to all."""
    few = _all_forms(own, articles // TIMES, "few")
    many = _all_forms(own, articles, "many")
    of = f"{articles // TIMES:,} and {articles:,} articles of 4 quotations"
    found = []
    for form in FORMS:
        less, more = few[form], many[form]
        rows = more.rows / less.rows
        found += [
            Figure(f"doors.export.{form}", f"times the CPU a row for {rows:.1f} times the rows: {form} export",
                   more.seconds / less.seconds / rows, "lower", of, reach=1),
            Figure(f"doors.export.{form}.memory", f"times the memory for {rows:.1f} times the rows: {form} export",
                   more.kilobytes / less.kilobytes, "lower", of, reach=1),
            Figure(f"doors.export.{form}.second", f"rows a CPU-second: {form} export", more.rows / more.seconds,
                   "higher", of, checked=False),
        ]  # fmt: skip
    return found


def _all_forms(own: Machine, articles: int, name: str) -> dict[str, Cost]:
    fill_up(own.servers.database_url, articles)
    return {form: _cost(own.servers.database_url, own.folder / f"{name}-{form}", form) for form in FORMS}


def _cost(url: str, folder: Path, form: str) -> Cost:
    """Exports articles and quotations in a process of its own."""
    command = [sys.executable, "-c", CHILD, url, str(folder), form, What.ARTICLES, What.QUOTATIONS]
    rows, seconds, size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Cost(int(rows), float(seconds), int(size))
