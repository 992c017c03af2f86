"""Decides whether a text is hard-wrapped, and joins wrapped lines to the paragraphs from which they were cut."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice, pairwise
from typing import NamedTuple

from shared.errors import TooLarge

MOST_ROWS = 50_000
"""Rows of an article, at most: a long novel has ten thousand paragraphs."""

WIDEST = 100
"""Characters in the longest line of a wrapped text: mail and wires wrap at 60 to 80."""

NARROWEST = 40
"""Characters in that line, at least; narrower texts are lists or verse."""

SLACK = 8
"""Characters that the lines of a wrapped text may lack to its width, beside the word that did not fit."""

MANY = 4
"""A text is wrapped if so many lines with another right below are full, and most such lines are ..."""

BROKEN = 2
"""... or if so many full lines break off in mid-sentence: the next line goes on with a small letter."""


_ENDS = '.!?:;”"'


class Row(NamedTuple):
    """A stretch of text without the white space around it, and the numbers of its first and last line."""

    start: int
    text: str
    first: int
    last: int
    indented: bool


def rows_of(text: str, join: bool) -> list[Row]:
    """The rows of canonical text; with `join`, those of a wrapped text as paragraphs. Raises TooLarge."""
    rows = list(islice(_lines(text), MOST_ROWS + 1))
    if len(rows) > MOST_ROWS:
        raise TooLarge(f"more than {MOST_ROWS:,} lines")
    return list(_joined(text, rows)) if join and is_wrapped(rows) else rows


def is_wrapped(rows: list[Row]) -> bool:
    """Whether the text was cut into lines of one width."""
    width = max((len(row.text) for row in rows), default=0)
    if not NARROWEST <= width <= WIDEST:
        return False
    followed = [(above, below) for above, below in pairwise(rows) if below.first == above.last + 1]
    full = [(above, below) for above, below in followed if _full(len(above.text), below, width)]
    broken = sum(below.text[0].islower() and above.text[-1] not in _ENDS for above, below in full)
    return (len(full) >= MANY or broken >= BROKEN) and 2 * len(full) > len(followed)


def _full(length: int, below: Row, width: int) -> bool:
    """Whether the next line's first word did not fit: then the line was wrapped, and did not end its paragraph."""
    return length + 1 + len(below.text.split(" ", 1)[0]) > width - SLACK and not below.indented


def _lines(text: str) -> Iterator[Row]:
    position = 0
    for number, raw in enumerate(text.split("\n")):
        body = raw.strip()
        if body:
            indent = raw.index(body[0])
            yield Row(position + indent, body, number, number, indent > 0)
        position += len(raw) + 1


def _joined(text: str, rows: list[Row]) -> Iterator[Row]:
    width = max(len(row.text) for row in rows)
    first = last = rows[0]
    for row in rows[1:]:
        if row.first != last.last + 1 or not _full(len(last.text), row, width):
            yield _joint(text, first, last)
            first = row
        last = row
    yield _joint(text, first, last)


def _joint(text: str, first: Row, last: Row) -> Row:
    """The rows from first to last as one row, cut out of the text in one go."""
    if first is last:
        return first
    whole = text[first.start : last.start + len(last.text)].replace("\n", " ")
    return first._replace(text=whole, last=last.last)
