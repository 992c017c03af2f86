"""Finds where sentences begin and end, from the text alone, for all stages; no parser is loaded here."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.language.lexicon import any_of, groups, words
from workers.language.titles import abbreviated_titles

ABBREVIATED = re.compile(rf"(?:\b(?:{any_of((*abbreviated_titles(), *words('abbreviations')))})|\b[A-Z])\.$")
REACH = 8
"""Characters before a full stop among which the longest abbreviation stands: "Sept"."""
BREAK = re.compile(r"[.!?…]+[\"”’')\]]*\s+(?=[\"“‘'`(\[]*[A-Z0-9])")
"""Where one sentence ends and another begins: marks that end it, closing marks and brackets, blanks, a capital."""
FRAGMENT = re.compile(r"[“”\"'`\s]*[a-zà-ž]")
"""Marks around words that do not begin with a capital hold a piece of the writer's own sentence."""
TITLE_WORD = rf"(?:[A-Z0-9][\w’'.-]*|{any_of(groups('works')['small'])})"
TITLE = re.compile(rf"[“\"'`]*(?:{TITLE_WORD}[\s,]+){{0,7}}{TITLE_WORD}[\s,]*")
"""Marks around capitalised words alone hold a name or a title."""


def sentence_breaks(text: str, start: int, end: int) -> Iterator[re.Match[str]]:
    """The breaks between the sentences of a stretch of text; a full stop behind "Mr", "U.S" or a capital is none."""
    for match in BREAK.finditer(text, start, end):
        if not ABBREVIATED.search(text[max(start, match.start() - REACH) : match.start() + 1]):
            yield match


def sentence_starts(text: str, start: int, end: int) -> list[int]:
    """Where the sentences of a stretch of text begin."""
    return [start, *(match.end() for match in sentence_breaks(text, start, end))]


def is_fragment(text: str, start: int, end: int) -> bool:
    """Whether the words between marks are a piece of the writer's own sentence: small first letter, or all capitals."""
    return FRAGMENT.match(text, start, end) is not None or TITLE.fullmatch(text, start, end) is not None
