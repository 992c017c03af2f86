"""Decides the kind of each name, from the recogniser's votes and the words around all its occurrences together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from shared.model import EntityKind, ParsedArticle
from workers.entities.recognise.cleaning import in_capitals
from workers.entities.records import KIND_OF_LABEL, Name, Names
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name
from workers.language.titles import is_peers_title

RECOGNISED = 2.0
"""The weight of the recogniser's votes together, however many they are: its errors repeat."""
MARGIN = 0.5
"""How much more the evidence must say than the recogniser before a name changes its kind."""
TITLED = 3.0
"""A title before the name: "Mr.", "Senator"."""
DATELINE = 3.0
"""The article was filed from there."""
DEMONYM = 2.0
"""The article knows a people named after it: "Varenian" and "Varenia"."""
HOME = 3.0
"""Somebody named in full is of it: nobody is "Jane Roe of" a person."""
LABEL_OF_KIND = {EntityKind.PERSON: "PERSON", EntityKind.ORGANIZATION: "ORG", EntityKind.PLACE: "LOC"}
ACRONYM = re.compile(r"[A-Z]{3,5}")
ACRONYM_OF_BODY = 2.5
"""Capitals alone in a line that is not in capitals, and never with small letters: hardly a person."""
ARTICLE_BEFORE = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)
PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
NEAR = 40
"""How many characters before a name are read."""
FURTHER = 90
"""How many characters behind a name are read: enough for an apposition."""

LONG = 4
"""How many words make a name too long for most people."""

STATES_SHORT = r"(?:[A-Z][a-z]{2,4}\.|[A-Z]\.[A-Z]\.|[A-Z]{2})(?=[,\s])"


def sort_kinds(article: ParsedArticle, names: Names) -> Names:
    """Give each name the kind that most speaks for, where that is clearly another than the recogniser's."""
    occurrences: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        occurrences[name.exact].append(name)
    peoples = {name.exact for name in names if name.label == "NORP"}
    # "Lord Roe of Hull".
    people = {n.end for n in names if n.label == "PERSON" and (" " in n.exact or is_peers_title(n.title))}
    decided = {exact: _label(article, group, peoples, people) for exact, group in occurrences.items()}
    return tuple(name.labelled(*(decided[name.exact] or (name.label, name.rule))) for name in names)


def _label(article: ParsedArticle, group: list[Name], peoples: set[str], people: set[int]) -> tuple[str, str] | None:
    """The label that the evidence calls for, with the rule that speaks loudest; none where the recogniser's stands."""
    if _is_national(article.text, group):
        return "NORP", "kinds.national_with_an_article"
    votes = Counter(KIND_OF_LABEL[name.label] for name in group)
    current = votes.most_common(1)[0][0]
    all_said = list(_said(article, group, peoples))
    if current is EntityKind.PERSON and any(_is_home(article.text, name, people) for name in group):
        # "Jane Roe of the UTF" is of a body.
        home = EntityKind.ORGANIZATION if group[0].exact.isupper() else EntityKind.PLACE
        all_said.append(Said(home, HOME, "kinds.home_of_a_person"))
    weight = _weigh(group, all_said)
    best = max(LABEL_OF_KIND, key=lambda kind: (weight[kind], kind is current))
    if best is current or weight[best] < weight[current] + MARGIN:
        return None
    return LABEL_OF_KIND[best], max((one for one in all_said if one.kind is best), key=lambda one: one.weight).rule


def _weigh(group: list[Name], all_said: list[Said]) -> dict[EntityKind, float]:
    weight: dict[EntityKind, float] = dict.fromkeys(EntityKind, 0.0)
    for name in group:
        weight[KIND_OF_LABEL[name.label]] += RECOGNISED / len(group)
    for one in all_said:
        weight[one.kind] += one.weight
    return weight


def _said(article: ParsedArticle, group: list[Name], peoples: set[str]) -> Iterator[Said]:
    # A pattern that repeats says no more than once: the article's author repeats phrases.
    yield from sorted({said for name in group for said in beside(article.text, name)}, key=lambda said: said.rule)
    exact = group[0].exact
    yield from within(exact)
    if KIND_OF_LABEL[group[0].label] is EntityKind.PERSON and _is_acronym(article, group[0]):
        yield Said(EntityKind.ORGANIZATION, ACRONYM_OF_BODY, "kinds.capitals_alone")
    if any(name.title for name in group):
        yield Said(EntityKind.PERSON, TITLED, "kinds.title_in_front")
    if article.dateline and exact == article.dateline.place:
        yield Said(EntityKind.PLACE, DATELINE, "kinds.dateline")
    if any(exact + end in peoples or exact.rstrip("aeioy") + end in peoples for end in groups("endings")["demonyms"]):
        yield Said(EntityKind.PLACE, DEMONYM, "kinds.people_named_after_it")


def _is_acronym(article: ParsedArticle, name: Name) -> bool:
    """Capitals alone that the article never writes with small letters, in a line that is not in capitals."""
    never_small = ACRONYM.fullmatch(name.exact) is not None and name.exact.title() not in article.text
    return never_small and not in_capitals(article, name, near=6)


def _is_home(text: str, name: Name, people: set[int]) -> bool:
    """ "Mayor Jane Roe of Hull": a single name behind one in full; `people` are the ends of those."""
    start = name.start - len(" of ")
    return " " not in name.exact and start in people and text[start : name.start] == " of "


def _is_national(text: str, group: list[Name]) -> bool:
    """ "The Finn" is one of a people, not somebody called Finn."""
    return group[0].exact in words("nationals") and any(
        ARTICLE_BEFORE.search(text, max(0, name.start - 4), name.start) for name in group
    )


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
