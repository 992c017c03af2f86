"""The line segmenter: decides the kind of every line of the canonical text."""

from __future__ import annotations

from dataclasses import replace

from shared.model import SegmentKind
from workers.parsing.body import find_block_body, find_body
from workers.parsing.bylines import is_byline
from workers.parsing.dateline import dateline_of
from workers.parsing.dates import time_in
from workers.parsing.header import LONGEST_STANDFIRST, first_paragraph, label_header
from workers.parsing.html.records import Block
from workers.parsing.inside import label_blocks, label_body, label_clean
from workers.parsing.labels import Label, Labelled, is_stamp
from workers.parsing.lines import Line, letters
from workers.parsing.noise import is_biography, strong_heading

_FIRST_LINE = Label(SegmentKind.HEADLINE, "segmenter.first_line", 0.8)
_STANDFIRST = Label(SegmentKind.STANDFIRST, "segmenter.first_sentence_before_body", 0.8)
_OTHER_TITLE = Label(SegmentKind.RELATED, "segmenter.outside_body", 0.7)
_FURNITURE = replace(_OTHER_TITLE, kind=SegmentKind.BOILERPLATE)
_ABOVE_BODY = (SegmentKind.CAPTION, SegmentKind.STANDFIRST)
DECLARED = Label(SegmentKind.HEADLINE, "segmenter.declared", 0.95)


def segment_page(lines: list[Line]) -> list[Labelled]:
    """Labels for the lines of a raw text with noise. If it holds no article, none of them is the article's own."""
    body = find_body(lines)
    if body.start == body.end:
        return [Labelled(line, body.noise[line.number] or _outside(line)) for line in lines]
    opening = " ".join(line.head for line in lines[body.start : body.start + 12])
    header = label_header(lines, body.start, body.noise, opening)
    if (first := first_paragraph(lines, body.start, header, body.noise)) < body.start:
        body = replace(body, start=first)
        header = {number: label for number, label in header.items() if number < first}
    labels = label_body(lines, body)
    if body.start == 0 and lines[0].alone and looks_like_headline(lines[0]):
        labels[0] = _FIRST_LINE
    elif _is_standfirst(lines, body.start, body.end, labels):
        labels[body.start] = _STANDFIRST
    labels |= header
    if body.start == 1 and 0 not in labels and body.noise[0] is None and looks_like_headline(lines[0]):
        labels[0] = _FIRST_LINE
    return [Labelled(line, labels.get(line.number) or body.noise[line.number] or _outside(line)) for line in lines]


def segment_clean(lines: list[Line]) -> list[Labelled]:
    """Labels for the lines of a clean body, all of them the article's own."""
    labels = label_clean(lines)
    if len(lines) > 1 and looks_like_headline(lines[0]):
        labels[0] = _FIRST_LINE
        if _is_standfirst(lines, 1, len(lines), labels):
            labels[1] = _STANDFIRST
    return [Labelled(line, labels[line.number]) for line in lines]


def segment_blocks(lines: list[Line], blocks: tuple[Block, ...], headline: str | None) -> list[Labelled]:
    """Labels for the headline, if there is one, and for an HTML extractor's lines, one for each block."""
    top = int(headline is not None)
    below = lines[top:]
    body = find_block_body(below, _titles_above(below, blocks, letters(headline or "")))
    own = label_blocks(lines, (*(None,) * top, *(block.kind for block in blocks)))
    labels = {0: DECLARED} if headline else {}
    for row, line in enumerate(below):
        inside = body.start <= row < body.end or blocks[row].kind in _ABOVE_BODY
        label = body.noise[row] or (own[line.number] if inside else _outside(line))
        labels[line.number] = replace(label, confidence=min(label.confidence, blocks[row].confidence))
    return [Labelled(line, labels[line.number]) for line in lines]


def _titles_above(lines: list[Line], blocks: tuple[Block, ...], headline: str) -> int:
    """The number of lines at the top that repeat the headline or are headings: a body begins with neither."""
    for row, (line, block) in enumerate(zip(lines, blocks, strict=True)):
        near = 2 * len(line.key) < 3 * len(headline)  # a paragraph that begins with the headline's words is longer
        repeats = near and (line.key in headline or headline in line.key)
        if not repeats and block.kind not in (SegmentKind.CROSSHEAD, *_ABOVE_BODY):
            return row
    return 0


def looks_like_headline(line: Line) -> bool:
    """Whether the line is short and no sentence: "Talks Resume in Geneva"."""
    return 2 <= line.words <= 25 and not line.text.endswith((".", ",", ";", ":", "”", '"')) and not is_byline(line)


def _is_standfirst(lines: list[Line], i: int, end: int, labels: dict[int, Label]) -> bool:
    line = lines[i]
    if not line.prose or line.words > LONGEST_STANDFIRST or i + 2 >= end or dateline_of(line.text):
        return False
    if is_biography(line):
        return False
    following = next((n for n in range(i + 1, end) if labels[n].own), None)
    if following is None:
        return False
    if dateline_of(lines[following].text):
        return True
    if any(_dated(lines[n], labels[n]) or is_byline(lines[n]) for n in range(i + 1, following)):
        return True
    # A line that recurs alone is a paragraph pasted twice; a standfirst's sentence recurs in a longer paragraph.
    held = (other.key for other in lines[i + 1 : end] if line.text[:20] in other.text)
    return any(line.key in key and line.key != key for key in held)


def _dated(line: Line, label: Label) -> bool:
    """Whether the line tells the day of publication: a live blog's stamps tell the hour."""
    return is_stamp(label) and time_in(line.head) is not None


def _outside(line: Line) -> Label:
    return _OTHER_TITLE if line.words >= 4 or strong_heading(line) else _FURNITURE
