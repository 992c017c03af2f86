"""Where sentences begin, read off the text alone, near enough for pronouns; no parser is loaded here."""

from __future__ import annotations

import re

ABBREVIATED = re.compile(
    r"(?:\b(?:Mr|Mrs|Ms|Dr|Prof|Sen|Rep|Gov|Gen|Lt|Col|Sgt|Capt|Rev|Hon|St|Jr|Sr|No|vs|etc|Inc|Corp|Co|Ltd|U\.S|U\.K|U\.N"
    r"|a\.m|p\.m|Jan|Feb|Mar|Apr|Aug|Sept|Sep|Oct|Nov|Dec)|\b[A-Z])\.$"
)
END = re.compile(r"[.!?]+[\"”’')\]]*\s+(?=[\"“‘'`(\[]*[A-Z0-9])")
FRAGMENT = re.compile(r"[“”\"'`\s]*[a-zà-ž]")
"""Marks around words that do not begin with a capital hold a piece of the writer's own sentence."""
TITLE_WORD = r"(?:[A-Z0-9][\w’'.-]*|a|an|and|by|for|in|of|on|the|to)"
TITLE = re.compile(rf"[“\"'`]*(?:{TITLE_WORD}[\s,]+){{0,7}}{TITLE_WORD}[\s,]*")
"""Marks around capitalised words alone hold a name or a title."""


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where the sentences of a stretch of text begin."""
    starts = [start]
    for match in END.finditer(text, start, end):
        if not ABBREVIATED.search(text[max(start, match.start() - 8) : match.start() + 1]):
            starts.append(match.end())
    return starts


def is_fragment(text: str, start: int, end: int) -> bool:
    """Whether the words between marks are a piece of the writer's own sentence: small first letter, or all capitals."""
    return FRAGMENT.match(text, start, end) is not None or TITLE.fullmatch(text, start, end) is not None
