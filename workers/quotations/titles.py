"""Names between marks: titles of works and programmes, nicknames. They are nobody's words."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib.resources import files

_WORD = re.compile(r"[^\W_][\w'’.-]*")
_SMALL = frozenset("a an the of for in on at to and or but by with from as into vs is it's".split())
MAX_WORDS = 8
"""Longer stretches are sentences, however many capitals they have."""


@lru_cache(maxsize=1)
def _lexicon() -> tuple[frozenset[str], frozenset[str]]:
    data = tomllib.loads(files("workers.quotations").joinpath("data/titles.toml").read_text("utf-8"))
    return frozenset(data["works"].split()), frozenset(data["naming"].split())


def is_title(text: str, line_start: int, start: int, end: int, inner: str) -> bool:
    """Whether the words between marks at `start`..`end` are the name of something.

    Capital letters throughout, and either a word for a work beside them, or a possessive or an article before
    ('MSNBC's "Morning Joe"', 'the "Buffett Rule"'), or a nickname inside a name ('Edward "Ned" Lamont').
    """
    words = _WORD.findall(inner)
    if not words or len(words) > MAX_WORDS or not _is_capitalised(words):
        return False
    before = _WORD.findall(text[max(line_start, start - 60) : start])
    after = _WORD.findall(text[end : end + 40])
    works, naming = _lexicon()
    near = {w.lower() for w in before[-2:]} | {w.lower() for w in after[:2]}
    if near & works:
        return True
    if before and (
        before[-1].lower() in naming or before[-1].lower() == "as" and len(before) > 1 and before[-2].lower() == "known"
    ):
        return True
    if _is_nickname(text, start, end, words):
        return True
    touching = bool(before) and not re.search(r"[,:.;!?—–]\s*$", text[line_start:start])
    return touching and (
        before[-1].endswith(("'s", "’s"))
        or before[-1].lower() in ("the", "on", "of", "in", "a", "his", "her", "during")
    )


def _is_capitalised(words: list[str]) -> bool:
    large = [w for w in words if w.lower() not in _SMALL]
    return (
        bool(large)
        and all(w[0].isupper() or w[0].isdigit() for w in large)
        and (words[0][0].isupper() or words[0][0].isdigit())
    )


def _is_nickname(text: str, start: int, end: int, words: list[str]) -> bool:
    """'Edward "Ned" Lamont': one or two words between the words of a name."""
    before, after = (
        re.search(r"[A-Z][\w.]+ $", text[max(0, start - 30) : start]),
        re.match(r" [A-Z][a-z]", text[end : end + 3]),
    )
    return len(words) <= 2 and before is not None and after is not None
