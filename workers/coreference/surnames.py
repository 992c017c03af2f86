"""Full names from surnames: the one person of the article who bears the name, or nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from shared.model import Entity, EntityKind
from workers.coreference.cast import Cast
from workers.language.cues import cue_verb

_TITLES = re.compile(
    r"^(?:(?:mr|mrs|ms|dr|prof|sen|rep|gov|gen|col|lt|sgt|rev|hon|sir|judge|president|mayor|senator)\.?\s+)+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(r"^(?:the|a|an)\s+", re.IGNORECASE)
_NAME_RUN = re.compile(
    r"[A-ZÀ-ÖØ-Þ@][\w.'’-]*(?: (?:(?:of|de|da|di|van|von|der|den|la|al|bin|ibn) )?[A-ZÀ-ÖØ-Þ][\w.'’-]*)*$"
)


class Surnames:
    """The people of one article by their last names."""

    def __init__(self, cast: Cast) -> None:
        # "Said Roe" at the start of a sentence looks like a name to the recogniser.
        self._people = [e for e in cast.people() if not cue_verb(e.name.split()[0])]
        self._bearers: dict[str, list[Entity]] = defaultdict(list)
        for entity in self._people:
            if " " in entity.name:
                self._bearers[entity.name.casefold().split()[-1]].append(entity)

    def full(self, entity: Entity, roles: bool) -> Entity:
        """The entity, or for one known by a single name the person who bears it as a last name, whatever its kind.

        Not a person with `roles` of their own: "President Roe", whom the entities stage keeps from Ann Roe, stays.
        """
        if " " in entity.name or (entity.kind is EntityKind.PERSON and roles):
            return entity
        return self.bearer(entity.name) or entity

    def bearer(self, phrase: str) -> Entity | None:
        """The one person whose last name is the last of some words, and whose other words do not contradict."""
        parts = [p.casefold() for p in _TITLES.sub("", phrase).split()]
        if not parts:
            return None
        fitting = [e for e in self._bearers.get(parts[-1], ()) if set(parts) <= set(e.name.casefold().split())]
        return fitting[0] if len(fitting) == 1 else None

    def most_named(self) -> Entity | None:
        """The person whom the article is about: named more than twice as often as anybody else."""
        ranked = sorted(self._people, key=lambda e: -e.mention_count)
        if not ranked or (len(ranked) > 1 and ranked[0].mention_count <= 2 * ranked[1].mention_count):
            return None
        return ranked[0]


def unlisted_name(phrase: str, known: Mapping[str, str]) -> str:
    """The name at the end of a phrase that no entity bears, or the longer one in `known` (by last name) behind it."""
    run = _NAME_RUN.search(phrase)
    name = _TITLES.sub("", run[0]) if run is not None else _ARTICLE.sub("", phrase)
    if " " in name:
        return name
    return known.get(name, name)
