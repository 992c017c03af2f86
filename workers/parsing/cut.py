"""Decides where an article ends: at the heading below which no line is its own; and where it goes on nevertheless.

A heading cuts lines only if they hold little of the page's prose, since "Comments" and "Share" also stand in the midst
of articles: a naive cut lost most of two articles of text-aeb.

In a live blog posts stand under their hour: the share lines and stamps between two posts do not end it. Where a stretch
ends that a page lets readers skip (it tells screen readers where a list or a prompt begins and ends), the article goes
on, however short the lines above it are.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.model import SegmentKind
from workers.parsing.labels import Label, is_stamp
from workers.parsing.lines import Line
from workers.parsing.noise import comments_heading, strong_heading, weak_heading

STRONG_SHARE = 0.25
"""A strong heading cuts at most this share of the prose; measured on text-aeb."""

COMMENTS_SHARE = 0.7
"""The heading over readers' comments, with their number, cuts at most this share: readers write more than authors."""

SIGN_OFF_SHARE = 0.4
"""An agency's sign-off or the copyright below a text cuts at most this share: teasers outweigh a short text."""

WEAK_SHARE = 0.12
"""A weak heading cuts at most this share."""

PARAGRAPH = 45
"""Words in a paragraph that is longer than any teaser."""

MANY = 3
"""So many such paragraphs below a heading show that the article goes on: no heading cuts them."""

TEASERS = 2
"""So many truncated lines at the end are teasers of other articles."""

_HOUR = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
NEXT_HOUR = 3
"""Lines below a post within which the next post's hour stands."""

FEWEST_HOURS = 3
"""Hours on lines of their own that make a live blog."""

SKIPPED = Label(SegmentKind.RELATED, "cut.skipped", 0.95)
_WROTE = re.compile(r"[\w.@’'-]+(?: [\w.’'-]+){0,3} (?:wrote|says|said|writes|commented)(?: on .{4,30})? ?:$")
COMMENT = 12
"""Lines of a comment with its time and the next one's author, at most."""

_SIGNED_OFF = re.compile(
    r"\W{0,2}(?:(?:additional )?reporting|writing|written|compiled) by [A-Z].{3,200}\bedit(?:ing|ed) by [A-Z]"
    r"|(?:copyright )?(?:©|\(c\)) ?(?:copyright )?(?:19|20)\d\d\b|copyright (?:19|20)\d\d\b",
    re.IGNORECASE,
)
"""What an agency or a publisher writes below a text."""

_BEGINS = re.compile(r"list of \d+ items$|skip past .{0,40}$", re.IGNORECASE)
_ENDS = re.compile(r"end of list$|after .{0,40}promotion$|end of .{0,40}promotion$", re.IGNORECASE)
_HEADINGS = frozenset(["keep reading", "recommended stories", "related", "read more", "more on this"])
LONGEST_SKIP = 40
"""Lines in such a stretch."""


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
        left = _Left(words / total, paragraphs)
        if (
            words < total
            and not is_skipped(noise[i])
            and (_ends_article(lines, i, left) or _commented(lines, noise, i, left))
        ):
            return i
        words -= prose[i]
        paragraphs -= _long(line)
    return len(lines)


def _commented(lines: list[Line], noise: list[Label | None], i: int, left: _Left) -> bool:
    """Whether readers' comments begin here: "Ada wrote:" above a remark and its time, and again below."""
    if _WROTE.match(lines[i].head) is None or left.share > COMMENTS_SHARE:
        return False
    below = range(i + 1, min(i + COMMENT, len(lines)))
    return any(is_stamp(noise[n]) for n in below) and any(_WROTE.match(lines[n].head) for n in below)


def _long(line: Line) -> bool:
    return line.words >= PARAGRAPH and not line.truncated


def _ends_article(lines: list[Line], i: int, left: _Left) -> bool:
    if comments_heading(lines[i]):
        return left.share <= COMMENTS_SHARE
    if strong_heading(lines[i]):
        return (left.share <= STRONG_SHARE and left.paragraphs < MANY) or _ends_in_teasers(lines, i)
    if _SIGNED_OFF.match(lines[i].head) is not None:
        return left.share <= SIGN_OFF_SHARE and left.paragraphs < MANY
    return weak_heading(lines[i]) and left.share <= WEAK_SHARE and not ends_post(lines, i)


def _ends_in_teasers(lines: list[Line], i: int) -> bool:
    following = lines[i + 1 : i + 40]
    prose = [line for line in following if line.prose or line.truncated]
    return sum(line.truncated for line in prose) >= max(TEASERS, len(prose) - 2)


def ends_post(lines: list[Line], i: int) -> bool:
    """Whether the line is the last of a post, so that the next post begins right below."""
    return any(_HOUR.match(line.head) for line in lines[i + 1 : i + 1 + NEXT_HOUR])


def free_posts(lines: list[Line], noise: list[Label | None], scores: list[float]) -> list[float]:
    """The scores of a page's lines; in a live blog, noise between two posts scores 0."""
    hours = [n for n, line in enumerate(lines) if _HOUR.match(line.head)]
    if len(hours) < FEWEST_HOURS:
        return scores
    near = {n for hour in hours for n in range(max(0, hour - NEXT_HOUR), hour + 1)}
    return [0.0 if n in near and noise[n] is not None else score for n, score in enumerate(scores)]


def is_skipped(label: Label | None) -> bool:
    """Whether the line is in such a stretch: then it does not end the article."""
    return label is SKIPPED


def mark_skips(lines: list[Line], noise: list[Label | None]) -> None:
    """Label, in place, the stretches that readers may skip, with the heading above them."""
    for i, line in enumerate(lines):
        if line.words > LONGEST_SKIP or _BEGINS.match(line.head) is None:
            continue
        end = next((n for n in range(i + 1, min(i + LONGEST_SKIP, len(lines))) if _ENDS.match(lines[n].head)), i)
        top = i - 1 if i > 0 and end > i and lines[i - 1].phrase in _HEADINGS else i
        for n in range(top, end + 1) if end > i else ():
            noise[n] = SKIPPED
