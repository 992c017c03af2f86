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


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where the sentences of a stretch of text begin."""
    starts = [start]
    for match in END.finditer(text, start, end):
        if not ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]):
            starts.append(match.end())
    return starts


class Quoted:
    """Which positions of a paragraph stand between quotation marks; one left open runs to the paragraph's end."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self._borders: list[int] = []
        for mark in OPENING_OR_CLOSING.finditer(text, start, end):
            opens = len(self._borders) % 2 == 0
            if (mark.group() == "”" and opens) or (mark.group() == "“" and not opens):
                continue
            self._borders.append(mark.start())

    def holds(self, position: int) -> bool:
        """Whether the position stands between marks."""
        return bisect_right(self._borders, position) % 2 == 1
