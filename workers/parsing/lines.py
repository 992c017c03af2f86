"""The lines of the canonical text, with all that can be told of a line without its neighbours.

In a hard-wrapped text, the lines are joined to the paragraphs from which they were cut.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import NamedTuple

from shared.errors import TooLarge
from workers.parsing.dates import MONTH

LONG = 400
"""Characters; longer lines are prose, for furniture is short. Rules look at no more than this much of a line."""

_POSTED = re.compile(r"[—–-]{1,2} ?[^()\n]{1,60} \(@\w{1,40}\)")
"""The signature of an embedded post of a social network."""

_LISTED = re.compile(
    rf"(?!{_POSTED.pattern})"
    r"(?:[•●▪◦‣*·–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S"
    rf"|(?:{MONTH} \d{{1,2}}|\d{{1,2}} [A-Z][a-z]{{2,8}}\.?)"
    r"(?:, \d{4})? ?(?:[:–—]|--? )"
)
"""A bullet, a number or letter of a list, or a date before a dash, as in lists of events."""

SENTENCE = 5
"""So many words with a full stop are prose ..."""

LABEL = 20
"""... or so many words without one."""

_ASKED = re.compile(r"(?:Q|A|Question|Answer) ?\d{0,3}[:.] ?\S")
"""A question or an answer of an interview."""

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_SENTENCE_END = re.compile(r"[.!?。！？…।؟][\"'”’»)\]*]*$")
_TRUNCATED = re.compile(r"(?:\.\.|…|\[…\]|\[\.\.\.\])\s*(?:(?:read|see|learn) more.*|more)?$", re.IGNORECASE)

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


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `text` is stripped, and the offsets are those of the stripped text."""

    number: int
    start: int
    end: int
    text: str
    alone: bool
    """Whether a blank line (or the text's edge) stands before and after it."""
    words: int
    """The number of words in the line's head; two signs of a script without spaces count as one."""
    ends_sentence: bool
    """Whether it ends as a sentence does."""
    truncated: bool
    """Whether it ends in an ellipsis, as teasers of other articles do."""
    prose: bool
    """Whether it reads as a sentence or more, not as a heading, a name or a label."""
    listed: bool
    """Whether it begins as an item of a list."""
    posted: bool
    """Whether it names who posted the lines above: "— Jane Doe (@janedoe)"."""
    phrase: str
    """The head as word lists write it, see `plain`."""
    curly: str
    """The head with curly apostrophes, as patterns use them."""

    @property
    def head(self) -> str:
        """The part of the line that rules look at."""
        return self.text[:LONG]

    @property
    def key(self) -> str:
        """The line's letters and digits in lower case, which two lines share if they say the same."""
        return letters(self.text)


def plain(phrase: str) -> str:
    """A phrase as the lists hold it: lower case, straight apostrophes, single spaces, no marks at its ends."""
    text = phrase.casefold().replace("’", "'").replace("‘", "'")
    return " ".join(text.split()).strip(' \t:.!»›>|·•→-–—[](){}*…#+"“”')


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()


def lines_of(text: str, join: bool = True) -> list[Line]:
    """The lines of canonical text that are not blank; `join` makes paragraphs of wrapped ones. Raises TooLarge."""
    rows = rows_of(text, join)
    if not rows:
        return []
    blank_after = [below.first > above.last + 1 for above, below in pairwise(rows)]
    before, after = [True, *blank_after], [*blank_after, True]
    edges = zip(rows, before, after, strict=True)
    return [_line(n, row.start, row.text, b and a) for n, (row, b, a) in enumerate(edges)]


def _line(number: int, start: int, text: str, alone: bool) -> Line:
    head = text[:LONG]
    words = len(_WORD.findall(head)) + len(_CJK.findall(head)) // 2
    ends = _SENTENCE_END.search(text, max(0, len(text) - 8)) is not None
    return Line(
        number=number,
        start=start,
        end=start + len(text),
        text=text,
        alone=alone,
        words=words,
        ends_sentence=ends,
        truncated=_TRUNCATED.search(text, max(0, len(text) - 40)) is not None,
        prose=len(text) >= LONG or words >= (SENTENCE if ends or _ASKED.match(head) else LABEL),
        listed=_LISTED.match(head) is not None,
        posted="(@" in head and _POSTED.match(head) is not None,
        phrase=plain(head),
        curly=head.replace("'", "’"),
    )


class Row(NamedTuple):
    """A stretch of text without the white space around it, and the numbers of its first and last line."""

    start: int
    text: str
    first: int
    last: int
    indented: bool


def prose_words(lines: Sequence[Line], numbers: Iterable[int]) -> int:
    """How many words of prose some of the lines hold."""
    return sum(lines[n].words for n in numbers if lines[n].prose)


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
