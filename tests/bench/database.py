"""Part 4: what an article costs in a small and in a large database: the service, identities, the feed's reader."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import text

from shared import feed
from shared.model import Submission
from tests.bench.articles import length, submissions
from tests.bench.core import Bench, Figure, Spent
from tests.bench.doors import everywhere
from tests.bench.filling import fill_up
from tests.bench.machine import Machine, machine
from workers.upkeep.identify import resolve

PART = "database"
LOOKS = 20
"""How often the newest changes are read: once is too quick to measure."""

AGAIN = text("UPDATE core.article SET identified_run_id = NULL WHERE uri LIKE 'bench:%'")


def measure(bench: Bench) -> list[Figure]:
    """Each cost in the large database as a multiple of the same in the small one."""
    small, large = bench.sizes.database
    articles = [submissions(f"saved {size}", bench.sizes.saved) for size in (small, large)]
    with machine() as own:
        costs = []
        for size, some in zip((small, large), articles, strict=True):
            fill_up(own.servers.database_url, size)
            costs.append(_costs(bench, own, some, f"{size:,} articles"))
    of = f"{small:,} and {large:,} articles, {bench.sizes.saved} more of {length(articles[0])} words"
    ratios = {what: costs[1][what] / costs[0][what] for what in costs[0]}
    return [
        Figure(f"{PART}.{what}", f"times the CPU in the small database: {words}", ratios[what], "lower", of, reach=1.2,
               tolerance=0.2)
        for what, words in {
            "intake": "intake's own side",
            "worker": "the worker, its side of the statements included",
            "postgres": "Postgres, all statements of an article",
            "identities": "identities of an article, all processes",
            "feed": "500 changes to a reader, all processes",
        }.items()
    ]  # fmt: skip


def _costs(bench: Bench, own: Machine, articles: list[Submission], where: str) -> dict[str, float]:
    """CPU seconds of each, for all the articles."""
    with own.service(1):
        own.through(submissions(f"warm {where}", 5))
        spent = bench.record(PART, f"the service, {where}", len(articles), own.spent(lambda: own.through(articles)))
    feed_spent = _here(bench, own, f"the feed's reader, {where}", lambda: _read_newest(own), LOOKS)
    with own.engine.begin() as connection:
        connection.execute(AGAIN)
    again = _here(bench, own, f"identities, {where}", lambda: resolve(own.engine, 600), len(articles))
    return dict(spent.cpu) | {"identities": again.whole, "feed": feed_spent.whole}


def _here(bench: Bench, own: Machine, what: str, work: Callable[[], object], count: int) -> Spent:
    return bench.record(PART, what, count, everywhere(own, work))


def _read_newest(own: Machine) -> None:
    for _ in range(LOOKS):
        after = max(0, own.head() - feed.BATCH)
        assert sum(1 for _ in feed.read(own.servers.database_url, after=after)) <= feed.BATCH
