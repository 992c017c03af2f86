"""Which lines of a page's text are the article's body.

The body is the run of lines with the largest sum of scores (maximum subsequence segmentation: Pasternack and Roth,
"Extracting article text from the web with maximum subsequence segmentation", WWW 2009). Prose counts for it,
labels and noise against it, headings over other articles strongly so: a heading ends the article only if what
follows does not outweigh it, which keeps articles that have "Comments" or "Share" in their midst.
"""

from __future__ import annotations

from dataclasses import dataclass

from shared.model import SegmentKind
from workers.parsing.labels import Label
from workers.parsing.lines import Line
from workers.parsing.noise import noise_of, strong_heading, weak_heading

STRONG_SHARE = 0.25
"""A strong heading cuts what holds at most this share of the prose; measured on text-aeb (DESIGN, section 5)."""

WEAK_SHARE = 0.12
"""The same for a weak heading."""

LOWEST = -16.0
"""As much as two paragraphs of fifty words weigh."""

LONGEST_TRAIL = 8
"""More short lines after a page's last paragraph than this are a list of the article's own (dates, results)."""

TEASERS = 2
"""So many truncated lines at the end are teasers of other articles."""


@dataclass(frozen=True)
class Body:
    """The body's first line and the line after its last, and the noise labels of all lines."""

    start: int
    end: int
    noise: tuple[Label | None, ...]


def find_body(lines: list[Line]) -> Body:
    """The body of the article among the lines; start == end where there is none."""
    noise = [noise_of(line) for line in lines]
    end = _cut(lines, noise)
    scores = [_score(line, label) for line, label in zip(lines[:end], noise, strict=False)]
    start, stop = best_run(saturate(scores))
    return Body(start, _trim(lines, noise, start, stop), tuple(noise))


def find_block_body(lines: list[Line], first: int) -> Body:
    """The body among the lines that an HTML extractor has found, from line `first` on: what trails it left out."""
    noise = [noise_of(line) for line in lines]
    while first < len(lines) and noise[first] is not None:
        first += 1
    cut = _cut(lines, noise)
    stop = _trim(lines, noise, first, cut)
    return Body(first, stop if cut - stop <= LONGEST_TRAIL else cut, tuple(noise))


def _trim(lines: list[Line], noise: list[Label | None], start: int, stop: int) -> int:
    while stop > start and _trails(lines[stop - 1], noise, stop - 1):
        stop -= 1
    return stop


def saturate(scores: list[float]) -> list[float]:
    """The scores, where no run of negative ones sums to less than LOWEST: a long list of links is one interruption."""
    kept: list[float] = []
    run = 0.0
    for score in scores:
        allowed = score if score >= 0 else max(score, min(0.0, LOWEST - run))
        run = 0.0 if score >= 0 else run + allowed
        kept.append(allowed)
    return kept


def _trails(line: Line, noise: list[Label | None], i: int) -> bool:
    noise[i] = noise[i] or noise_of(line, tail=True)
    return noise[i] is not None or not (line.prose or line.ends_sentence)


def best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run with the largest sum, (0, 0) if no score is positive. One pass (Kadane)."""
    best, best_run_, total, start = 0.0, (0, 0), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, best_run_ = total, (start, i + 1)
    return best_run_


def _score(line: Line, noise: Label | None) -> float:
    if strong_heading(line):
        return -4.0
    if noise is not None:
        return -2.0 if noise.kind in (SegmentKind.RELATED, SegmentKind.CAPTION) else -3.0
    if line.truncated and line.words < 60:
        return -4.0
    if line.prose:
        return 2.0 + min(line.words, 60) / 8
    return -1.5 - (0 if line.alone else 1)


def _cut(lines: list[Line], noise: list[Label | None]) -> int:
    """Index of the heading from which on nothing is the article's own."""
    weight = [line.words if line.prose and label is None else 0 for line, label in zip(lines, noise, strict=True)]
    total, before = sum(weight), 0
    for i, line in enumerate(lines):
        if before and _ends_article(line, total - before, total, lines, i):
            return i
        before += weight[i]
    return len(lines)


def _ends_article(line: Line, after: int, total: int, lines: list[Line], i: int) -> bool:
    if strong_heading(line):
        return after <= STRONG_SHARE * total or _ends_in_teasers(lines, i)
    return weak_heading(line) and after <= WEAK_SHARE * total


def _ends_in_teasers(lines: list[Line], i: int) -> bool:
    following = lines[i + 1 : i + 40]
    prose = [line for line in following if line.prose or line.truncated]
    return sum(line.truncated for line in prose) >= max(TEASERS, len(prose) - 2)
