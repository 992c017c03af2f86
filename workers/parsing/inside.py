"""Decides what each line inside the body is: paragraph, crosshead, list item, caption, noise between paragraphs."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shared.model import SegmentKind
from workers.language.lexicon import groups
from workers.parsing.body import Body, heads_list
from workers.parsing.bylines import BARE_NAME, BY_NAME, is_byline, may_sign
from workers.parsing.labels import Label, Part
from workers.parsing.lines import Line, letters
from workers.parsing.noise import noise_of, strong_heading, weak_heading
from workers.parsing.signatures import signature_of
from workers.parsing.teasers import TEASER
from workers.parsing.titles import LINKS, MAX_CROSSHEAD, SHORT, is_signed, is_title, label_title

_CAPTIONED = re.compile(r"(?:\S+ ){2,}\w{3,}[.!?”] \S")
"""A credit behind its own caption, on one line."""

_OPEN_ENDS = (":", ",", ";", "—", "”", '"')
"""No title ends with these."""

_TITLE_ENDS = ("?", "!", '!"', "!”", "?”", '?"')
"""Ends that titles and sentences share."""

_PARAGRAPH = Label(SegmentKind.PARAGRAPH, "inside.prose", 0.95)
_POST = Label(SegmentKind.PARAGRAPH, "inside.embedded_post", 0.7)
_CROSSHEAD = Label(SegmentKind.CROSSHEAD, "inside.heading_between_paragraphs", 0.8)
_ITEM = Label(SegmentKind.LIST_ITEM, "inside.bullet", 0.85)
_LISTED = Label(SegmentKind.LIST_ITEM, "inside.after_colon", 0.7)
_CAPTION = Label(SegmentKind.CAPTION, "inside.before_credit", 0.8)
_HEADING = Label(SegmentKind.RELATED, "inside.heading", 0.8)
_BYLINE = replace(BY_NAME, confidence=0.8)
TITLE = 20
"""Words in the longest title."""

SIGNED = 4
"""Lines at the top of a page's blocks that may hold its byline."""

OPENING = 100
"""Characters at a paragraph's beginning that name its subject."""

SHOUTED = 8
"""So many words in capitals are a link to another article; crossheads in capitals are shorter (first halves of
text-aeb and text-feval: of 5 to 7 words, 10 of 12 were the article's own; of 8 and more, 1 of 21)."""


def label_body(lines: list[Line], body: Body) -> dict[int, Label]:
    """The labels of a page's lines inside its body."""
    titles = [is_title(line) and body.noise[line.number] is None for line in lines]
    labels: dict[int, Label] = {}
    for i in range(body.start, body.end):
        item = body.items[i] and not (lines[i].text.endswith(":") or lines[i].posted or heads_list(lines[i]))
        listed = _ITEM if lines[i].listed else _LISTED
        labels[i] = body.noise[i] or (listed if item else _label(lines, i, titles, labels.get(i - 1)))
        if (
            i - body.start <= SIGNED
            and (labels[i] is TEASER or labels[i] is _CROSSHEAD)
            and _signs(lines[i], labels[i])
        ):
            labels[i] = BARE_NAME
    for i in range(body.start, body.end - 1):
        credited = labels[i + 1].part is Part.CREDIT and body.noise[i] is None
        if credited and not lines[i].alone and _may_be_caption(lines[i], lines[i + 1]):
            labels[i] = _CAPTION
    return labels


def _signs(line: Line, label: Label) -> bool:
    """Whether a line below a page's first one is a byline: a name above a date, or with a role beside it."""
    if label is TEASER:
        return may_sign(line, label)
    signature = signature_of(line.head)
    return signature is not None and signature.shown


def label_clean(lines: list[Line]) -> dict[int, Label]:
    """The labels of lines that are all the article's own."""
    labels = {i: _own(lines, i) for i in range(len(lines))}
    footer = noise_of(lines[-1]) if len(lines) > 1 else None
    return labels | {len(lines) - 1: footer} if footer is not None and footer.part is Part.FEED_FOOTER else labels


def label_blocks(lines: list[Line], marked: Sequence[SegmentKind | None]) -> dict[int, Label]:
    """The labels of an HTML extractor's lines, with the kinds that the markup tells."""
    labels: dict[int, Label] = {}
    before: Label | None = None
    for i, (line, kind) in enumerate(zip(lines, marked, strict=True)):
        title = is_title(line) and kind is None
        after_heading = title and before is not None and before.kind is SegmentKind.RELATED
        if i <= SIGNED and title and is_byline(line):
            labels[i] = _BYLINE
        elif strong_heading(line) or after_heading:
            labels[i] = LINKS if after_heading else _HEADING
        else:
            labels[i] = Label(kind, "inside.markup", 0.9) if kind else _own(lines, i)
        before = before if kind is SegmentKind.CAPTION else labels[i]
    return labels


def _label(lines: list[Line], i: int, titles: list[bool], before: Label | None) -> Label:
    line = lines[i]
    if heads_list(line):
        return _CROSSHEAD
    if strong_heading(line) or weak_heading(line):
        return _CROSSHEAD if _above_its_subject(lines, i) else _HEADING
    if is_byline(line):
        return _BYLINE
    if any(near.posted for near in lines[i : i + 2]) and not line.prose:
        return _POST
    if line.text.isupper() and line.words >= SHOUTED and not line.ends_sentence:
        return LINKS
    if before is _HEADING and line.words <= TITLE and line.text.endswith(_TITLE_ENDS):
        return LINKS
    if line.prose or line.ends_sentence or line.text.endswith(_OPEN_ENDS) or line.listed or is_signed(line):
        return _own(lines, i)
    return label_title(lines, i, titles, before) or _own(lines, i)


def _own(lines: list[Line], i: int) -> Label:
    line = lines[i]
    if line.listed:
        return _ITEM
    if line.posted and not line.prose:
        return _POST
    if line.prose or is_signed(line):
        return _PARAGRAPH
    if line.ends_sentence or line.text.endswith(_OPEN_ENDS):
        return SHORT
    if i > 0 and lines[i - 1].text.endswith(":"):
        return _LISTED
    followed = i + 1 < len(lines) and lines[i + 1].prose
    return _CROSSHEAD if followed and line.words <= MAX_CROSSHEAD else SHORT


def _above_its_subject(lines: list[Line], i: int) -> bool:
    """Whether the line is "About X", and the paragraph below begins with X."""
    name = letters(lines[i].text.partition(" ")[2])
    below = lines[i + 1] if i + 1 < len(lines) else None
    if not lines[i].phrase.startswith("about ") or below is None or not below.prose:
        return False
    return name in letters(below.head[:OPENING])


def _may_be_caption(line: Line, credit: Line) -> bool:
    """Whether the credit belongs to this line: captions quote nobody, and some credits stand above their caption."""
    above_its_own = credit.phrase.startswith(tuple(groups("clips")["credits"]))
    quotes = any(mark in line.text for mark in '“”"')
    whole = _CAPTIONED.match(credit.head) is not None
    return line.words <= 45 and credit.words <= 10 and not (above_its_own or quotes or whole)
