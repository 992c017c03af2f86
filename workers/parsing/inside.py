"""What the lines inside the body are: paragraphs, crossheads, list items, captions, noise between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence

from shared.model import SegmentKind
from workers.parsing.body import Body
from workers.parsing.header import is_byline
from workers.parsing.labels import Label
from workers.parsing.lines import Line
from workers.parsing.noise import strong_heading, weak_heading

_COUNTED = re.compile(
    r"[$£€₹¥] ?\d|\d ?%"
    r"|^[\d/.–-]+ (?:(?:small|large|ripe|heaped) )?(?:tbsp|tsp|cups?|lbs?|oz|ounces?|pounds?|k?g|grams?)\b"
)
"""A price, a share, or a measure."""

_OPEN_ENDS = (":", ",", ";", "—", "”", '"')
"""No title ends so."""

_TITLE_ENDS = ("?", "!", '!"', "!”", "?”", '?"')
"""Ends that a title shares with sentences."""

_PARAGRAPH = Label(SegmentKind.PARAGRAPH, "prose", 0.95)
_SHORT = Label(SegmentKind.PARAGRAPH, "short", 0.6)
_CROSSHEAD = Label(SegmentKind.CROSSHEAD, "heading_between_paragraphs", 0.8)
_ITEM = Label(SegmentKind.LIST_ITEM, "bullet", 0.85)
_LISTED = Label(SegmentKind.LIST_ITEM, "after_colon", 0.7)
_ITEMS = Label(SegmentKind.LIST_ITEM, "run_of_items", 0.6)
_CAPTION = Label(SegmentKind.CAPTION, "before_credit", 0.8)
_HEADING = Label(SegmentKind.RELATED, "heading", 0.8)
_BYLINE = Label(SegmentKind.BYLINE, "by_name", 0.8)
_LINKS = Label(SegmentKind.RELATED, "run_of_titles", 0.7)
MAX_CROSSHEAD = 8
"""Words in the longest crosshead; longer titles between paragraphs name other articles (measured on text-aeb)."""

HEADING = 4
"""Words in the longest heading over links ("Read more")."""

RUN = 3
"""So many titles in a row are links: of runs of two, 82 % were crossheads (text-aeb, text-feval, first halves)."""

TITLE = 20
"""Words in the longest title."""

LONGEST_RUN = 12
"""Lines looked at."""

SHOUTED = 8
"""So many words in capitals are a link to another article; crossheads in capitals are shorter (first halves of
text-aeb and text-feval: of 5 to 7 words, 10 of 12 were the article's own; of 8 and more, 1 of 21)."""


def label_body(lines: list[Line], body: Body) -> dict[int, Label]:
    """The labels of a page's lines inside its body."""
    titles = [_title(line) and body.noise[line.number] is None for line in lines]
    labels: dict[int, Label] = {}
    for i in range(body.start, body.end):
        item = body.items[i] and not lines[i].text.endswith(":")
        listed = _ITEM if lines[i].listed else _LISTED
        labels[i] = body.noise[i] or (listed if item else _label(lines, i, titles, labels.get(i - 1)))
    for i in range(body.start, body.end - 1):
        if labels[i + 1].rule == "photo_credit" and not lines[i].alone and _may_be_caption(lines[i], lines[i + 1]):
            labels[i] = _CAPTION
    return labels


def label_clean(lines: list[Line]) -> dict[int, Label]:
    """The labels of lines that are all the article's own."""
    return {i: _own(lines, i) for i in range(len(lines))}


def label_blocks(lines: list[Line], marked: Sequence[SegmentKind | None]) -> dict[int, Label]:
    """The labels of lines that an HTML extractor took for the article's, with the kinds that the markup says."""
    labels: dict[int, Label] = {}
    for i, (line, kind) in enumerate(zip(lines, marked, strict=True)):
        title = _title(line) and kind is None
        after_heading = title and i > 0 and labels[i - 1].kind is SegmentKind.RELATED
        if strong_heading(line) or after_heading:
            labels[i] = _LINKS if after_heading else _HEADING
        else:
            labels[i] = Label(kind, "markup", 0.9) if kind else _own(lines, i)
    return labels


def _label(lines: list[Line], i: int, titles: list[bool], before: Label | None) -> Label:
    line = lines[i]
    if strong_heading(line) or weak_heading(line):
        return _HEADING
    if is_byline(line):
        return _BYLINE
    if line.text.isupper() and line.words >= SHOUTED and not line.ends_sentence:
        return _LINKS
    if before is _HEADING and line.words <= TITLE and line.text.endswith(_TITLE_ENDS):
        return _LINKS
    if line.prose or line.ends_sentence or line.text.endswith(_OPEN_ENDS) or line.listed:
        return _own(lines, i)
    if before is not None and before.kind is SegmentKind.RELATED and lines[i - 1].words <= HEADING:
        return _LINKS
    if before is _LINKS or before is _ITEMS:
        return before
    if (run := _run(i, titles)) is not None:
        return _ITEMS if _are_items(lines, run) else _LINKS
    if line.words > MAX_CROSSHEAD and not _beside(i, titles):
        return _LINKS
    return _own(lines, i)


def _own(lines: list[Line], i: int) -> Label:
    line = lines[i]
    if line.listed:
        return _ITEM
    if line.prose:
        return _PARAGRAPH
    if line.ends_sentence or line.text.endswith(_OPEN_ENDS):
        return _SHORT
    if i > 0 and lines[i - 1].text.endswith(":"):
        return _LISTED
    followed = i + 1 < len(lines) and lines[i + 1].prose
    return _CROSSHEAD if followed and line.words <= MAX_CROSSHEAD else _SHORT


def _run(i: int, titles: list[bool]) -> range | None:
    """The run of titles that the line is in, if it is too long for crossheads."""
    first, last = i, i + 1
    while first > 0 and last - first < LONGEST_RUN and titles[first - 1]:
        first -= 1
    while last < len(titles) and last - first < LONGEST_RUN and titles[last]:
        last += 1
    return range(first, last) if last - first >= RUN else None


def _are_items(lines: list[Line], run: range) -> bool:
    """Whether a third of the run counts something: ingredients, results, goods and prices; no links to articles."""
    return 3 * sum(_COUNTED.search(lines[n].head) is not None for n in run) >= len(run)


def _beside(i: int, titles: list[bool]) -> bool:
    return (i > 0 and titles[i - 1]) or (i + 1 < len(titles) and titles[i + 1])


def _title(line: Line) -> bool:
    return not line.prose and not line.ends_sentence and not line.text.endswith(":")


def _may_be_caption(line: Line, credit: Line) -> bool:
    return line.words <= 45 and credit.words <= 10
