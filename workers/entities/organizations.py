"""Joining organisations: with and without legal form, short forms, acronyms."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from workers.entities.folding import fold
from workers.entities.lexicon import words
from workers.entities.records import Name

SMALL_WORDS = frozenset(("of", "the", "and", "for", "in", "on", "at", "to", "de", "la", "du", "des", "der", "et", "und"))
OFFICE = re.compile(
    r"^(department|ministry|bureau|office|committee|university|bank|council) (?:of|for) (?:the )?(.+)$"
)
ACRONYM = re.compile(r"^(?:[A-Z][A-Za-z]?\.?){2,7}$")
BETWEEN_PARENTHESES = re.compile(r"^\s*\(\s*(?:the\s+)?[“\"‘']?$")
NATION_FIRST = frozenset(("us", "uk", "eu", "un", "united", "states"))


class Organization:
    """An organisation of one article while its names are gathered."""

    def __init__(self, name: Name, key: str) -> None:
        self.names = [name]
        self.keys = {key}

    def add(self, name: Name, key: str) -> None:
        """One more name of this organisation."""
        self.names.append(name)
        self.keys.add(key)


def join_organizations(text: str, names: list[Name]) -> list[list[Name]]:
    """The names of each organisation of the article."""
    found: list[Organization] = []
    by_key: dict[str, Organization] = {}
    defined = _defined_acronyms(text, names)
    # Longest first: a short form can only be read once the long one is known.
    for key, group in sorted(_by_key(names).items(), key=lambda item: (-len(item[0].split()), item[1][0].start)):
        owner = by_key.get(defined.get(key, "")) or _long_form(found, key, group[0].exact)
        if owner is None:
            owner = Organization(group[0], key)
            found.append(owner)
            group = group[1:]
        for name in group:
            owner.add(name, key)
        owner.keys.add(key)
        by_key[key] = owner
    return [sorted(organization.names) for organization in found]


def _by_key(names: list[Name]) -> dict[str, list[Name]]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        groups.setdefault(organization_key(name.exact), []).append(name)
    return groups


@lru_cache(maxsize=20_000)
def organization_key(exact: str) -> str:
    """What the forms of one organisation's name share: no legal form; "Department of State" is "state department"."""
    parts = [part for part in fold(exact).split() if part != "the"]
    while len(parts) > 1 and parts[-1] in words("legal_forms") | {"and"}:
        parts.pop()
    office = OFFICE.match(" ".join(parts))
    return f"{office.group(2)} {office.group(1)}" if office else " ".join(parts) or fold(exact)


def _defined_acronyms(text: str, names: list[Name]) -> dict[str, str]:
    """Key of the acronym -> key of the long form, where one stands in parentheses after the other."""
    defined: dict[str, str] = {}
    for one, other in pairwise(names):
        if not BETWEEN_PARENTHESES.match(text[one.end : other.start]):
            continue
        long, short = (one, other) if len(one.exact) >= len(other.exact) else (other, one)
        if ACRONYM.match(short.exact) and short.exact[0].casefold() in fold(long.exact):
            defined[organization_key(short.exact)] = organization_key(long.exact)
    return defined


def _long_form(found: list[Organization], key: str, exact: str) -> Organization | None:
    """The one longer name that this is short for; none if more than one would do."""
    for fits in (_is_acronym, _is_without_nation, _is_front):
        owners = [organization for organization in found if any(fits(long, key, exact) for long in organization.keys)]
        if owners:
            return owners[0] if len(owners) == 1 else None
    return None


def _is_acronym(long: str, key: str, exact: str) -> bool:
    letters = key.replace(" ", "")
    if not ACRONYM.match(exact) or len(letters) < 2 or not exact.replace(".", "").isupper():
        return False
    parts = long.split()
    return len(parts) > 1 and letters in (_initials(parts), _initials([p for p in parts if p not in SMALL_WORDS]))


def _initials(parts: list[str]) -> str:
    return "".join(part[0] for part in parts)


def _is_without_nation(long: str, key: str, _: str) -> bool:
    """ "U.S. State Department" and "State Department"."""
    parts = long.split()
    while parts and parts[0] in NATION_FIRST:
        parts.pop(0)
    return " ".join(parts) == key


def _is_front(long: str, key: str, _: str) -> bool:
    """ "Goldman" of Goldman Sachs; words that begin many names ("National") are no short form."""
    first = key.split()[0]
    return long.startswith(key + " ") and not (key == first and first in words("common_first_words"))
