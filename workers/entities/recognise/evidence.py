"""Tells what the words around and inside a name say about its kind: an age, a "who", a "town of", a share price."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from shared.model import EntityKind
from workers.entities.records import Name
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name

PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
NEAR = 40
"""How many characters before a name are read."""
FURTHER = 90
"""How many characters behind a name are read: enough for an apposition."""

LONG = 4
"""How many words make a name too long for most people."""

STATES_SHORT = r"(?:[A-Z][a-z]{2,4}\.|[A-Z]\.[A-Z]\.|[A-Z]{2})(?=[,\s])"


class Evidence(NamedTuple):
    """A pattern beside a name, the kind it speaks for, how loudly (a recogniser's vote is 1), and the rule's name."""

    kind: EntityKind
    weight: float
    pattern: re.Pattern[str]
    rule: str


class Said(NamedTuple):
    """One piece of evidence: the kind for which it speaks, how loudly, and the name of its rule."""

    kind: EntityKind
    weight: float
    rule: str


@lru_cache(maxsize=1)
def before() -> tuple[Evidence, ...]:
    """Patterns that end where a name begins."""
    place, organization = (any_of(groups("kind_nouns")[kind]) for kind in ("place", "organization"))
    role, theirs = any_of(words("role_nouns")), r"(?:['’]s|\b[Hh]is|\b[Hh]er|\b[Tt]heir)"
    return (
        Evidence(PLACE, 0.6, re.compile(r"\b(?:in|near|outside|throughout|across)\s$"), "kinds.place_preposition"),
        Evidence(PLACE, 2.0, re.compile(rf"\b(?:{place}) of $"), "kinds.town_of"),
        Evidence(ORGANIZATION, 1.5, re.compile(rf"\b[a-z-]+ (?:{organization}) $"), "kinds.noun_for_a_body_in_front"),
        Evidence(PERSON, 1.5, re.compile(rf"\b[a-z’'-]+ (?:{role}) $"), "kinds.role_in_front"),
        # "Colombia's Jane Roe": with a given name in front it is somebody.
        Evidence(PERSON, 1.0, re.compile(r"\w['’]s $"), "kinds.possessive_in_front"),
        Evidence(PERSON, 2.5, re.compile(rf"{theirs} (?:[\w-]+ ){{0,2}}(?:{role}), $"), "kinds.role_of_somebody"),
    )


@lru_cache(maxsize=1)
def after() -> tuple[Evidence, ...]:
    """Patterns that begin where a name ends."""
    place, organization = (any_of(groups("kind_nouns")[kind]) for kind in ("place", "organization"))
    apposition = r", (?:an?|the) (?:[\w-]+ ){0,2}"
    kin, firms = any_of(groups("relatives")["kin"]), groups("firms")
    theirs, countries = any_of(firms["belongings"] | firms["leaders"]), any_of(words("known_places"))
    return (
        Evidence(PERSON, 3.0, re.compile(r"(?:, (?:aged )?[1-9]\d,| \([1-9]\d\)[ ,.])"), "kinds.age_behind"),
        Evidence(PERSON, 1.5, re.compile(rf",? who\b|,? whose (?:{kin})s?\b"), "kinds.who_behind"),
        Evidence(PERSON, 1.5, re.compile(rf"['’]s? (?:{kin}|lawyer)s?\b"), "kinds.relatives_behind"),
        Evidence(ORGANIZATION, 1.5, re.compile(rf"(?:['’]s?)? (?:{theirs})\b"), "kinds.belongings_behind"),
        Evidence(ORGANIZATION, 2.0, re.compile(rf"{apposition}(?:{organization})\b"), "kinds.body_in_apposition"),
        Evidence(PLACE, 2.0, re.compile(rf"{apposition}(?:{place})\b"), "kinds.place_in_apposition"),
        Evidence(PLACE, 2.0, re.compile(r"-based\b"), "kinds.based_behind"),
        Evidence(PLACE, 1.5, re.compile(rf", (?:{countries}|{STATES_SHORT})"), "kinds.country_behind"),
    )


@lru_cache(maxsize=1)
def _closed_apposition() -> re.Pattern[str]:
    """ "NAME, the head of the harbour board,": but not by a noun that firms bear, too ("host", "owner")."""
    trades = any_of(words("role_nouns") - words("roles_of_bodies"))
    link = r"(?: (?:of|at|for|from|in) (?:[\w’'&.-]+ ){0,5}[\w’'&.-]+)?"
    return re.compile(rf", (?:an?|the|(?:the )?[\w-]+['’]s) (?:[\w’'-]+ ){{0,3}}(?:{trades}){link},")


def beside(text: str, name: Name) -> list[Said]:
    """The evidence right beside one occurrence of a name."""
    front = text[max(0, name.start - NEAR) : name.start]
    back = text[name.end : name.end + FURTHER]
    found = [one for one in before() if one.pattern.search(front)]
    found += [one for one in after() if one.pattern.match(back)]
    trade = Evidence(PERSON, 2.5, _closed_apposition(), "kinds.trade_in_apposition")
    found += [trade] if _can_be_persons(name.exact) and trade.pattern.match(back) else []
    return [Said(one.kind, one.weight, one.rule) for one in found]


def _can_be_persons(exact: str) -> bool:
    """No "of" and no "University" in it: "Jane Roe of Quill University, a co-author," is about Roe."""
    parts = exact.split()
    listed = words("organization_heads") | words("place_heads") | words("known_places")
    return all(part[0].isupper() and part not in listed for part in parts) and len(parts) <= LONG


def within(exact: str) -> list[Said]:
    """The evidence inside the name: its head noun, a given name, an entry of a list."""
    parts = exact.split()
    found: list[Said] = []
    if len(parts) > 1 and parts[-1].casefold().replace(".", "") in words("legal_forms"):
        found.append(Said(ORGANIZATION, 4.0, "kinds.legal_form"))
    elif len(parts) > 1 and parts[-1] in words("organization_heads"):
        # Hardly anybody has four names and the last of them "Foundation".
        found.append(Said(ORGANIZATION, 2.0 if len(parts) < LONG else 3.0, "kinds.head_of_a_body"))
    if len(parts) > 1 and parts[-1] in words("place_heads"):
        found.append(Said(PLACE, 3.0 if _is_built(parts) else 2.0, "kinds.head_of_a_place"))
    if 1 < len(parts) <= 3 and is_given_name(parts[0]):
        found.append(Said(PERSON, 2.0, "kinds.given_name"))
    if exact in words("platforms"):
        found.append(Said(ORGANIZATION, 4.0, "kinds.platform"))
    if exact in words("seats"):
        found.append(Said(ORGANIZATION, 6.0, "kinds.seat_of_government"))
    if exact in words("known_places"):
        found.append(Said(PLACE, 1.5, "kinds.known_place"))
    return found


def _is_built(parts: list[str]) -> bool:
    """ "Elm Street Station", "Vale Convention Centre": nobody and no firm is called that."""
    return parts[-1] in words("built_heads") or parts[-2] in ("Convention", "Conference", "Shopping", "Leisure")
