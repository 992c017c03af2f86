"""Finds the run of scores with the largest sum (maximum subsequence), for `body`."""

from __future__ import annotations

LOWEST = -16.0
"""The most that an interruption weighs: as much as two paragraphs of fifty words."""


def best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run with the largest sum, (0, 0) if no score is positive. One pass (Kadane)."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, found = total, (start, i + 1)
    return found


def saturate(scores: list[float]) -> list[float]:
    """The scores, cut so that no run of negative ones sums to less than LOWEST: a list of links interrupts once."""
    kept: list[float] = []
    run = 0.0
    for score in scores:
        allowed = score if score >= 0 else max(score, min(0.0, LOWEST - run))
        run = 0.0 if score >= 0 else run + allowed
        kept.append(allowed)
    return kept
