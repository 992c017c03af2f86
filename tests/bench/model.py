"""The model of the service beside a real run: it is fed with service times, and has to foretell rates and waits.

The times are taken from some articles with one child, and from the pure stages in this process; the model is then asked
about other articles: all at once with one child and with two, and one by one, at random moments, with two.
"""

from __future__ import annotations

import os
import random
import threading
import time
from collections.abc import Callable, Sequence
from itertools import islice
from statistics import mean, median, quantiles

import click

from shared import feed
from shared.model import FoundEntities, Submission
from tests.bench.articles import length, submissions
from tests.bench.core import Bench, Figure
from tests.bench.latency import latencies
from tests.bench.machine import Machine, machine
from tests.bench.queueing import HOPS, TASKS, Costs, rate, simulate
from workers.coreference import resolve
from workers.entities import find_entities
from workers.parsing import fingerprint, parse
from workers.quotations import find_quotations

PART = "model"
BUSY = 0.6
"""The share of what the model says two children can do at which articles come."""
MOST = 1.15
"""Model and reality may differ by so much."""


def measure(bench: Bench) -> list[Figure]:
    """What was foretold over what happened."""
    count, cores = bench.sizes.articles, os.cpu_count() or 1
    burst = submissions("burst", count)
    with machine() as own:
        with own.service(1):
            costs = measured(bench, own, submissions("time", count))
            real_one = count / own.through(submissions("one", count))
        with own.service(2):
            own.through(submissions("warm", 8))
            real_two = count / own.through(burst)
            one, two = (rate(costs, count, children, cores) for children in (1, 2))
            moments = list(_moments(BUSY * two, count))
            real_waits = waits(own, submissions("now and then", count), moments)
    foretold_waits = [seen - came for came, seen in simulate(costs, moments, 2, cores)]
    click.echo(f"  a second, foretold and real: {one:.1f} {real_one:.1f}, {two:.1f} {real_two:.1f}")
    late = [1000 * quantiles(some, n=20, method="inclusive")[-1] for some in (foretold_waits, real_waits)]
    click.echo(f"  95 of 100 within, ms, at {BUSY * two:.1f} a second: {late[0]:.0f} {late[1]:.0f}")
    of = f"{count} articles of {length(burst)} words, {cores} cores"
    return [
        _figure("one", "articles a second, 1 child", one / real_one, of),
        _figure("two", "articles a second, 2 children", two / real_two, of),
        _figure("wait", f"95 of 100 waits, 2 children {BUSY:.0%} busy", late[0] / late[1], of),
    ]


def _figure(name: str, words: str, ratio: float, of: str) -> Figure:
    """How far the two are apart, whichever is greater."""
    return Figure(f"{PART}.{name}", f"foretold against real ({ratio:.2f}): {words}", max(ratio, 1 / ratio), "lower", of,
                  reach=MOST, tolerance=0.15)  # fmt: skip


def measured(bench: Bench, own: Machine, articles: Sequence[Submission]) -> Costs:
    """The service times of one child, by what it spends on these articles."""
    own.through(articles[:5])
    spent = bench.record(PART, "1 child", len(articles) - 5, own.spent(lambda: own.through(articles[5:])))
    pure = [stages_of(bench, article) for article in articles]
    each = {role: seconds / (len(articles) - 5) for role, seconds in spent.cpu.items()}
    own_time = mean(sum(stages) for stages in pure)
    intake = each["intake"] + each["valkey"]
    costs = Costs(pure, max(0.0, each["worker"] - own_time) / TASKS, each["postgres"] / TASKS, intake)
    quiet = median(latencies(own, submissions("quiet", 7)))
    alone = median(seen - came for came, seen in simulate(costs, [10.0 * n for n in range(20)], 1, 2))
    return costs._replace(hop=max(0.0, quiet - alone) / HOPS)


def stages_of(bench: Bench, submission: Submission) -> tuple[float, float, float]:
    """CPU seconds of the three stages of an article, as the worker divides them."""
    started = time.process_time()
    parsed = parse(submission)
    fingerprint(parsed)
    after_parse = time.process_time()
    found: FoundEntities = find_entities(parsed, bench.models.names, bench.models.registry)
    after_entities = time.process_time()
    resolve(parsed, found, find_quotations(parsed, found, bench.models.frames))
    return after_parse - started, after_entities - after_parse, time.process_time() - after_entities


def _moments(a_second: float, count: int) -> Sequence[float]:
    """When articles come: at random, so many a second on average."""
    chance, now, moments = random.Random(count), 0.0, []
    for _ in range(count):
        now += chance.expovariate(a_second)
        moments.append(now)
    return moments


def waits(own: Machine, articles: Sequence[Submission], moments: Sequence[float]) -> list[float]:
    """Seconds from each article's XADD at its moment until a follower of the feed has its change."""
    seen: dict[str, float] = {}
    changes = feed.follow(own.servers.database_url, after=own.head())
    sent: dict[str, float] = {}

    def watch() -> None:
        for change in islice(changes, len(articles)):
            seen[change.uri] = time.perf_counter()

    follower = threading.Thread(target=watch)
    follower.start()
    _each_at(moments, [lambda one=one: _submit(own, one, sent) for one in articles])
    follower.join()
    return [seen[uri] - started for uri, started in sent.items()]


def _submit(own: Machine, article: Submission, sent: dict[str, float]) -> None:
    sent[article.uri] = time.perf_counter()
    own.client.submit(article)


def _each_at(moments: Sequence[float], works: Sequence[Callable[[], None]]) -> None:
    started = time.perf_counter()
    for moment, work in zip(moments, works, strict=True):
        time.sleep(max(0.0, started + moment - time.perf_counter()))
        work()
