"""Part 4: what a stage costs while some hundred articles wait, and while thousands do, on the inbox and as open runs.

A stage that is done sends the next one behind all that wait, so that the first stages of all come first. Stages are
counted, therefore, and not articles: in both cases the same ones, those that come first.
"""

from __future__ import annotations

from statistics import median

from sqlalchemy import text

from shared.settings import Settings
from shared.store import watching
from tests.bench.articles import WORDS, submissions
from tests.bench.core import Bench, Figure, Spent, in_turn
from tests.bench.machine import Machine, machine
from workers.machine.background import wait_until

PART = "depth"
CHILDREN = 2
BATCH = 500
OPEN_RUNS = int(Settings.model_fields["max_open_runs"].default)
"""Above so many open runs intake lets the rest wait in the inbox."""

DONE = text("""
    SELECT sum(CASE WHEN state = 'done' THEN 3 WHEN stage = 'quotations' THEN 2 WHEN stage = 'entities' THEN 1 END)
    FROM core.run
""")


def measure(bench: Bench) -> list[Figure]:
    """The whole service's CPU a stage, deep beside shallow, in turn."""
    stages, turn = 3 * bench.sizes.articles, iter(range(10**6))
    depths = (2 * stages, max(bench.sizes.depth, 4 * stages))
    works = {
        f"{depth:,} wait": lambda depth=depth: _costs(f"depth {next(turn)}", depth, stages) for depth in depths
    }  # fmt: skip
    found = in_turn(max(1, bench.sizes.rounds - 1), works)
    few, many = (
        median(bench.record(PART, what, done, spent).whole / done for done, spent in runs)
        for what, runs in found.items()
    )
    of = f"{depths[0]:,} and {depths[1]:,} articles of {WORDS} words, {stages} stages"
    words = f"times a stage's CPU while {depths[0]:,} articles wait: while {depths[1]:,} do"
    return [Figure(f"{PART}.cpu", words, many / few, "lower", of, reach=1.05)]


def _costs(kind: str, depth: int, stages: int) -> tuple[int, Spent]:
    """The cost of so many stages or some more, on servers of their own, while so many articles wait."""
    with machine() as own:
        for first in range(0, depth, BATCH):
            own.client.submit_many(submissions(f"{kind} {first}", min(BATCH, depth - first)))
        most = min(OPEN_RUNS, depth // 2)
        with own.service(CHILDREN, ONRECORD_MAX_OPEN_RUNS=str(most)):
            # What intake takes in ahead belongs to no stage that is done meanwhile.
            wait_until(lambda: watching.open_runs(own.engine) >= most, 600)
            wait_until(lambda: _done(own) >= CHILDREN, 60)
            before, cpu = _done(own), own.cpu()
            wait_until(lambda: _done(own) >= before + stages, 600)
            done, spent = _done(own) - before, own.cpu() - cpu
            own.forget()
        return done, Spent(spent, 0.0)


def _done(own: Machine) -> int:
    with own.engine.connect() as connection:
        return int(connection.execute(DONE).scalar_one() or 0)
