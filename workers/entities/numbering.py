"""Makes the stage's records of the things found: entities and mentions, numbered in text order without gaps."""

from __future__ import annotations

from shared.model import Entity, FoundEntities, Mention, MentionForm
from workers.entities.join.joining import Thing
from workers.entities.records import Name


def number(things: tuple[Thing, ...]) -> FoundEntities:
    """The entities of the article, in the order of their first names, and a mention for each name."""
    names = sorted((name, at) for at, thing in enumerate(things) for name in thing.names)
    entities = (
        Entity(
            ordinal=at, kind=thing.kind, name=thing.name, mention_count=len(thing.names), kind_rule=thing.rule or None
        )
        for at, thing in enumerate(things)
    )
    mentions = (_mention(ordinal, name, entity) for ordinal, (name, entity) in enumerate(names))
    return FoundEntities(entities=tuple(entities), mentions=tuple(mentions))


def _mention(ordinal: int, name: Name, entity: int) -> Mention:
    return Mention(
        ordinal=ordinal,
        start_char=name.start,
        end_char=name.end,
        exact=name.exact,
        form=MentionForm.NAME,
        entity=entity,
        label=name.label,
        rule=name.joined or None,
    )
