"""How much the benches measure: `short` ends within a quarter of an hour on two cores, `full` is for a free evening."""

from __future__ import annotations

from typing import NamedTuple


class Sizes(NamedTuple):
    """Counts of articles, and of rounds."""

    rounds: int
    articles: int
    """Through the whole service, for each number of children."""
    live: int
    """Live articles whose latency is measured, idle and beside the backfill."""
    backfill: int
    depth: int
    """Submissions that wait while the cost of an article is measured."""
    database: tuple[int, int]
    """Articles in the database at first, and then."""
    saved: int
    """Articles saved at each size of the database, a round."""
    doors: int
    """Submissions through loader and intake; changes and rows that readers read are ten times as many."""
    growth: int
    """Articles that one process reads while its memory is watched."""
    longest: int
    """Words of the longest article."""


TINY = Sizes(1, 8, 3, 20, 100, (200, 1_000), 10, 200, 60, 3_160)
SHORT = Sizes(3, 60, 20, 250, 5_000, (10_000, 100_000), 100, 2_000, 2_000, 31_600)
FULL = Sizes(3, 150, 40, 1_000, 100_000, (10_000, 1_000_000), 200, 10_000, 20_000, 100_000)

SIZES = {"tiny": TINY, "short": SHORT, "full": FULL}
