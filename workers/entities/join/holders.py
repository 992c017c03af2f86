"""Who can be meant by "President Roe": not just anybody of that surname, but who is shown to hold the office."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from workers.entities.records import Name
from workers.language.folding import fold
from workers.language.lexicon import any_of, groups, words
from workers.language.titles import in_full

BESIDE = frozenset(("vice", "deputy", "assistant", "lord"))
"""With these it is an office of another sort, beside the one that the word alone means."""
NEAR = 80
"""How far around a full name the office is looked for, in characters."""
SENTENCE_END = re.compile(r"\n|(?<=[a-z)”\"’])[.!?]\s")
SOMEBODYS = re.compile(
    rf"\b(?:{any_of(groups('relatives')['kin'] | groups('relatives')['retinue'])})"
    r"\s(?:of|to|for)\s(?:the\s)?(?:[\w-]+\s){0,2}$"
)
"""Before the office: "wife of the president" is not the president."""


def office_of(title: str) -> str | None:
    """The office in a title that one person alone holds; none for "Mrs.", "Senator", "Dr."."""
    parts = [in_full(part) for part in fold(title).split()]
    if not BESIDE.isdisjoint(parts):
        return None
    if parts[-2:] == ["prime", "minister"]:
        return "prime minister"
    return parts[-1] if parts and parts[-1] in words("single_offices") else None


def can_hold(text: str, office: str, names: Iterable[Name]) -> bool:
    """Whether somebody's names show the office: as a title, or as a noun beside them."""
    return any(office_of(name.title) == office or _is_beside(text, office, name) for name in names)


def _is_beside(text: str, office: str, name: Name) -> bool:
    before = SENTENCE_END.split(text[max(0, name.start - NEAR) : name.start])[-1]
    around = before + name.exact + SENTENCE_END.split(text[name.end : name.end + NEAR])[0]
    return any(not SOMEBODYS.search(around[: found.start()]) for found in _noun(office).finditer(around))


@lru_cache(maxsize=64)
def _noun(office: str) -> re.Pattern[str]:
    """The office as a noun: neither somebody else's title nor an owner ("the president's wife")."""
    return re.compile(rf"\b{re.escape(office)}\b(?!['’]s|(?-i:\s[A-Z]))", re.IGNORECASE)
