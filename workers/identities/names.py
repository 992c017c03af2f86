"""Decides how well two names agree, and makes the keys by which namesakes find each other."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache, lru_cache

from shared.model import EntityKind
from workers.language.folding import consonants, fold, sound
from workers.language.keys import organization_key, place_key
from workers.language.lexicon import entries, groups, words
from workers.language.person_names import PersonName, read_person, same_person, same_surname

LONGEST_ACRONYM = 6
SINGLE = 0.52
"""One name alone, "President Harris": with an office and its country just enough, with neighbours never."""


def keys_of(kind: EntityKind, names: Iterable[str], links: Iterable[str]) -> tuple[str, ...]:
    """The keys of a thing: whatever shares one with it is worth comparing."""
    own = {key for name in names for key in _keys(kind, name)}
    return tuple(sorted(own | {f"link:{link}" for link in links}))


def _keys(kind: EntityKind, name: str) -> set[str]:
    if kind is EntityKind.PERSON:
        return _person_keys(read_person(name))
    if kind is EntityKind.ORGANIZATION:
        return {f"o:{key}"} if (key := organization_key(name)) else set()
    return {f"l:{place_key(name)}"}


def _person_keys(name: PersonName) -> set[str]:
    """Surname by sound, with what spellings of one given name share: initial, consonants, pet form."""
    if not name.folded or not all(name.folded):
        return set()
    surname = sound("".join(name.surname))
    if not name.full:
        return {f"p:{surname}"}
    shared = {part for given in name.given for part in (sound(given)[:1], consonants(given)) if part}
    pets = {min(forms) for forms in groups("pet_names").values() if forms.intersection(name.given)}
    # "Choi Min-ho" and "Choi Min Ho" have other surnames to us, and the same letters.
    return {f"p:{surname}:{part}" for part in shared | pets} | {f"p={''.join(name.folded)}"}


@lru_cache(maxsize=20_000)
def person_key(name: str) -> str:
    """The key that spellings of one full name share: good enough for people named nearby, not for a decision."""
    read = read_person(name)
    given = read.given[0] if read.full else ""
    pet = next((min(forms) for forms in groups("pet_names").values() if given in forms), None)
    return f"{sound(''.join(read.surname))}:{pet or consonants(given) or given}"


def person_agreement(one: str, other: str) -> tuple[float, str] | None:
    """How much the names alone say for one person, and in which way they agree; None if they cannot be one's."""
    first, second = read_person(one), read_person(other)
    if first.full and second.full:
        if "".join(first.folded) == "".join(second.folded):
            return 0.60, "same full name"
        if not same_person(first, second):
            return None
        if min(len(first.given[0]), len(second.given[0])) == 1:
            return 0.45, "initial and surname"
        return 0.55, "another spelling of the name"
    if not first.full and not second.full:
        return (SINGLE, "same single name") if first.folded == second.folded else None
    full, short = (first, second) if first.full else (second, first)
    return (0.30, "surname") if same_surname(full.surname, short.folded) else None


def body_agreement(one: str, other: str) -> tuple[float, str] | None:
    """How much the names say for one organisation: a proper name much, "Ministry of Finance" or an acronym little."""
    if organization_key(one) != organization_key(other):
        return None
    if one.replace(".", "").isupper() and len(one.replace(".", "")) <= LONGEST_ACRONYM:
        return 0.60, "same acronym"
    return (0.55, "same name, which many bear") if is_generic(one) else (0.85, "same name")


def place_agreement(one: str, other: str) -> tuple[float, str] | None:
    """How much the names say for one place: more than one place bears most names."""
    return (0.75, "same name") if place_key(one) == place_key(other) else None


@lru_cache(maxsize=20_000)
def is_generic(name: str) -> bool:
    """Whether every word is one that organisations everywhere are called by."""
    return all(part in _office_words() for part in fold(name).split())


@cache
def listed(name: str) -> frozenset[str]:
    """The single words of a list, whichever line they stand in."""
    return frozenset(word for entry in entries(name) for word in entry.split())


@cache
def _office_words() -> frozenset[str]:
    return listed("office_words") | {fold(word) for word in words("organization_heads")}
