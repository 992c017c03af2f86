"""Full names from surnames: the one person of the article who bears it, or nobody."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

from shared.model import Entity, EntityKind, FoundEntities
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

    def __init__(self, found: FoundEntities) -> None:
        # "Said Roe" at the start of a sentence looks like a name to the recogniser.
        self._people = [e for e in found.entities if e.kind is EntityKind.PERSON and not cue_verb(e.name.split()[0])]
        self._bearers = _by_last_word(e for e in self._people if " " in e.name)
        self._bodies = _by_last_word(e for e in found.entities if e.kind is EntityKind.ORGANIZATION)

    def full(self, entity: Entity) -> Entity:
        """The entity, or for one known by a single name the person who bears it as a last name, whatever its kind.

        Not a person of some office: that the entities stage keeps "President Roe" from Ann Roe has its reason.
        """
        if " " in entity.name or (entity.kind is EntityKind.PERSON and entity.roles):
            return entity
        return self.bearer(entity.name) or entity

    def bearer(self, words: str) -> Entity | None:
        """The one person whose last name is the last of some words, and whose other words do not contradict."""
        parts = [p.casefold() for p in _TITLES.sub("", words).split()]
        if not parts:
            return None
        fitting = [e for e in self._bearers[parts[-1]] if set(parts) <= set(e.name.casefold().split())]
        return fitting[0] if len(fitting) == 1 else None

    def body(self, words: str, head: str) -> Entity | None:
        """ "the ministry": the one organisation of the article whose name ends so."""
        if not re.match(r"(?:the|its|his|her|their) ", words, re.IGNORECASE) or len(words.split()) > 2:
            return None
        fitting = self._bodies[head.casefold()]
        return fitting[0] if len(fitting) == 1 else None

    def most_named(self) -> Entity | None:
        """The person whom the article is about: named more than twice as often as anybody else."""
        ranked = sorted(self._people, key=lambda e: -e.mention_count)
        if not ranked or (len(ranked) > 1 and ranked[0].mention_count <= 2 * ranked[1].mention_count):
            return None
        return ranked[0]


def _by_last_word(entities: Iterable[Entity]) -> dict[str, list[Entity]]:
    found: dict[str, list[Entity]] = defaultdict(list)
    for entity in entities:
        found[entity.name.casefold().split()[-1]].append(entity)
    return found


class UnlistedNames:
    """Names of speakers that the entities stage does not know: kept as they are written, surnames led back."""

    def __init__(self) -> None:
        self._by_last: dict[str, str] = {}

    def full(self, words: str) -> str:
        """The capitalised words at the end of a phrase, or the longer name that was said before."""
        run = _NAME_RUN.search(words)
        name = _TITLES.sub("", run[0]) if run is not None else _ARTICLE.sub("", words)
        last = name.split()[-1] if name.split() else name
        if " " in name:
            self._by_last[last] = name
        return self._by_last.get(last, name) if " " not in name else name
