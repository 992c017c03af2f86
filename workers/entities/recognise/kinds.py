"""Decides the kind of each name, from the recogniser's votes and the words around all its occurrences together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from shared.model import EntityKind, ParsedArticle
from workers.entities.records import KIND_OF_LABEL, Name, Names
from workers.language.keys import is_listed_place
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name
from workers.language.titles import is_peers_title

RECOGNISED = 2.0
"""The weight of the recogniser's votes together, however many they are: its errors repeat."""
MARGIN = 0.5
"""How much more the evidence must say than the recogniser before a name changes its kind."""
HOME = 3.0
"""Somebody named in full is of it: nobody is "Jane Roe of" a person."""
FRONT = 1.5
"""A listed place in front of somebody's role is no person: "Lincoln mayor Jane Roe"."""
LABEL_OF_KIND = {EntityKind.PERSON: "PERSON", EntityKind.ORGANIZATION: "ORG", EntityKind.PLACE: "LOC"}
PERSON, ORGANIZATION, PLACE = EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE
NEAR = 40
"""How many characters before and behind a name are read: enough for an apposition."""
LONG = 4
"""How many words make a name too long for most people."""


class Said(NamedTuple):
    """One piece of evidence: the kind for which it speaks, how loudly, and the name of its rule."""

    kind: EntityKind
    weight: float
    rule: str


class Beside(NamedTuple):
    """A pattern that ends where a name begins or, `behind`, begins where it ends, and what it says of the name."""

    pattern: re.Pattern[str]
    behind: bool
    said: Said


def sort_kinds(article: ParsedArticle, names: Names) -> Names:
    """Give each name the kind that most speaks for, where that is clearly another than the recogniser's."""
    occurrences: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        occurrences[name.exact].append(name)
    # "Lord Roe of Hull".
    people = {n.end for n in names if n.label == "PERSON" and (" " in n.exact or is_peers_title(n.title))}
    decided = {exact: _label(article.text, group, people) for exact, group in occurrences.items()}
    return tuple(name.labelled(*(decided[name.exact] or (name.label, name.rule))) for name in names)


def _label(text: str, group: list[Name], people: set[int]) -> tuple[str, str] | None:
    """The label that the evidence calls for, with the rule that speaks loudest; none where the recogniser's stands."""
    current = Counter(KIND_OF_LABEL[name.label] for name in group).most_common(1)[0][0]
    # A pattern that repeats says no more than once: the article's author repeats phrases.
    all_said = sorted({said for name in group for said in beside(text, name)}, key=lambda said: said.rule)
    all_said += within(group[0].exact)
    if current is PERSON and any(_is_home(text, name, people) for name in group):
        # "Jane Roe of the UTF" is of a body.
        home = ORGANIZATION if group[0].exact.isupper() else PLACE
        all_said.append(Said(home, HOME, "kinds.home_of_a_person"))
    if current is PERSON and any(_fronts_role().match(text, name.end) for name in group):
        all_said.append(Said(PLACE, FRONT, "kinds.in_front_of_a_role"))
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


def _is_home(text: str, name: Name, people: set[int]) -> bool:
    """ "Mayor Jane Roe of Hull": a single name behind one in full; `people` are the ends of those."""
    start = name.start - len(" of ")
    return " " not in name.exact and start in people and text[start : name.start] == " of "


@lru_cache(maxsize=1)
def _fronts_role() -> re.Pattern[str]:
    return re.compile(rf" (?:[a-z-]+ ){{0,2}}(?:{any_of(words('role_nouns'))}) [A-Z]")


@lru_cache(maxsize=1)
def patterns() -> tuple[Beside, ...]:
    """What stands beside names and tells their kind."""
    body, role = any_of(groups("kind_nouns")["organization"]), any_of(words("role_nouns"))
    place = re.compile(r"\b(?:in|near|outside|throughout|across)\s$")
    apposition = re.compile(rf", (?:an?|the) (?:[\w-]+ ){{0,2}}(?:{body})\b")
    return (
        Beside(place, False, Said(PLACE, 0.6, "kinds.place_preposition")),
        Beside(re.compile(rf"\b[a-z’'-]+ (?:{role}) $"), False, Said(PERSON, 1.5, "kinds.role_in_front")),
        # "Colombia's Jane Roe": with a given name in front it is somebody.
        Beside(re.compile(r"\w['’]s $"), False, Said(PERSON, 1.0, "kinds.possessive_in_front")),
        Beside(apposition, True, Said(ORGANIZATION, 2.0, "kinds.body_in_apposition")),
    )


def beside(text: str, name: Name) -> Iterator[Said]:
    """The evidence right beside one occurrence of a name."""
    front, back = text[max(0, name.start - NEAR) : name.start], text[name.end : name.end + NEAR]
    for pattern, behind, said in patterns():
        if pattern.match(back) if behind else pattern.search(front):
            yield said


def within(exact: str) -> Iterator[Said]:
    """The evidence inside the name: its head noun, a given name, an entry of a list."""
    parts = exact.split()
    if exact in words("platforms"):
        yield Said(ORGANIZATION, 4.0, "kinds.platform")
    if exact in words("seats"):
        yield Said(ORGANIZATION, 6.0, "kinds.seat_of_government")
    if exact in words("known_places") or is_listed_place(exact):
        yield Said(PLACE, 1.5, "kinds.known_place")
    elif len(parts) > 1:
        yield from _headed(parts)
    if 1 < len(parts) < LONG and is_given_name(parts[0]):
        yield Said(PERSON, 2.0, "kinds.given_name")


def _headed(parts: list[str]) -> Iterator[Said]:
    if parts[-1].casefold().replace(".", "") in words("legal_forms"):
        yield Said(ORGANIZATION, 4.0, "kinds.legal_form")
    elif parts[-1] in words("organization_heads"):
        # Hardly anybody has four names and the last of them "Foundation".
        yield Said(ORGANIZATION, 2.0 if len(parts) < LONG else 3.0, "kinds.head_of_a_body")
    if parts[-1] in words("place_heads"):
        yield Said(PLACE, 3.0 if _is_built(parts) else 2.0, "kinds.head_of_a_place")


def _is_built(parts: list[str]) -> bool:
    """ "Elm Street Station", "Vale Convention Centre": nobody and no firm is called that."""
    return parts[-1] in words("built_heads") or parts[-2] in ("Convention", "Conference", "Shopping", "Leisure")
