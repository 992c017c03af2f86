"""Decides whether a line is noise, by its own words: share buttons, prompts, credits, teasers of other articles.

The rules stand in noise.toml. Other modules ask for a rule's `part` ("is this line a time stamp?"), never for its name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from shared.model import SegmentKind
from workers.language.lexicon import entries, table
from workers.parsing.code import CODE, is_code
from workers.parsing.labels import Label, Part
from workers.parsing.lines import LONG, Line, plain

_SEPARATOR = Label(SegmentKind.CROSSHEAD, "noise.separator", 0.6)
_STARS = re.compile(r"(?:[*#~•·◆■—–_=⁂✦❧-]\s*)+$")
"""A row of such signs ("* * *") parts the article as a crosshead does."""
_COMMENTS = re.compile(
    r"(?:\d[\d,]*|one|two|three|no) (?:thoughts?|comments?|responses?|replies|reactions?) (?:on|to)\b", re.IGNORECASE
)
NO_LETTERS = Label(SegmentKind.BOILERPLATE, "noise.no_letters", 0.9)


def noise_of(line: Line, tail: bool = False) -> Label | None:
    """The label of a line that is noise anywhere (with `tail`: at the article's end), else None."""
    if len(line.text) > 2 * LONG or line.words > 120:
        return CODE if is_code(line.text) else None
    for rule in noise_rules():
        if rule.tail == tail and _matches(rule, line):
            return Label(rule.kind, rule.name, rule.confidence, rule.part)
    if _STARS.match(line.head):
        return _SEPARATOR
    if not any(map(str.isalpha, line.head)):
        return NO_LETTERS
    return CODE if is_code(line.text) else None


def is_biography(line: Line) -> bool:
    """Whether the line tells of the author: "Ada Lund is the Gazette's harbour correspondent"."""
    label = noise_of(line, tail=True)
    return label is not None and label.part is Part.BIOGRAPHY


def strong_heading(line: Line) -> bool:
    """Whether the line is a heading over other articles ("Recent News")."""
    return line.words <= 8 and _heading(line, "headings")


def comments_heading(line: Line) -> bool:
    """Whether the line is the heading over readers' comments, with their number: "3 thoughts on “The quiet pier”"."""
    return _COMMENTS.match(line.head) is not None


def weak_heading(line: Line) -> bool:
    """Whether the line is a heading that ends many articles, and stands inside others ("Comments")."""
    return line.words <= 8 and _heading(line, "weak_headings")


def _heading(line: Line, name: str) -> bool:
    return line.phrase in _headings(name) or (not line.ends_sentence and line.phrase.startswith(_beginnings(name)))


@cache
def _headings(name: str) -> frozenset[str]:
    return frozenset(map(plain, entries(name)))


@cache
def _beginnings(name: str) -> tuple[str, ...]:
    """What the entries that end in * begin with."""
    return tuple(entry.removesuffix("*") for entry in entries(name) if entry.endswith("*"))


def _matches(rule: NoiseRule, line: Line) -> bool:
    if line.phrase in rule.exact:
        return True
    if line.words > rule.max_words:
        return False
    if rule.pattern is not None and rule.pattern.match(line.curly):
        return True
    if rule.inside is None or not any(map(line.phrase.__contains__, rule.cues)):
        return False
    return rule.inside.match(line.curly) is not None


@dataclass(frozen=True)
class NoiseRule:
    """One kind of noise: lines that are one of `exact`, or that match a pattern."""

    name: str
    kind: SegmentKind
    confidence: float
    part: Part | None
    max_words: int
    tail: bool
    """The rule holds only where nothing but noise follows."""
    exact: frozenset[str]
    pattern: re.Pattern[str] | None
    inside: re.Pattern[str] | None
    """As `pattern`, for lines whose phrase holds one of `cues`: looking for those is fast."""
    cues: tuple[str, ...]


@cache
def noise_rules() -> tuple[NoiseRule, ...]:
    """The rules of noise.toml, in their order."""
    return tuple(
        NoiseRule(
            name=str(row["name"]),
            kind=SegmentKind(row["kind"]),
            confidence=float(row.get("confidence", 0.9)),
            part=Part(row["part"]) if "part" in row else None,
            max_words=int(row.get("max_words", 60)),
            tail=bool(row.get("tail", False)),
            exact=frozenset(map(plain, row.get("exact", ()))),
            pattern=_compiled(row.get("patterns", ())),
            inside=_compiled(row.get("inside", ())),
            cues=tuple(row.get("cues", ())),
        )
        for row in table("noise")["rule"]
    )


def _compiled(patterns: Iterable[str]) -> re.Pattern[str] | None:
    """One expression for all the patterns, case ignored; None for no pattern."""
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    return re.compile(joined, re.IGNORECASE) if joined else None
