"""Full names from surnames: the one person of the article who bears the name, or nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from shared.model import Entity, EntityKind
from workers.coreference.cast import Cast, only
from workers.language.cues import cue_verb
from workers.language.folding import fold
from workers.language.lexicon import any_of, words
from workers.language.person_names import read_person
from workers.language.titles import without_titles

_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_PARTICLES = any_of(words("name_particles") | {"of"})
_NAME_RUN = re.compile(rf"[A-ZÀ-ÖØ-Þ@][\w.'’-]*(?: (?:(?:{_PARTICLES}) )?[A-ZÀ-ÖØ-Þ][\w.'’-]*)*$")
_OLDER = re.compile(r"\b[Tt]he (?:elder|older)\b|\b[Ss]enior\b")
_YOUNGER = re.compile(r"\b[Tt]he younger\b|\b[Jj]unior\b")
_JUNIOR = re.compile(r"\b(?:Jr|Junior)\b")
LONGEST = 3
"""Words of a person's name that the recogniser takes for a body's: "Chase Banks"."""


class Surnames:
    """The people of one article by their last names."""

    def __init__(self, cast: Cast) -> None:
        # "Said Roe" at the start of a sentence looks like a name to the recogniser.
        self._people = [e for e in cast.people() if not cue_verb(e.name.split()[0])]
        self._cast = cast
        self._genders = cast.genders()
        self._bearers: dict[str, list[Entity]] = defaultdict(list)
        self._given: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._people:
            if " " in entity.name:
                for family in {_folded(entity.name)[-1], *read_person(entity.name).families}:
                    self._bearers[family].append(entity)
                self._given[_folded(entity.name)[0]].append(entity)
        others = (EntityKind.ORGANIZATION, EntityKind.OTHER)
        bodies = (e for e in cast.entities if e.kind in others and 1 < len(e.name.split()) <= LONGEST)
        self._named = [(e, _folded(e.name)) for e in (*self._people, *bodies)]

    def full(self, entity: Entity, roles: bool) -> Entity:
        """The entity, or for one known by a single name the person who bears it as a last name, whatever its kind.

        Not a person with `roles` of their own: "President Roe", whom the entities stage keeps from Ann Roe, stays.
        """
        if entity.kind is EntityKind.PERSON and (" " in entity.name or roles):
            return entity
        if " " in entity.name:
            return (self._longer(entity) if entity.kind is EntityKind.OTHER else None) or entity
        # "Banks" may be taken for a body's name, as Chase Banks may; an acronym is whole.
        short = entity.kind is EntityKind.PERSON or (entity.kind is EntityKind.ORGANIZATION and entity.name.istitle())
        longer = self._longer(entity) if short else None
        found = self.bearer(entity.name) or self._by_given(entity.name) or longer
        return entity if found is None or self._are_two(entity, found) else found

    def _are_two(self, one: Entity, other: Entity) -> bool:
        """ "Mrs. Roe" is not Peter Roe."""
        genders = {self._genders.get(one.ordinal), self._genders.get(other.ordinal)} - {None}
        return len(genders) > 1

    def _by_given(self, name: str) -> Entity | None:
        """The one person whose given name it is: "Christian said" of Christian Bell."""
        return only(self._given.get(_folded(name)[0], []))

    def _longer(self, entity: Entity) -> Entity | None:
        """The one person or body whose longer name ends so: "Banks said" of Chase Banks, whatever he was taken for."""
        ending = _folded(entity.name)
        rest = ((e, name) for e, name in self._named if e is not entity and len(name) > 1)
        return only([e for e, name in rest if name[-len(ending) :] == ending])

    def bearer(self, phrase: str) -> Entity | None:
        """The one person whose last name is the last of some words, and whose other words do not contradict."""
        parts = _folded(without_titles(phrase))
        if not parts:
            return None
        return only([e for e in self._bearers.get(parts[-1], ()) if set(parts) <= set(_folded(e.name))])

    def of_generation(self, phrase: str, surname: str, ages: Mapping[int, int]) -> Entity | None:
        """ "Tait senior", "the younger Tait": the oldest or youngest bearer of the surname, by ages told."""
        bearers = [e for e in self._bearers.get(_folded(surname)[-1], ()) if e.ordinal in ages]
        if len(bearers) < 2 or len({ages[e.ordinal] for e in bearers}) < len(bearers):
            return None
        pick = max if _OLDER.search(phrase) else min
        return pick(bearers, key=lambda e: ages[e.ordinal])

    def most_named(self, before: int) -> Entity | None:
        """The person interviewed in an article of questions and answers: the one named most often before an answer."""
        introduced = [e for e in self._people if self._cast.named(e.ordinal)[0].start < before]
        ranked = sorted(introduced, key=self._times, reverse=True)
        if not ranked or (len(ranked) > 1 and self._times(ranked[0]) == self._times(ranked[1])):
            return None
        return ranked[0]

    def _times(self, entity: Entity) -> int:
        return len(self._cast.named(entity.ordinal))


def tells_generation(phrase: str) -> bool:
    """Whether a phrase tells father from son: "the elder Tait", "Tait junior"."""
    return _OLDER.search(phrase) is not None or _YOUNGER.search(phrase) is not None


def is_contradicted(phrase: str, name: str) -> bool:
    """Whether "the older Marsh" cannot be "Willie Marsh Jr."."""
    younger = _JUNIOR.search(name) is not None
    return (younger and _OLDER.search(phrase) is not None) or (not younger and _JUNIOR.search(phrase) is not None)


def _folded(name: str) -> list[str]:
    return fold(name).split()


def without_article(phrase: str) -> str:
    """The phrase without the article at its front."""
    return _ARTICLE.sub("", phrase)


def unlisted_name(phrase: str, known: Mapping[str, str]) -> str:
    """The name at the end of a phrase that no entity bears, or the longer one in `known` (by last name) behind it."""
    run = _NAME_RUN.search(phrase)
    name = without_titles(run[0]) if run is not None else without_article(phrase)
    if " " in name:
        return name
    return known.get(name, name)
