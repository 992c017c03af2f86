"""Makes one thing of all names that mean it, kind by kind, and chooses its best-formed name."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from shared.model import EntityKind
from workers.entities.join.organizations import join_organizations
from workers.entities.join.people import join_people
from workers.entities.join.places import join_places
from workers.entities.recognise import datelines
from workers.entities.records import Name
from workers.language.folding import fold
from workers.language.keys import organization_key, vessel_key
from workers.language.person_names import in_lower_case, is_initials, read_person

LONGEST_ACRONYM = 4
"""Letters of a place's acronym, "USSR"; longer names in capitals are shouted."""


class Thing(NamedTuple):
    """A person, body or place of one article: kind, best-formed name, all names in text order, the rule of the kind."""

    kind: EntityKind
    name: str
    names: tuple[Name, ...]
    rule: str = ""
    """Name of the rule that decided the kind."""


def join(text: str, names: tuple[Name, ...]) -> tuple[Thing, ...]:
    """The things that the names mean, in the order of their first names."""
    things = [
        _thing(kind, sorted(group))
        for kind in EntityKind
        for group in _groups(text, kind, [name for name in names if name.kind is kind])
    ]
    return tuple(sorted(things, key=lambda thing: thing.names[0].start))


def _thing(kind: EntityKind, group: list[Name]) -> Thing:
    called = best_name(kind, group)
    deciding = next((name for name in group if _form(kind, name.exact) == called), group[0])
    return Thing(kind, called, tuple(group), deciding.rule)


def _groups(text: str, kind: EntityKind, names: list[Name]) -> list[list[Name]]:
    if kind is EntityKind.PERSON:
        return join_people(text, names)
    if kind is EntityKind.ORGANIZATION:
        return join_organizations(text, names)
    if kind is EntityKind.PLACE:
        return join_places(names)
    return _join_equal(names)


def _join_equal(names: list[Name]) -> list[list[Name]]:
    groups: dict[str, list[Name]] = {}
    for name in names:
        key = vessel_key(name.exact) if name.label == "VESSEL" else fold(name.exact)
        groups.setdefault(key, []).append(name._replace(joined="join.equal_name"))
    return list(groups.values())


def best_name(kind: EntityKind, group: list[Name]) -> str:
    """The name with the most words that are no initials; of several the most frequent, then the first."""
    forms = Counter(_form(kind, name.written) for name in sorted(group))
    best = max(forms, key=lambda form: (_fullness(kind, form), forms[form]))
    person = kind is EntityKind.PERSON and " " in best
    filed = any(name.rule == datelines.RULE for name in group)
    place = kind is EntityKind.PLACE and (filed or len(best) > LONGEST_ACRONYM)
    return in_lower_case(best) if best.isupper() and (person or place) else best


def _form(kind: EntityKind, exact: str) -> str:
    written = " ".join(exact.split())
    return read_person(written).bare if kind is EntityKind.PERSON else written


def _fullness(kind: EntityKind, form: str) -> tuple[bool, int, int]:
    """How full a name is: a legal form adds nothing to a body's; capitals come from a headline or a dateline.

    Before a single word of prose the capitals of a turn's label are the fuller: "DANA PRUITT:", "Good evening, Dana."
    """
    parts = organization_key(form).split() if kind is EntityKind.ORGANIZATION else form.split()
    shouted = kind in (EntityKind.PERSON, EntityKind.PLACE) and len(form) > 3 and form.isupper()
    whole = kind is EntityKind.PERSON and len(parts) > 1
    return (whole, -int(shouted), sum(not is_initials(part) for part in parts))
