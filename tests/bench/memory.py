"""Part 6: the memory of a worker's further children, and of one process that reads many articles."""

from __future__ import annotations

import gc
import multiprocessing
from multiprocessing.connection import Connection
from statistics import mean, median

import click
import psutil

from tests.bench.articles import length, submission, submissions
from tests.bench.core import Bench, Figure
from tests.bench.machine import MB, machine
from workers.extraction import extract

PART = "memory"
CHILDREN = 3
SHORT_WORDS = 120
"""Many articles matter for growth, not long ones."""
PIECES = 8


def measure(bench: Bench) -> list[Figure]:
    """Private memory of children, and the growth from the first half of many articles to the second."""
    articles = submissions("memory", CHILDREN * max(8, bench.sizes.articles // 2))
    with machine() as own, own.service(CHILDREN) as service:
        own.through(articles)
        worker = psutil.Process(service.children["worker"].pid)
        # Beside them the worker has some small processes.
        sizes = sorted(map(_held, worker.children()), reverse=True)[:CHILDREN]
        parent = _held(worker)
    click.echo(f"  MB that each holds alone: parent {parent:.0f}; {CHILDREN} children {sizes}")
    grown = growth(bench)
    click.echo(f"  MB that one process holds after each eighth of {bench.sizes.growth:,} articles: {grown}")
    child, of = median(sizes), f"{len(articles)} articles of {length(articles)} words"
    # The first quarter fills caches that have bounds.
    more = mean(grown[-2:]) - mean(grown[PIECES // 4 : PIECES // 2])
    many = f"{bench.sizes.growth:,} articles of {SHORT_WORDS} words"
    return [
        Figure(f"{PART}.child", "MB that a further child holds alone", child, "lower", of, reach=60, tolerance=0.2),
        Figure(f"{PART}.growth", "MB that a process grows from its second quarter to its last", more, "lower", many,
               reach=0, checked=False),
        Figure(f"{PART}.grown", "times its second quarter's memory: a process in its last quarter",
               1 + more / mean(grown[PIECES // 4 : PIECES // 2]), "lower", many, reach=1, tolerance=0.05),
    ]  # fmt: skip


def growth(bench: Bench) -> list[int]:
    """MB that a forked process holds alone after each eighth of the articles."""
    bench.models  # noqa: B018 - loaded before the fork, as in a worker
    gc.freeze()
    here, there = multiprocessing.Pipe()
    child = multiprocessing.get_context("fork").Process(target=_read, args=(there, bench))
    child.start()
    found: list[int] = here.recv()
    child.join()
    gc.unfreeze()
    return found


def _read(report: Connection, bench: Bench) -> None:
    sizes = []
    for piece in range(PIECES):
        for n in range(bench.sizes.growth // PIECES):
            extract(submission(f"grow {piece} {n}", SHORT_WORDS), bench.models)
        sizes.append(_held(psutil.Process()))
    report.send(sizes)


def _held(process: psutil.Process) -> int:
    """MB that no other process shares."""
    return round(process.memory_full_info().uss / MB)
