"""Decides who can be meant by "President Roe", from titles and nouns beside full names, for the joining of people."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from workers.entities.records import Name
from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, words
from workers.language.titles import in_full

BESIDE = frozenset(("vice", "deputy", "assistant", "lord"))
"""Words that make another office of the one behind them: a vice president is no president."""
NEAR = 80
"""How far from a full name its office may stand, in characters."""
SENTENCE_END = re.compile(r"\n|(?<=[a-z)”\"’])[.!?]\s")
SOMEBODYS = re.compile(
    rf"\b(?:{any_of(groups('relatives')['kin'] | groups('relatives')['retinue'])})"
    r"\s(?:of|to|for)\s(?:the\s)?(?:[\w-]+\s){0,2}$"
)
"""Words before an office that make somebody else of it: the "wife of the president" is not the president."""


def office_of(title: str) -> str | None:
    """The office that a title names, if one person alone holds it; none for "Mrs.", "Senator", "Dr."."""
    parts = [in_full(part) for part in fold(title).split()]
    if not BESIDE.isdisjoint(parts):
        return None
    if parts[-2:] == ["prime", "minister"]:
        return "prime minister"
    return parts[-1] if parts and parts[-1] in words("single_offices") else None


def can_hold(text: str, office: str, names: Iterable[Name]) -> bool:
    """Whether a person's names show the office, as a title or as a noun beside one of them."""
    return any(office_of(name.title) == office or _is_beside(text, office, name) for name in names)


def _is_beside(text: str, office: str, name: Name) -> bool:
    before = SENTENCE_END.split(text[max(0, name.start - NEAR) : name.start])[-1]
    around = before + name.exact + SENTENCE_END.split(text[name.end : name.end + NEAR])[0]
    return any(not SOMEBODYS.search(around[: found.start()]) for found in _noun(office).finditer(around))


@lru_cache(maxsize=64)
def _noun(office: str) -> re.Pattern[str]:
    """The pattern of the office as a noun, not as another person's title nor as an owner ("the president's wife")."""
    return re.compile(rf"\b{re.escape(office)}\b(?!['’]s|(?-i:\s[A-Z]))", re.IGNORECASE)
