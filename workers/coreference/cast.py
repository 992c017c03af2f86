"""Who and what one article names: each name with its entity and titles, and the gender that a person's names show."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from shared.model import Entity, EntityKind, FoundEntities, Mention, MentionForm
from workers.language.gender import Gender, gender_of_person, leaning
from workers.language.titles import titles_before

T = TypeVar("T")
_TAG = re.compile(r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?")
_TAG_BEHIND = re.compile(rf",? \(?{_TAG.pattern}\)?\W*$")


class Named(NamedTuple):
    """One name or resolved pronoun: where it stands, the ordinal of its entity, and the titles right before it."""

    start: int
    end: int
    exact: str
    entity: int
    title: str = ""


class Names:
    """Names in text order that do not overlap, found by where they stand."""

    def __init__(self, names: Sequence[Named]) -> None:
        self.all = sorted(names)
        self._starts = [name.start for name in self.all]

    def covering(self, start: int, end: int) -> Named | None:
        """The name that covers a stretch."""
        at = bisect_right(self._starts, start) - 1
        name = self.all[at] if at >= 0 else None
        return name if name is not None and end <= name.end else None

    def inside(self, start: int, end: int) -> list[Named]:
        """The names that lie inside a stretch."""
        first, last = bisect_left(self._starts, start), bisect_right(self._starts, end)
        return [name for name in self.all[first:last] if name.end <= end]

    def beginning_before(self, offset: int) -> Named | None:
        """The last name that begins before an offset."""
        at = bisect_left(self._starts, offset) - 1
        return self.all[at] if at >= 0 else None

    def beginning_after(self, offset: int) -> Named | None:
        """The first name that begins at an offset or behind it."""
        at = bisect_left(self._starts, offset)
        return self.all[at] if at < len(self.all) else None


class Cast:
    """The entities of one article and their names."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self.text = text
        self.entities = found.entities
        listed = [m for m in found.mentions if m.form is MentionForm.NAME]
        titled = (titles_before(text, m.start_char) if self.is_person(m.entity) else "" for m in listed)
        self.names = Names([_named(m, t) for m, t in zip(listed, titled, strict=True)])
        self.speaking = Names([name for name in self.names.all if not is_party_tag(name.exact)])
        """The names that can speak: "D-Ohio" cannot."""
        self.decided = {m.start_char: m.rule for m in listed if m.rule and m.rule.startswith("coreference.")}
        """The rule for each name whose entity a speaker's words showed before."""
        self._named: dict[int, list[Named]] = {entity.ordinal: [] for entity in found.entities}
        for name in self.names.all:
            self._named[name.entity].append(name)

    def is_person(self, entity: int) -> bool:
        """Whether an entity is a person."""
        return self.entities[entity].kind is EntityKind.PERSON

    def people(self) -> list[Entity]:
        """The people among the entities."""
        return [entity for entity in self.entities if entity.kind is EntityKind.PERSON]

    def named(self, entity: int) -> list[Named]:
        """The names of one entity, in text order."""
        return self._named[entity]

    def is_doubtful(self, entity: int) -> bool:
        """Whether a person is a lone word without a title, which may be no person at all: "Harsh?"."""
        names = self._named[entity]
        return " " not in self.entities[entity].name and len(names) == 1 and not names[0].title

    def genders(self) -> dict[int, Gender | None]:
        """The gender that each person's titles, given name or the nouns beside their names show."""
        return {p.ordinal: gender_of_person(self.text, p.name, tuple(self.named(p.ordinal))) for p in self.people()}

    def leanings(self) -> dict[int, Gender | None]:
        """The gender that most bearers of each person's given name have: Sam Roe is a man rather."""
        return {person.ordinal: leaning(person.name) for person in self.people()}


def only(fitting: Sequence[T]) -> T | None:
    """The one that fits; None where none or several do."""
    return fitting[0] if len(fitting) == 1 else None


def _named(mention: Mention, title: str) -> Named:
    return Named(mention.start_char, mention.end_char, mention.exact, mention.entity, title)


def is_party_tag(words: str) -> bool:
    """Whether the words are a party and a state."""
    return _TAG.fullmatch(words) is not None


def ends_in_party_tag(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends in a party and a state."""
    return _TAG_BEHIND.search(text, start, end) is not None
