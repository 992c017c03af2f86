"""`make bench-export`: what an export of four times the articles costs, as ratios within one run.

Each export is a process of its own, so that its largest size counts for it alone.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import click

from shared.export import What
from shared.settings import Servers
from shared.store import migrate
from shared.store.engine import make_engine
from tests.bench.copies import copy_articles
from tests.integration.store import given
from workers.machine.local import LocalServers

ARTICLES = int(os.environ.get("ONRECORD_BENCH_EXPORTED", "20000"))
SEEDED = 100
"""Articles that are put on record; all others are copies of them."""

CHILD = """
import resource, sys, time
from pathlib import Path
from shared.export import Format, Wanted, What, into_folder
wanted = Wanted(format=Format(sys.argv[3]), what=tuple(map(What, sys.argv[4:])))
started = time.perf_counter()
done = into_folder(sys.argv[1], Path(sys.argv[2]), wanted)
print(done.rows, time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


class Cost(NamedTuple):
    """Of one export: rows, seconds, and the process's largest size in kB."""

    rows: int
    seconds: float
    kilobytes: int


def cost(url: str, folder: Path, form: str) -> Cost:
    """Exports articles and quotations in a process of its own."""
    command = [sys.executable, "-c", CHILD, url, str(folder), form, What.ARTICLES, What.QUOTATIONS]
    rows, seconds, size = subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()
    return Cost(int(rows), float(seconds), int(size))


def measure(servers: Servers, folder: Path) -> None:
    """Prints the ratios for every format."""
    url, engine = servers.database_url, make_engine(servers.database_url)
    migrate.upgrade(url)
    for n in range(SEEDED):
        given.finished(engine, f"bench:{n}")
    copy_articles(engine, ARTICLES // SEEDED - 1)
    few = {form: cost(url, folder / f"few-{form}", form) for form in ("jsonl", "csv", "parquet")}
    copy_articles(engine, 3)
    for form, less in few.items():
        more = cost(url, folder / f"many-{form}", form)
        click.echo(
            f"{form:<8} {more.rows / less.rows:.1f} times the rows ({more.rows:,}): "
            f"{more.seconds / less.seconds:.2f} times the time ({more.rows / more.seconds:,.0f} rows a second), "
            f"{more.kilobytes / less.kilobytes:.2f} times the memory ({more.kilobytes // 1024} MB)"
        )
    engine.dispose()


def main() -> None:
    """Measure on servers of its own."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder, LocalServers(Path(folder)) as local:
        measure(local.servers, Path(folder) / "exported")


if __name__ == "__main__":
    main()
