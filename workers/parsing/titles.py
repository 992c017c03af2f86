"""Decides what titles between paragraphs are, by their neighbours: links to other articles, list items, or neither."""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.language.lexicon import any_of, groups, table
from workers.parsing.labels import Label
from workers.parsing.lines import Line

_MEASURE = re.compile(
    rf"[\d½¼¾⅓⅔/.–-]+ ?(?:(?:{any_of(table('measures')['sizes'])}) )?(?:{'|'.join(table('measures')['units'])})\b"
)
_ROW = re.compile(r"[A-Z][\w ]{1,20}: .*\b\d+\b")
_COUNTED = re.compile(rf"[$£€₹¥] ?\d|\d ?%|^{_MEASURE.pattern}|^{_ROW.pattern}")
"""A price, a percentage, a measure, or a label with a number: "Monday: dry, high 12"."""

_SIGNED = re.compile(
    r"[“\"‘'].{2,}[.!?…,][”\"’'][.,]? ?"
    r"(?:[-–—]+ ?(?:[a-z][\w’'-]* ){0,4}[A-Z]|(?=[A-Z])[^”\",]{3,60}, \d{1,3}\b)[^”\"]{0,120}$"
)
LINKS = Label(SegmentKind.RELATED, "titles.run_of_titles", 0.7)
SHORT = Label(SegmentKind.PARAGRAPH, "titles.short", 0.6)
_FINITE = groups("clauses")["auxiliaries"] - {"to", "not"}
_ITEMS = Label(SegmentKind.LIST_ITEM, "titles.run_of_items", 0.6)
MAX_CROSSHEAD = 8
"""Words in the longest crosshead; longer titles between paragraphs name other articles (measured on text-aeb)."""

HEADING = 4
"""Words in the longest heading over links ("Read more")."""

RUN = 3
"""So many titles in a row are links: of runs of two, 82 % were crossheads (text-aeb, text-feval, first halves)."""

BRIEF = 5
"""Words in the longest item of a list without a line that introduces it."""

VERB_BY = 5
"""The verb of a sentence is among so many words after its first."""

LONGEST_RUN = 12
"""Lines looked at."""


def is_measure(line: Line) -> bool:
    """Whether the line begins with a quantity, as ingredients do."""
    return _MEASURE.match(line.head) is not None


def is_title(line: Line) -> bool:
    """Whether the line may be a title: it is no prose, and ends as titles do."""
    return not line.prose and not line.ends_sentence and not line.text.endswith(":") and not is_signed(line)


def is_signed(line: Line) -> bool:
    """Whether the line is somebody's words with a name behind: '"About time." - Kevin Marsh', '"No." Jo Roe, 41'."""
    return _SIGNED.match(line.head) is not None


def label_title(lines: list[Line], i: int, titles: list[bool], before: Label | None) -> Label | None:
    """The label of a title between paragraphs, by its neighbours; None for a crosshead or a line of the article."""
    if before is not None and before.kind is SegmentKind.RELATED and lines[i - 1].words <= HEADING:
        return LINKS
    if before is LINKS or before is _ITEMS:
        return before
    if (run := _run(i, titles)) is not None:
        after_own = before is not None and before.own
        return _ITEMS if _are_items(lines, run) or (after_own and _are_brief(lines, run)) else LINKS
    if lines[i].words > MAX_CROSSHEAD and not _beside(i, titles):
        return SHORT if _unstopped(lines[i]) or _ROW.match(lines[i].head) else LINKS
    return None


def _run(i: int, titles: list[bool]) -> range | None:
    """The run of titles around the line, if the run is too long for crossheads."""
    first, last = i, i + 1
    while first > 0 and last - first < LONGEST_RUN and titles[first - 1]:
        first -= 1
    while last < len(titles) and last - first < LONGEST_RUN and titles[last]:
        last += 1
    return range(first, last) if last - first >= RUN else None


def _are_items(lines: list[Line], run: range) -> bool:
    """Whether a third of the run holds counts, as ingredients, results and prices do, and links to articles do not."""
    return 3 * sum(_COUNTED.search(lines[n].head) is not None for n in run) >= len(run)


def _are_brief(lines: list[Line], run: range) -> bool:
    """Whether all titles of the run have only a few words: then they are things, not articles' titles."""
    return all(lines[n].words <= BRIEF for n in run)


def _unstopped(line: Line) -> bool:
    """Whether the line is a sentence without its full stop: small letters and, early on, a verb."""
    following = line.text.split()[1:]
    longer = [word for word in following if len(word) >= 4 and word.isalpha()]
    small = sum(map(str.islower, longer))
    return not _FINITE.isdisjoint(following[:VERB_BY]) and 10 * small >= 6 * len(longer)


def _beside(i: int, titles: list[bool]) -> bool:
    return (i > 0 and titles[i - 1]) or (i + 1 < len(titles) and titles[i + 1])
