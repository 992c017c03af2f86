"""Defines the results of the entities stage: the people, organisations, places and other things in an article."""

from __future__ import annotations

from enum import StrEnum

from pydantic import Field

from shared.model.record import Record, Span


class EntityKind(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    PLACE = "place"
    OTHER = "other"


class MentionForm(StrEnum):
    NAME = "name"
    PRONOUN = "pronoun"
    NOMINAL = "nominal"


class Role(Span):
    """Words that tell a person's role: "chief of staff", of whom or what, former or not."""

    of: str | None = None
    """The body or person that the role belongs to."""
    former: bool = False
    """Whether the person held the role before: "the former mayor"."""


class Link(Record):
    """A pointer into a register: scheme `wikidata`, `iso3166`, `geonames` or one of the user's, and the id in it."""

    scheme: str
    """The register."""
    id: str
    """The id in the register."""


class Entity(Record):
    """A thing that one article names, under the best-formed of its names."""

    ordinal: int
    kind: EntityKind
    name: str
    mention_count: int = Field(ge=0)
    roles: tuple[Role, ...] = ()
    links: tuple[Link, ...] = ()
    kind_rule: str | None = None
    """Name of the rule that decided the kind."""


class Mention(Span):
    """One occurrence of an entity. `entity` is the entity's ordinal in the same article."""

    ordinal: int
    form: MentionForm
    entity: int
    label: str
    """The recogniser's own label (PERSON, ORG, LOC ...), or `PRON` and `NOM` for pronouns and nominals."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How certain it is that the mention means this entity; 1 for names, which rules join."""
    rule: str | None = None
    """Name of the rule that decided which entity the mention means."""


class FoundEntities(Record):
    """The result of the entities stage, in text order; `mentions[i].ordinal == i` and likewise for entities."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
