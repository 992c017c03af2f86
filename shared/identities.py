"""Holds the records of identities: an article's description of a thing, its candidates, and the decisions."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shared.errors import OnrecordError
from shared.model import EntityKind, Record


class KindsDiffer(OnrecordError):
    """A person, an organisation and a place are never the same identity."""

    code = "kinds_differ"
    cure = "Look at each with `onrecord identity show`. If an article got the kind wrong, leave them apart."
    exit_code = 65


class Outcome(StrEnum):
    """The outcome of a comparison of two things."""

    SAME = "same"
    PROPOSED = "proposed"
    """Perhaps the same: a person has to decide."""
    APART = "apart"


class DecidedBy(StrEnum):
    """Who decided. No rule changes a decision that was made by hand."""

    RULE = "rule"
    HAND = "hand"


class Profile(Record):
    """The description that one article gives of one thing; words and names are folded."""

    names: tuple[str, ...]
    """As written, the best-formed first."""
    roles: tuple[str, ...] = ()
    role_of: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Full names of the people in the same article, without public figures, whom many articles name."""
    bodies: tuple[str, ...] = ()
    """The organisations in the same article, without those of the register, which many articles name."""
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    """ "wikidata:Q30"."""
    gender: str | None = None
    suffix: str | None = None
    """Jr., Sr., III."""
    born: int | None = None
    year: int | None = None
    """When the article was published."""


class Described(Record):
    """An entity of an article, with the keys by which others like it are found."""

    ordinal: int
    kind: EntityKind
    name: str
    keys: tuple[str, ...]
    profile: Profile


class Candidate(Record):
    """An identity that an entity may be, and the profiles that its newest articles give it."""

    identity_id: int
    kind: EntityKind
    name: str
    keys: tuple[str, ...] = ()
    """The keys by which it was found."""
    profiles: tuple[Profile, ...] = ()
    foreign: tuple[int, ...] = ()
    """Identities that a person has declared to be different ones."""


class Known(Record):
    """Earlier decisions about an article's entities, by their ordinals."""

    pinned: dict[int, int] = Field(default_factory=dict)
    """The identity of an entity that was decided by hand."""
    before: dict[int, int] = Field(default_factory=dict)
    """The identity of an entity when the article's identities were last resolved."""
    alone: frozenset[int] = frozenset()
    """The identities among these that no other article names."""


class Judgement(Record):
    """The outcome of the comparison of an entity (or an identity) with an identity, and the reason."""

    outcome: Outcome
    score: float = Field(ge=0, le=1)
    reason: str


class Place(Record):
    """The identity of an entity, an old or a new one, and the other identities that it was compared with."""

    ordinal: int
    identity_id: int | None
    """None: a new identity."""
    name: str | None = None
    """A better-formed name for that identity, if the article has one."""
    because: Judgement | None = None
    """None if no rule had to decide: the identity is new, or was decided by hand."""
    beside: tuple[tuple[int, Judgement], ...] = ()
    """Other identities that the entity may be, or is not."""


class Merge(Record):
    """Two identities that turned out to be one."""

    kept: int
    gone: int
    because: Judgement


class Rulings(Record):
    """The decisions about one article: a place for every entity, and identities to merge first."""

    places: tuple[Place, ...]
    merges: tuple[Merge, ...] = ()


# --- records for people to look at -----------------------------------------------------------------------------------


class IdentityRow(Record):
    """One line of a list of identities."""

    identity_id: int
    kind: EntityKind
    name: str
    articles: int
    """How many entities of visible articles belong to it."""


class MemberRow(Record):
    """An article that names the identity, with the name it uses."""

    uri: str
    entity: int
    name: str
    pinned: bool
    """Whether the membership was decided by hand."""


class DecisionRow(Record):
    """A decision about the identity."""

    outcome: Outcome
    by: DecidedBy
    score: float | None
    reason: str
    uri: str | None
    name: str | None
    identity_id: int
    other_id: int | None
    at: datetime


class IdentityDetail(Record):
    """An identity with its aliases, members and decisions."""

    identity_id: int
    kind: EntityKind
    name: str
    aliases: tuple[str, ...]
    members: tuple[MemberRow, ...]
    decisions: tuple[DecisionRow, ...]


class Split(Record):
    """The result of a split: the new identity, and how many entities moved to it."""

    identity_id: int
    moved: int
