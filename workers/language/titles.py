"""Titles before a person's name: "Prime Minister", "Mrs.", "ex-Senator"."""

from __future__ import annotations

import re

from workers.language.lexicon import words

_WORDS_BEFORE = re.compile(r"(?:[\w.’'-]+ ){1,6}$")
_LONGEST = 80


def is_title(word: str) -> bool:
    """Whether the word is a title: President, Mr., Vice-President, ex-Senator."""
    return word.strip(".,").casefold().removeprefix("ex-") in words("titles")


def is_title_modifier(word: str) -> bool:
    """Whether the word may stand before or between titles: "Vice", "Acting"."""
    bare = word.strip(".,")
    return bare in words("title_modifiers") or bare.casefold() in words("title_modifiers")


def titles_before(text: str, start: int) -> str:
    """The titles right before an offset; empty where there are none."""
    match = _WORDS_BEFORE.search(text, max(0, start - _LONGEST), start)
    before = match.group().split() if match else []
    if not before or not is_title(before[-1]) or not before[-1][0].isupper():
        return ""
    at = len(before) - 1
    while at > 0 and (is_title(before[at - 1]) or is_title_modifier(before[at - 1])):
        at -= 1
    return " ".join(before[at:])
