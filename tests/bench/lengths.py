"""Part 7: the time of an article by its length, from 100 words on: the exponent of time over words."""

from __future__ import annotations

import math
from statistics import linear_regression, median

from tests.bench.articles import length, submission
from tests.bench.core import Bench, Figure, alone
from workers.extraction import extract

PART = "lengths"
LENGTHS = (100, 316, 1_000, 3_160, 10_000, 31_600, 100_000)
LEAST_WORDS = 3_000
"""Words read at each length: many short articles, or one long."""


def measure(bench: Bench) -> list[Figure]:
    """The slope of log time over log words."""
    extract(submission("warm"), bench.models)
    points = [_point(bench, words) for words in LENGTHS if words <= bench.sizes.longest]
    slope = linear_regression(*zip(*((math.log(w), math.log(t)) for w, t in points), strict=True)).slope
    last = math.log(points[-1][1] / points[-2][1]) / math.log(points[-1][0] / points[-2][0])
    of = f"articles of {points[0][0]:,} to {points[-1][0]:,} words"
    return [
        Figure(f"{PART}.exponent", "exponent of time over length", slope, "lower", of, reach=1.1),
        Figure(f"{PART}.last", "exponent between the two longest", last, "lower", of, tolerance=0.25),
    ]


def _point(bench: Bench, words: int) -> tuple[int, float]:
    """Words and CPU seconds of an article of about that length."""
    articles = [submission(f"long {words} {n}", words) for n in range(max(1, LEAST_WORDS // words))]
    runs = [alone(lambda: [extract(article, bench.models) for article in articles]) for _ in range(bench.sizes.rounds)]
    spent = sorted(runs, key=lambda run: run.whole)[len(runs) // 2]
    bench.record(PART, f"{words:,} words", len(articles), spent)
    return length(articles), median(run.whole for run in runs) / len(articles)
