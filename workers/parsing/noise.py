"""Noise that a line shows by itself: share buttons, prompts, credits, teasers of other articles."""

from __future__ import annotations

from shared.model import SegmentKind
from workers.parsing.labels import Label
from workers.parsing.lexicon import NoiseRule, noise_rules, plain, words
from workers.parsing.lines import LONG, Line

_SEPARATOR = Label(SegmentKind.CROSSHEAD, "separator", 0.6)
"""A row of signs ("* * *") parts the article as a crosshead does."""


def noise_of(line: Line, tail: bool = False) -> Label | None:
    """The label of a line that is noise wherever it stands (at the article's end: with `tail`), else None."""
    if len(line.text) > 2 * LONG or line.words > 120:
        return None
    phrase = plain(line.text)
    for rule in noise_rules():
        if rule.tail == tail and _matches(rule, line, phrase):
            return Label(rule.kind, rule.name, rule.confidence)
    if not any(map(str.isalnum, line.head)):
        return _SEPARATOR
    if not any(map(str.isalpha, line.head)):
        return Label(SegmentKind.BOILERPLATE, "no_letters", 0.9)
    return None


def strong_heading(line: Line) -> bool:
    """Whether the line is a heading over other articles ("Recent News")."""
    return line.words <= 8 and _heading(line, "headings")


def weak_heading(line: Line) -> bool:
    """Whether the line is a heading that ends many articles, and stands inside others ("Comments")."""
    return line.words <= 8 and _heading(line, "weak_headings")


def _heading(line: Line, name: str) -> bool:
    return plain(line.text) in words(name)


def _matches(rule: NoiseRule, line: Line, phrase: str) -> bool:
    if phrase in rule.exact:
        return True
    if rule.pattern is None or line.words > rule.max_words:
        return False
    return rule.pattern.match(line.head.replace("'", "’")) is not None
