"""Where sentences begin and what stands in quotation marks, near enough for pronouns; no parser is loaded here."""

from __future__ import annotations

import re
from bisect import bisect_right

ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|No|vs|etc|Inc|Corp|Co|Ltd|U\.S|U\.K|U\.N"
    r"|a\.m|p\.m|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z])\.$"
)
END = re.compile(r"[.!?]+[\"”’')\]]*\s+(?=[\"“‘'`(\[]*[A-Z0-9])")
OPENING_OR_CLOSING = re.compile(r"[“”\"]|''|``")
FRAGMENT = re.compile(r"[“”\"'`\s]*[a-zà-ž]")
"""Marks around words that do not begin with a capital hold a piece of the writer's own sentence."""
TITLE_WORD = r"(?:[A-Z0-9][\w’'.-]*|a|an|and|by|for|in|of|on|the|to)"
TITLE = re.compile(rf"[“\"'`]+(?:{TITLE_WORD}[\s,]+){{0,7}}{TITLE_WORD}[\s,]*")
"""Marks around capitalised words alone hold a name or a title."""


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where the sentences of a stretch of text begin."""
    starts = [start]
    for match in END.finditer(text, start, end):
        if not ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]):
            starts.append(match.end())
    return starts


def _is_fragment(text: str, start: int, end: int) -> bool:
    return FRAGMENT.match(text, start, end) is not None or TITLE.fullmatch(text, start, end) is not None


class Quoted:
    """Which positions of a paragraph stand between quotation marks; one left open runs to the paragraph's end."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._borders: list[int] = []
        for mark in OPENING_OR_CLOSING.finditer(text, start, end):
            opens = len(self._borders) % 2 == 0
            if (mark.group() == "”" and opens) or (mark.group() == "“" and not opens):
                continue
            self._borders.append(mark.start())
        closed = [*self._borders[1::2], *([end] if len(self._borders) % 2 else [])]
        self._fragments = {at for at, to in zip(self._borders[::2], closed, strict=True) if _is_fragment(text, at, to)}

    def holds(self, position: int) -> bool:
        """Whether the position stands between marks."""
        return self.opened(position) is not None

    def opened(self, position: int) -> int | None:
        """Where the marks around a position open; none outside marks."""
        at = bisect_right(self._borders, position)
        return self._borders[at - 1] if at % 2 == 1 else None

    def voice(self, position: int) -> int | None:
        """Where the words of somebody else around a position begin; none in the writer's own sentence."""
        opened = self.opened(position)
        return None if opened in self._fragments else opened
