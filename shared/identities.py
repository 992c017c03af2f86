"""The records of identities: what an article says of a thing, whom it is compared with, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shared.errors import OnrecordError
from shared.model import EntityKind, Record


class KindsDiffer(OnrecordError):
    """A person, an organisation and a place are never one."""

    code = "kinds_differ"
    cure = "Look at each with `onrecord identity show`; if an article took one for another kind, leave them apart."
    exit_code = 65


class Outcome(StrEnum):
    """What comparing two things came to."""

    SAME = "same"
    PROPOSED = "proposed"
    """Perhaps the same: for somebody to decide."""
    APART = "apart"


class DecidedBy(StrEnum):
    """Who decided: what was decided by hand, no rule changes."""

    RULE = "rule"
    HAND = "hand"


class Profile(Record):
    """What one article says of one thing; words and names are folded."""

    names: tuple[str, ...]
    """As written, the best-formed first."""
    roles: tuple[str, ...] = ()
    role_of: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    """Full names of the people beside it, public figures left out: they are beside everybody."""
    bodies: tuple[str, ...] = ()
    """The organisations beside it that no register knows: known ones are beside everybody."""
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
    """An identity that may be meant, and what the newest articles say of it."""

    identity_id: int
    kind: EntityKind
    name: str
    keys: tuple[str, ...] = ()
    """Those by which it was found."""
    profiles: tuple[Profile, ...] = ()
    foreign: tuple[int, ...] = ()
    """Identities that somebody has declared to be others."""


class Known(Record):
    """What is known of an article's entities already, by their ordinals."""

    pinned: dict[int, int] = Field(default_factory=dict)
    """Decided by hand."""
    before: dict[int, int] = Field(default_factory=dict)
    """Where they were when the article's identities were last resolved."""
    alone: frozenset[int] = frozenset()
    """Those of these identities that no other article has."""


class Judgement(Record):
    """What comparing an entity (or an identity) with an identity came to, and why."""

    outcome: Outcome
    score: float = Field(ge=0, le=1)
    reason: str


class Place(Record):
    """Where an entity belongs: to an identity, or to a new one; and what it was compared with besides."""

    ordinal: int
    identity_id: int | None
    """None: a new identity."""
    name: str | None = None
    """A better-formed name for that identity, if the article has one."""
    because: Judgement | None = None
    """None if nothing had to be decided: it is new, or was decided by hand."""
    beside: tuple[tuple[int, Judgement], ...] = ()
    """Other identities it may be, or is not."""


class Merge(Record):
    """Two identities that turned out to be one."""

    kept: int
    gone: int
    because: Judgement


class Rulings(Record):
    """What was decided about one article: a place for every entity, and identities to merge first."""

    places: tuple[Place, ...]
    merges: tuple[Merge, ...] = ()


# --- what people look at ---------------------------------------------------------------------------------------------


class IdentityRow(Record):
    """One line of a list of identities."""

    identity_id: int
    kind: EntityKind
    name: str
    articles: int
    """Entities of visible articles that it is."""


class MemberRow(Record):
    """An article in which it is named, and how."""

    uri: str
    entity: int
    name: str
    pinned: bool
    """Whether somebody said so."""


class DecisionRow(Record):
    """A decision about it."""

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
    """All that is known of an identity."""

    identity_id: int
    kind: EntityKind
    name: str
    aliases: tuple[str, ...]
    members: tuple[MemberRow, ...]
    decisions: tuple[DecisionRow, ...]


class Split(Record):
    """What splitting came to: the new identity, and how many entities went over to it."""

    identity_id: int
    moved: int
