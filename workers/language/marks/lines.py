"""Cuts the text into lines, within which quotation marks are paired: one for each segment, more for a long one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from shared.model import ParsedArticle

OPENING = ("“", "„", "‟", "«", '"', "‘", "‚", "‹", "'", "`")


@dataclass(frozen=True, slots=True)
class Line:
    """One segment's place in the text."""

    start: int
    end: int


MAX_LINE = 10_000
"""Longest line read at once, in characters: ten long paragraphs; the parser's memory grows with it."""
_PAUSE = re.compile(r"(?<=[.!?”\"]) +")


def cut_lines(text: str, start: int, end: int) -> Iterator[Line]:
    """A segment as one line, or as several where it is too long for a paragraph, cut behind sentences."""
    while end - start > MAX_LINE:
        pauses = [m.end() for m in _PAUSE.finditer(text, start + MAX_LINE // 2, start + MAX_LINE)]
        cut = pauses[-1] if pauses else start + MAX_LINE
        yield Line(start, cut)
        start = cut
    yield Line(start, end)


def lines_of_article(article: ParsedArticle) -> list[Line]:
    """The lines of the article's own words, in order."""
    pieces = (cut_lines(article.text, s.start_char, s.end_char) for s in article.language_segments())
    return list(chain.from_iterable(pieces))


def begins_with_mark(text: str, line: Line) -> bool:
    """Whether a line opens with a quotation mark."""
    return text[line.start : line.end].lstrip()[:1] in OPENING
