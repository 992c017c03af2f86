"""Where an article ends: at the heading below which nothing is its own.

A heading cuts only what holds little of the page's prose, since "Comments" and "Share" stand in the midst of articles
too: a naive cut lost most of two articles of text-aeb.
"""

from __future__ import annotations

from dataclasses import dataclass

from workers.parsing.labels import Label
from workers.parsing.lines import Line
from workers.parsing.live import ends_post
from workers.parsing.noise import strong_heading, weak_heading
from workers.parsing.skips import is_skipped

STRONG_SHARE = 0.25
"""A strong heading cuts what holds at most this share of the prose; measured on text-aeb."""

WEAK_SHARE = 0.12
"""The same for a weak heading."""

PARAGRAPH = 45
"""Words in a paragraph that no teaser is as long as."""

MANY = 3
"""So many of them after a heading are the article going on: no heading cuts them."""

TEASERS = 2
"""So many truncated lines at the end are teasers of other articles."""


@dataclass(frozen=True)
class _Left:
    """What stands below a line: its share of all prose, and the number of paragraphs longer than teasers."""

    share: float
    paragraphs: int


def cut_of(lines: list[Line], noise: list[Label | None]) -> int:
    """Index of the heading from which on nothing is the article's own."""
    prose = [line.words if line.prose and label is None else 0 for line, label in zip(lines, noise, strict=True)]
    total, words = sum(prose) or 1, sum(prose)
    paragraphs = sum(_long(line) for line in lines)
    for i, line in enumerate(lines):
        if words < total and not is_skipped(noise[i]) and _ends_article(lines, i, _Left(words / total, paragraphs)):
            return i
        words -= prose[i]
        paragraphs -= _long(line)
    return len(lines)


def _long(line: Line) -> bool:
    return line.words >= PARAGRAPH and not line.truncated


def _ends_article(lines: list[Line], i: int, left: _Left) -> bool:
    if strong_heading(lines[i]):
        return (left.share <= STRONG_SHARE and left.paragraphs < MANY) or _ends_in_teasers(lines, i)
    return weak_heading(lines[i]) and left.share <= WEAK_SHARE and not ends_post(lines, i)


def _ends_in_teasers(lines: list[Line], i: int) -> bool:
    following = lines[i + 1 : i + 40]
    prose = [line for line in following if line.prose or line.truncated]
    return sum(line.truncated for line in prose) >= max(TEASERS, len(prose) - 2)
