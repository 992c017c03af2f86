"""Which lines of a page's text are the article's body.

The body is the run of lines with the largest sum of scores (maximum subsequence segmentation: Pasternack and Roth,
"Extracting article text from the web with maximum subsequence segmentation", WWW 2009). Prose counts for it,
labels and noise against it, headings over other articles strongly so: a heading ends the article only if what
follows does not outweigh it, which keeps articles that have "Comments" or "Share" in their midst.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice

from workers.parsing.labels import Label
from workers.parsing.lines import Line
from workers.parsing.noise import noise_of, strong_heading, weak_heading

STRONG_SHARE = 0.25
"""A strong heading cuts what holds at most this share of the prose; measured on text-aeb (DESIGN, section 5)."""

WEAK_SHARE = 0.12
"""The same for a weak heading."""

LOWEST = -16.0
"""As much as two paragraphs of fifty words weigh."""

LONGEST_TITLE = 30
"""Words."""

LONGEST_TRAIL = 8
"""More short lines after a page's last paragraph than this are a list of the article's own (dates, results)."""

COST = {"advertisement": 0.5, "related": 1.5, "caption": 1.5, "boilerplate": 2.5}
"""What a line of noise counts against the body, by its rule or kind: advertisements stand in the midst of articles."""

PARAGRAPH = 45
"""Words in a paragraph that no teaser is as long as."""

MANY = 3
"""So many of them after a heading are the article going on: no heading cuts them."""

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
    start, stop = best_run(saturate(_scores(lines[:end], noise)))
    while start < stop - 1 and _said_twice(lines, start):
        start += 1
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


def _said_twice(lines: list[Line], i: int) -> bool:
    """Whether the line says what its neighbour says: a headline in the breadcrumbs and once more below them."""
    around = [lines[n].key for n in (i - 1, i + 1) if 0 <= n < len(lines)]
    return lines[i].words <= LONGEST_TITLE and lines[i].key in around


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
    return noise[i] is not None or not (line.prose or line.listed or line.ends_sentence)


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


def _scores(lines: list[Line], noise: list[Label | None]) -> list[float]:
    scores: list[float] = []
    titles = 0
    for line, label in zip(lines, noise, strict=False):
        titles = 0 if line.prose or line.listed or label is not None else titles + 1
        # One short line is a crosshead or a name; the longer the run of them, the surer it is a list of links.
        scores.append(-min(1.0 + 0.5 * titles, 2.5) if titles else _score(line, label))
    return scores


def _score(line: Line, noise: Label | None) -> float:
    if strong_heading(line):
        return -3.0
    if noise is not None:
        return -COST.get(noise.rule, COST.get(noise.kind.value, 0.0))
    if line.truncated and line.words < 60:
        return -4.0
    if line.listed and not line.prose:
        return 0.5
    return 0.5 + min(line.words, 60) / 6


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
        return (after <= STRONG_SHARE * total and _few_paragraphs(lines, i)) or _ends_in_teasers(lines, i)
    return weak_heading(line) and after <= WEAK_SHARE * total


def _few_paragraphs(lines: list[Line], i: int) -> bool:
    long = (line for line in lines[i + 1 :] if line.words >= PARAGRAPH and not line.truncated)
    return sum(1 for _ in islice(long, MANY)) < MANY


def _ends_in_teasers(lines: list[Line], i: int) -> bool:
    following = lines[i + 1 : i + 40]
    prose = [line for line in following if line.prose or line.truncated]
    return sum(line.truncated for line in prose) >= max(TEASERS, len(prose) - 2)
