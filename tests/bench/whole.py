"""Part 1: the whole service beside its pure stages, with one child and with two, and beside `extract --processes 2`."""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from functools import partial
from statistics import median as middle

from shared.model import Submission
from tests.bench.articles import length, submissions
from tests.bench.core import Bench, Figure, Spent, alone, in_turn, median
from tests.bench.machine import Machine, machine
from workers.extraction import extract

PART = "whole"
CHILDREN = (1, 2)
WARM = 4
"""Articles a child reads before the clock starts."""


def measure(bench: Bench) -> list[Figure]:
    """CPU of all processes as a multiple of the pure stages' own, and articles a second as a share of extract's."""
    articles = submissions("read", bench.sizes.articles)
    count, turn = len(articles), iter(range(10**6))
    pure(bench, submissions("warm", 5))
    with machine() as own:
        works = {
            "pure stages": partial(pure, bench, articles),
            "1 child": lambda: service(own, 1, _again(articles, next(turn))),
            "2 children": lambda: service(own, 2, _again(articles, next(turn))),
            "extract, start": lambda: extracting(articles[:2]),
            "extract --processes 2": lambda: extracting(articles),
        }
        found = in_turn(bench.sizes.rounds, works)
    for what, runs in found.items():
        for run in runs:
            bench.record(PART, what, 2 if what == "extract, start" else count, run)
    of = f"{count} articles of {length(articles)} words"
    return list(_figures(found, count, of))


def _again(articles: Sequence[Submission], turn: int) -> list[Submission]:
    """The same articles under new names: the service must not know them."""
    return [article.model_copy(update={"uri": f"{article.uri}:{turn}"}) for article in articles]


def pure(bench: Bench, articles: Sequence[Submission]) -> Spent:
    """All stages in this process."""
    return alone(lambda: [extract(article, bench.models) for article in articles])


def service(own: Machine, children: int, articles: Sequence[Submission]) -> Spent:
    """The whole service, from the inbox to the views and the identities, once it has read some articles."""
    with own.service(children):
        own.through(submissions(f"warm {articles[0].uri}", WARM * children))
        return own.spent(lambda: own.through(articles))


def extracting(articles: Sequence[Submission]) -> Spent:
    """`onrecord extract --processes 2` as a process: seconds on the clock, its start included."""
    with tempfile.NamedTemporaryFile("w", suffix=".jsonl") as lines:
        lines.writelines(article.model_dump_json(exclude_none=True) + "\n" for article in articles)
        lines.flush()
        command = [sys.executable, "-W", "ignore", "-m", "workers.cli", "extract", "--processes", "2", "--jsonl"]
        started, before = time.perf_counter(), _ended()
        subprocess.run([*command, lines.name], stdout=subprocess.DEVNULL, check=True)
        return Spent(Counter(extract=_ended() - before), time.perf_counter() - started)


def _ended() -> float:
    """CPU seconds of all child processes that have ended."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return children.ru_utime + children.ru_stime


def _figures(found: dict[str, list[Spent]], count: int, of: str) -> list[Figure]:
    stages = median(found["pure stages"])
    clock = {what: middle(run.clock for run in runs) for what, runs in found.items()}
    costs = [
        Figure(
            f"{PART}.cpu.{n}", f"times the pure stages' CPU: the whole service, {what}", median(found[what]) / stages,
            "lower", of, reach=1.12,
        )
        for n, what in ((1, "1 child"), (2, "2 children"))
    ]  # fmt: skip
    late = middle(run.late for run in found["1 child"])
    plain = (count - 2) / (clock["extract --processes 2"] - clock["extract, start"])
    postgres = 1000 * middle(run.cpu["postgres"] for run in found["1 child"]) / count
    return [
        *costs,
        Figure(f"{PART}.rate", "of the articles a second of `extract --processes 2`: the service, 2 children",
               count / clock["2 children"] / plain, "higher", of, reach=0.9),
        Figure(f"{PART}.workers", "times the articles a second with 1 child: with 2 children",
               clock["1 child"] / clock["2 children"], "higher", of, reach=1.9),
        Figure(f"{PART}.identities", "of the pure stages' CPU, and part of the above: identities, 1 child",
               late / stages, "lower", of, tolerance=0.2),
        Figure(f"{PART}.postgres", "of the pure stages' CPU: Postgres, 1 child", postgres * count / 1000 / stages,
               "lower", of),
        Figure(f"{PART}.memory", "MB of memory, shared once: the service, 2 children, Postgres and broker included",
               middle(sum(run.memory.values()) for run in found["2 children"]), "lower", of, tolerance=0.15),
        Figure(f"{PART}.pure_ms", "ms of CPU an article: the pure stages", 1000 * stages / count, "lower", of,
               checked=False),
        Figure(f"{PART}.postgres_ms", "ms of CPU an article: Postgres, 1 child", postgres, "lower", of, reach=10,
               checked=False),
        Figure(f"{PART}.second", "articles a second: the service, 2 children", count / clock["2 children"], "higher",
               of, checked=False),
        Figure(f"{PART}.start", "seconds: start of `extract` to its end with two articles", clock["extract, start"],
               "lower", of, reach=2, checked=False),
    ]  # fmt: skip
