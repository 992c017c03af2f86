"""Part 4: what an article costs while few wait, and while many wait on the inbox and as open runs."""

from __future__ import annotations

import time

from shared.settings import Settings
from shared.store import watching
from tests.bench.articles import WORDS, submissions
from tests.bench.core import Bench, Figure, Spent, in_turn, median
from tests.bench.machine import Machine, machine
from workers.machine.background import wait_until

PART = "depth"
CHILDREN = 2
BATCH = 500
OPEN_RUNS = int(Settings.model_fields["max_open_runs"].default)
"""Above so many open runs intake lets the rest wait in the inbox."""


def measure(bench: Bench) -> list[Figure]:
    """The whole service's CPU an article, deep beside shallow, in turn."""
    count, turn = bench.sizes.articles, iter(range(10**6))
    depths = {"few wait": count, f"{bench.sizes.depth:,} wait": bench.sizes.depth}
    works = {
        what: lambda depth=depth: _costs(f"depth {next(turn)}", depth, count) for what, depth in depths.items()
    }  # fmt: skip
    found = in_turn(max(1, bench.sizes.rounds - 1), works)
    for what, runs in found.items():
        for run in runs:
            bench.record(PART, what, count, run)
    few, many = (median(runs) for runs in found.values())
    of = f"{count} and {bench.sizes.depth:,} articles of {WORDS} words"
    words = "times an article's CPU while few wait: while many wait"
    return [Figure(f"{PART}.cpu", words, many / few, "lower", of, reach=1.05)]


def _costs(kind: str, depth: int, count: int) -> Spent:
    """The cost of some articles, on servers of their own, while the rest wait behind them."""
    with machine() as own:
        for first in range(0, count + depth, BATCH):
            some = submissions(f"{kind} {first}", min(BATCH, count + depth - first))
            own.client.submit_many(some)
        most = min(OPEN_RUNS, depth // 2)
        with own.service(CHILDREN, ONRECORD_MAX_OPEN_RUNS=str(most)):
            # What intake takes in ahead belongs to no article that is done meanwhile.
            wait_until(lambda: watching.open_runs(own.engine) >= most, 600)
            own.reach(4 * CHILDREN)
            spent = own.spent(lambda: _next(own, count))
            own.forget()
            return spent


def _next(own: Machine, count: int) -> float:
    started = time.perf_counter()
    own.reach(own.head() + count)
    return time.perf_counter() - started
