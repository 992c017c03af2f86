"""`make bench`: all parts, or those that are named.

python -m tests.bench                             all parts, short: some quarter of an hour on two free cores
python -m tests.bench whole lengths --size full   two parts, at their full sizes
python -m tests.bench --record                    all parts; their figures become the accepted ones
python -m tests.bench --check                     all parts; ends with 1 if a ratio got worse than is tolerated

Every run of every part is a line of JSON in .bench/runs.jsonl. Needs OMP_NUM_THREADS=1, as workers have it.
"""

from __future__ import annotations

import os
import time
from importlib import import_module
from pathlib import Path

import click

from shared.log import configure
from tests.bench import accepted
from tests.bench.accepted import Outcome
from tests.bench.core import Bench
from tests.bench.sizes import SIZES

PARTS = {
    "whole": "the service beside its pure stages, and beside `extract --processes 2`",
    "work": "all stages beside textacy, and beside one bare pass of spaCy",
    "pages": "the parse stage on pages, beside bare trafilatura, and on texts",
    "latency": "from the inbox to the change feed, idle and beside a backfill",
    "depth": "the cost of a stage while many articles wait",
    "database": "the cost of an article in a small and in a large database",
    "doors": "loader, intake, feed reader and export",
    "memory": "what a further child holds, and whether it grows",
    "lengths": "the time of an article by its length",
    "model": "the queueing model of docs/scale.md beside a real run",
}
RECORDS = Path(".bench") / "runs.jsonl"


@click.command()
@click.argument("parts", nargs=-1, type=click.Choice(list(PARTS)))
@click.option("--size", type=click.Choice(list(SIZES)), default="short", show_default=True)
@click.option("--record", is_flag=True, help="Accept the figures: docs/performance.json, and a table on its page.")
@click.option("--check", is_flag=True, help="Compare with the accepted figures.")
def main(parts: tuple[str, ...], size: str, record: bool, check: bool) -> None:
    """Measure, and print the figures of each part."""
    if os.environ.get("OMP_NUM_THREADS") != "1":
        raise click.UsageError("set OMP_NUM_THREADS=1 before the start, as workers have it")
    configure("warning")
    RECORDS.parent.mkdir(exist_ok=True)
    bench = Bench(SIZES[size], RECORDS)
    for name in parts or PARTS:
        started = time.perf_counter()
        click.echo(f"\n{name}: {PARTS[name]}")
        bench.look_around()
        bench.say(import_module(f"tests.bench.{name}").measure(bench))
        click.echo(f"  ({time.perf_counter() - started:.0f} s)")
    worse = _compared(bench) if check else 0
    if record:
        accepted.accept(bench.figures, size, bench.others)
    if worse:
        raise SystemExit(1)


def _compared(bench: Bench) -> int:
    """Says every verdict, the worst last, and returns how many figures got worse."""
    verdicts = accepted.compare(accepted.read(), bench.figures)
    click.echo("\nbeside the accepted figures:")
    for verdict in sorted(verdicts, key=lambda one: (one.outcome is Outcome.WORSE, one.change or 0)):
        click.echo(f"  {verdict}")
    worse = sum(verdict.outcome is Outcome.WORSE for verdict in verdicts)
    click.echo(f"{worse} of {len(verdicts)} got worse than is tolerated")
    return worse


if __name__ == "__main__":
    main()
