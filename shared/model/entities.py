"""What the entities stage finds: who and what an article is about."""

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
    """Words that say what somebody is: "chief of staff", of whom or what, former or not."""

    of: str | None = None
    former: bool = False


class Link(Record):
    """A pointer into a register: scheme `wikidata`, `iso3166`, `geonames` or one of the user's, and the id there."""

    scheme: str
    id: str


class Entity(Record):
    """One thing named in one article, under the best-formed of its names."""

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
    """The recogniser's own label (PERSON, ORG, GPE ...), or `PRON` and `NOM` for mentions that are no names."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure it is that the mention means this entity; 1 for names, which are joined by rules."""
    rule: str | None = None
    """Name of the rule that decided which entity the mention means."""


class FoundEntities(Record):
    """What the entities stage returns, in text order; `mentions[i].ordinal == i` and likewise for entities."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
