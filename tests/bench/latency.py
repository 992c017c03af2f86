"""Part 3: seconds from XADD to the change feed, one live article after the other: idle, and beside a backfill."""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from statistics import median, quantiles

import click
import redis

from shared import feed
from shared.messages import Change
from shared.model import Submission
from shared.store import reprocessing
from tests.bench.articles import length, submissions
from tests.bench.core import Bench, Figure, alone
from tests.bench.machine import Machine, machine
from workers.app import BACKFILL_QUEUE
from workers.extraction import extract

PART = "latency"
CHILDREN = 2


def measure(bench: Bench) -> list[Figure]:
    """Latency as a multiple of the stages' own time, and live beside idle."""
    idle, beside = submissions("idle", bench.sizes.live), submissions("beside", bench.sizes.live)
    for article in idle[:2]:
        extract(article, bench.models)
    stages = median(alone(lambda one=one: extract(one, bench.models)).clock for one in idle)
    with machine() as own, own.service(CHILDREN, ONRECORD_SWEEP_SECONDS="1"):
        own.through(submissions("warm", 4 * CHILDREN))
        quiet = list(latencies(own, idle))
        own.through(submissions("again", bench.sizes.backfill))
        _start_backfill(own)
        busy = list(latencies(own, beside))
        left = sum(order.open for order in reprocessing.progress(own.engine))
        own.forget()
    if not left:
        click.echo("  the backfill ended before the last live article: take more of it")
    for what, seconds in (("idle", quiet), ("beside the backfill", busy)):
        click.echo(f"  {what}: {' '.join(f'{1000 * s:.0f}' for s in sorted(seconds))} ms")
    of = f"{len(idle)} articles of {length(idle)} words, {bench.sizes.backfill} in the backfill, {CHILDREN} children"
    return _figures(stages, quiet, busy, of)


def latencies(own: Machine, articles: Sequence[Submission]) -> Iterator[float]:
    """Seconds of each article, from its XADD until a follower of the feed has its change."""
    changes: Iterator[Change] = feed.follow(own.servers.database_url, after=own.head())
    for article in articles:
        started = time.perf_counter()
        own.client.submit(article)
        next(itertools.dropwhile(lambda change, uri=article.uri: change.uri != uri, changes))
        yield time.perf_counter() - started


def _start_backfill(own: Machine) -> None:
    """Orders all articles on record once more, and waits until the workers are at it."""
    list(reprocessing.order(own.engine, reprocessing.Order(pipeline_version="bench")))
    with redis.Redis.from_url(own.servers.redis_url) as broker:
        while not broker.llen(BACKFILL_QUEUE):
            time.sleep(0.1)
    own.reach(own.head() + CHILDREN)


def _figures(stages: float, quiet: list[float], busy: list[float], of: str) -> list[Figure]:
    idle, late = quantiles(quiet, n=20, method="inclusive"), quantiles(busy, n=20, method="inclusive")
    return [
        Figure(f"{PART}.idle", "times the stages' own time: latency idle, median", median(quiet) / stages, "lower", of,
               reach=1.3, tolerance=0.15),
        Figure(f"{PART}.beside", "times idle: latency beside a backfill, 95 of 100 both", late[-1] / idle[-1], "lower",
               of, reach=3, tolerance=0.25),
        Figure(f"{PART}.idle_ms", "ms: latency idle, median", 1000 * median(quiet), "lower", of, checked=False),
        Figure(f"{PART}.idle_95_ms", "ms: latency idle, 95 of 100", 1000 * idle[-1], "lower", of, checked=False),
        Figure(f"{PART}.beside_ms", "ms: latency beside a backfill, 95 of 100", 1000 * late[-1], "lower", of,
               checked=False),
    ]  # fmt: skip
