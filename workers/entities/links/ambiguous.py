"""Decides between two countries of one name, from the words of the article; without such words, for neither."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from workers.language.folding import fold
from workers.language.lexicon import table

Speaks = dict[str, re.Pattern[str]]


def is_ambiguous(name: str) -> bool:
    """Whether more than one country bears the name."""
    return _key(name) in _rivals()


def choose(text: str, name: str, code: str) -> str | None:
    """The code for which most different words of the article speak; the usual one if none does; None in a tie."""
    default, rivals = _rivals()[_key(name)]
    said = sorted(((len(_heard(text, words)), rival) for rival, words in rivals.items()), reverse=True)
    if not said or said[0][0] == 0:
        return default or None
    if len(said) > 1 and said[0][0] == said[1][0]:
        return None
    return None if said[0][1] == "none" else said[0][1] or code


@lru_cache(maxsize=64)
def _heard(text: str, words: re.Pattern[str]) -> frozenset[str]:
    return frozenset(words.findall(text))


def _key(name: str) -> str:
    key = fold(name)
    return key[:-1] if key.endswith("s") and key[:-1] in _rivals() else key


@cache
def _rivals() -> dict[str, tuple[str, Speaks]]:
    return {name: (str(listed["default"]), _speaks(listed)) for name, listed in table("ambiguous_names").items()}


def _speaks(listed: dict[str, list[str]]) -> Speaks:
    return {
        rival: re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len, reverse=True)))
        for rival, words in listed.items()
        if rival != "default"
    }
