"""Tells what one article says of each of its people, organisations and places: who and what stands beside it."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from shared.identities import Described, Profile
from shared.model import Entity, EntityKind, FoundEntities, Mention, MentionForm, ParsedArticle, SegmentKind
from workers.identities.names import keys_of, listed
from workers.language.folding import fold
from workers.language.gender import PRONOUNS, gender_of_title
from workers.language.keys import organization_key
from workers.language.lexicon import words
from workers.language.person_names import read_person
from workers.language.titles import titles_before

KINDS = (EntityKind.PERSON, EntityKind.ORGANIZATION, EntityKind.PLACE)
AGE = re.compile(r",? (?:aged )?\(?(\d{1,2})\)?[,.;)]")
MOST = 40
"""Names kept of each sort: the first that the article names; a list of a hundred says little of each."""


class Scene(NamedTuple):
    """What all entities of an article share: whom and what it names, and when it was written."""

    people: dict[int, str]
    bodies: dict[int, str]
    places: dict[int, str]
    countries: tuple[str, ...]
    year: int | None


def describe(article: ParsedArticle, found: FoundEntities) -> tuple[Described, ...]:
    """The entities that can have an identity, each with what the article says of it."""
    mentions: dict[int, list[Mention]] = defaultdict(list)
    for mention in found.mentions:
        mentions[mention.entity].append(mention)
    filed = {at for s in article.segments if s.kind is SegmentKind.DATELINE for at in range(s.start_char, s.end_char)}
    # Where an article was filed says nothing of the people in it.
    told = [e for e in found.entities if not filed.issuperset(m.start_char for m in mentions[e.ordinal])]
    scene = _scene(article, told)
    return tuple(
        described
        for entity in found.entities
        if entity.kind in KINDS
        for described in [_described(article.text, entity, mentions[entity.ordinal], scene)]
        if described.keys
    )


def _described(text: str, entity: Entity, mentions: list[Mention], scene: Scene) -> Described:
    named = [mention for mention in mentions if mention.form is MentionForm.NAME]
    names = _names(entity, named)
    links = tuple(f"{link.scheme}:{link.id}" for link in entity.links)
    age = _age(text, named)
    profile = Profile(
        names=names,
        roles=tuple(sorted({word for role in entity.roles for word in _role_words(role.exact)})),
        role_of=tuple(sorted({fold(role.of) for role in entity.roles if role.of})),
        people=_beside(scene.people, entity),
        bodies=_beside(scene.bodies, entity),
        places=_beside(scene.places, entity),
        countries=scene.countries,
        links=links,
        gender=_gender(text, mentions) if entity.kind is EntityKind.PERSON else None,
        suffix=_suffix(named),
        born=scene.year - age if scene.year and age else None,
        year=scene.year,
    )
    return Described(
        ordinal=entity.ordinal,
        kind=entity.kind,
        name=entity.name,
        keys=keys_of(entity.kind, names, links),
        profile=profile,
    )


def _scene(article: ParsedArticle, entities: Sequence[Entity]) -> Scene:
    people, bodies, places = {}, {}, {}
    countries = set()
    for entity in entities:
        codes = {link.id.split("-")[0] for link in entity.links if link.scheme == "iso3166"}
        countries |= codes
        if entity.kind is EntityKind.PERSON and read_person(entity.name).full and not _is_public(entity):
            people[entity.ordinal] = fold(entity.name)
        elif entity.kind is EntityKind.ORGANIZATION and not entity.links:
            # "COVID-19", "WA-01": what has a figure is a law, a district or a disease more often than a body.
            if not any(letter.isdigit() for letter in entity.name):
                bodies[entity.ordinal] = organization_key(entity.name)
        elif entity.kind is EntityKind.PLACE and not codes:
            places[entity.ordinal] = fold(entity.name)
    year = article.published_at.year if article.published_at else None
    return Scene(people, bodies, places, tuple(sorted(countries)), year)


def _is_public(entity: Entity) -> bool:
    """A head of state, or somebody whom a register knows: they stand beside everybody."""
    held = {word for role in entity.roles for word in _role_words(role.exact)}
    return bool(entity.links) or bool(held & listed("public_figures"))


def _beside(others: dict[int, str], entity: Entity) -> tuple[str, ...]:
    return tuple(name for ordinal, name in others.items() if ordinal != entity.ordinal)[:MOST]


def _names(entity: Entity, named: Iterable[Mention]) -> tuple[str, ...]:
    """The entity's name, and the other forms that say as much: of a person full names only."""
    forms = dict.fromkeys([entity.name, *(" ".join(mention.exact.split()) for mention in named)])
    if entity.kind is EntityKind.PERSON and read_person(entity.name).full:
        return tuple(form for form in forms if read_person(form).full)
    return tuple(forms)


def _role_words(role: str) -> set[str]:
    """ "former finance minister": finance, minister."""
    return {word for word in fold(role).split() if word not in words("function_words") and word != "former"}


def _gender(text: str, mentions: Iterable[Mention]) -> str | None:
    """The gender that most of the pronouns and titles show; None in a tie."""
    votes = Counter(
        gender
        for mention in mentions
        if (
            gender := PRONOUNS.get(mention.exact.casefold()) or gender_of_title(titles_before(text, mention.start_char))
        )
    )
    ranked = votes.most_common(2)
    return ranked[0][0] if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]) else None


def _suffix(named: Iterable[Mention]) -> str | None:
    found = {generation for mention in named if (generation := read_person(mention.exact).generation)}
    return found.pop() if len(found) == 1 else None


def _age(text: str, named: Iterable[Mention]) -> int | None:
    """ "Jane Roe, 34, said": the first age right behind one of the names."""
    ages = (AGE.match(text, mention.end_char) for mention in named)
    return next((int(age.group(1)) for age in ages if age), None)
