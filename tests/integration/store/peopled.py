"""Articles that name people, as short as they can be: for tests of who is who across articles."""

from __future__ import annotations

import hashlib

from sqlalchemy import Engine, select

from shared.model import Entity, EntityKind, FoundEntities, Mention, Role
from shared.store import results
from shared.store.records import Stage
from shared.store.tables import identity_member
from tests.integration.store import given
from workers.upkeep import identify


def peopled(engine: Engine, uri: str, *names: str) -> int:
    """An article on record that names these people, "role: name" or "name"; returns its run."""
    new = given.accepted(engine, uri, told(names))
    process(engine, new.run_id, uri, *names)
    return new.run_id


def process(engine: Engine, run_id: int, uri: str, *names: str) -> None:
    """Moves a new run of such an article through all stages."""
    text = told(names)
    results.save_parsed(
        engine,
        given.claimed(engine, run_id, Stage.PARSE),
        given.parsed(uri, text, own_text_sha256=hashlib.sha256(text.encode()).hexdigest()),
    )
    results.save_entities(engine, given.claimed(engine, run_id, Stage.ENTITIES), people(text, names))
    results.save_quotations(engine, given.claimed(engine, run_id, Stage.QUOTATIONS), ())


def told(names: tuple[str, ...]) -> str:
    """The article's text."""
    return ". ".join(names) + "."


def people(text: str, names: tuple[str, ...]) -> FoundEntities:
    """The entities of such an article."""
    entities, mentions = [], []
    for at, told in enumerate(names):
        role, _, name = told.rpartition(": ")
        roles = (Role(**dict(given.at(role, text))),) if role else ()
        entities.append(Entity(ordinal=at, kind=EntityKind.PERSON, name=name, mention_count=1, roles=roles))
        mentions.append(Mention(ordinal=at, form="name", entity=at, label="PERSON", **dict(given.at(name, text))))
    return FoundEntities(entities=tuple(entities), mentions=tuple(mentions))


def resolve(engine: Engine) -> int:
    """Resolves all that is due."""
    return identify.resolve(engine, 60)


def identities_of(engine: Engine, run_id: int) -> dict[str, int]:
    """The identities of an article's people, by name."""
    members = select(identity_member.c.name, identity_member.c.identity_id).where(identity_member.c.run_id == run_id)
    with engine.connect() as connection:
        return dict(connection.execute(members).all())
