"""Numbering: things become entities and mentions, ordinals dense and in text order."""

from __future__ import annotations

from collections.abc import Iterable

from shared.model import Entity, FoundEntities, Mention, MentionForm, Role
from workers.entities.join.joining import Thing
from workers.entities.records import NOMINAL, Name, Resolved

Occurrence = tuple[Name, MentionForm, int, float]


def number(
    things: tuple[Thing, ...], resolved: Iterable[Resolved], roles: tuple[tuple[Role, ...], ...]
) -> FoundEntities:
    """The records of the article's things (in the order of first mention) and of all that stands for them."""
    names = [(name, MentionForm.NAME, at, 1.0) for at, thing in enumerate(things) for name in thing.names]
    occurrences = sorted([*names, *((p.name, _form(p), p.thing, p.confidence) for p in resolved)])
    mentions = tuple(_mention(ordinal, occurrence) for ordinal, occurrence in enumerate(occurrences))
    counts = [0] * len(things)
    for mention in mentions:
        counts[mention.entity] += 1
    entities = tuple(
        Entity(ordinal=at, kind=thing.kind, name=thing.name, mention_count=counts[at], roles=roles[at])
        for at, thing in enumerate(things)
    )
    return FoundEntities(entities=entities, mentions=mentions)


def _mention(ordinal: int, occurrence: Occurrence) -> Mention:
    name, form, entity, confidence = occurrence
    return Mention(
        ordinal=ordinal,
        start_char=name.start,
        end_char=name.end,
        exact=name.exact,
        form=form,
        entity=entity,
        label=name.label,
        confidence=confidence,
    )


def _form(resolved: Resolved) -> MentionForm:
    return MentionForm.NOMINAL if resolved.name.label == NOMINAL else MentionForm.PRONOUN
