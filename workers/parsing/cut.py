"""Decides where an article ends: at the heading below which no line is its own.

A heading cuts lines only if they hold little of the page's prose, since "Comments" and "Share" also stand in the midst
of articles: a naive cut lost most of two articles of text-aeb.
"""

from __future__ import annotations

from dataclasses import dataclass

from workers.parsing.labels import Label
from workers.parsing.lines import Line
from workers.parsing.live import ends_post
from workers.parsing.noise import strong_heading, weak_heading
from workers.parsing.skips import is_skipped

STRONG_SHARE = 0.25
"""A strong heading cuts at most this share of the prose; measured on text-aeb."""

WEAK_SHARE = 0.12
"""A weak heading cuts at most this share."""

PARAGRAPH = 45
"""Words in a paragraph that is longer than any teaser."""

MANY = 3
"""So many such paragraphs below a heading show that the article goes on: no heading cuts them."""

TEASERS = 2
"""So many truncated lines at the end are teasers of other articles."""


@dataclass(frozen=True)
class _Left:
    """The lines below a heading: their share of all prose, and their number of paragraphs longer than teasers."""

    share: float
    paragraphs: int


def cut_of(lines: list[Line], noise: list[Label | None]) -> int:
    """The index of the heading from which on no line is the article's own; the number of lines if there is none."""
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
