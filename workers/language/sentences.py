"""Where sentences begin, read off the text alone, near enough for pronouns; no parser is loaded here."""

from __future__ import annotations

import re

from workers.language.lexicon import any_of, words
from workers.language.titles import abbreviated_titles

ABBREVIATED = re.compile(rf"(?:\b(?:{any_of((*abbreviated_titles(), *words('abbreviations')))})|\b[A-Z])\.$")
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
