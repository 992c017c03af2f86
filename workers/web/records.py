"""Defines what the templates are given, whether a database or files hold the articles."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from shared.model import Article
from workers.web.permalinks import permalink


@dataclass(frozen=True)
class Named:
    """A person, organisation or place that has a page: `key` tells it apart, in the database by its identity."""

    key: str
    name: str
    kind: str = "person"


@dataclass(frozen=True)
class Said:
    """A quotation in a list, apart from its article."""

    uri: str
    content: str
    occurrence: int
    """How many earlier quotations of the article have the same words."""
    kind: str
    act: str
    cue: str | None
    speaker_name: str | None
    speaker_exact: str | None
    speaker_type: str | None
    speaker_role: str | None
    medium: str | None
    publisher: str | None
    published_at: datetime | None
    headline: str | None
    confidence: float
    identity: str | None = None
    """The key of the speaker's page."""

    @property
    def permalink(self) -> str:
        """The quotation's name within its article."""
        return permalink(self.content, self.occurrence)

    @property
    def who(self) -> str:
        """The speaker's full name, or else the words of the text."""
        return self.speaker_name or self.speaker_exact or "Nobody named"


@dataclass(frozen=True)
class VersionRow:
    """A version of an article, whether readers see it or not."""

    version: int
    received_at: datetime
    same_as: int | None = None
    is_visible: bool = False
    has_text: bool = False


@dataclass(frozen=True)
class Failure:
    """Why something is not on record: a quarantined version, or a rejected entry of the inbox."""

    what: str
    """Quarantined or rejected."""
    code: str
    reason: str
    at: datetime
    uri: str | None = None
    stage: str | None = None
    version: int | None = None
    resolved_at: datetime | None = None


@dataclass(frozen=True)
class OtherArticle:
    """An article in a list."""

    uri: str
    headline: str | None
    publisher: str | None
    published_at: datetime | None
    quotations: int | None = None
    similarity: float | None = None
    """Of a near-duplicate: the share of three-word sequences that both have."""


@dataclass(frozen=True)
class ArticleData:
    """An article and all that is known around it."""

    article: Article
    people: dict[int, Named] = field(default_factory=dict)
    """The pages of the article's entities, by their ordinals."""
    received_at: datetime | None = None
    finished_at: datetime | None = None
    versions: tuple[VersionRow, ...] = ()
    failures: tuple[Failure, ...] = ()
    alike: tuple[OtherArticle, ...] = ()


@dataclass(frozen=True)
class VersionText:
    """What two versions are compared by."""

    version: int
    headline: str | None
    text: str
    received_at: datetime | None = None


@dataclass(frozen=True)
class Counted:
    """A name, and how often it occurs; `key` leads to its page."""

    name: str
    count: int
    key: str | None = None
    detail: str = ""


@dataclass(frozen=True)
class DayCount:
    """Quotations of one kind on one day."""

    day: date
    kind: str
    count: int


@dataclass(frozen=True)
class Decision:
    """Why an entity is, may be, or is not this identity."""

    outcome: str
    by: str
    score: float | None
    reason: str
    name: str | None
    uri: str | None
    other: Named | None
    at: datetime


@dataclass(frozen=True)
class Told:
    """What is told of a person, organisation or place across articles, apart from its words."""

    named: Named
    articles: int
    quotations: int
    names: tuple[Counted, ...]
    roles: tuple[Counted, ...]
    links: tuple[str, ...]
    publishers: tuple[Counted, ...]
    beside: tuple[Counted, ...]
    """Who is quoted in the same articles."""


@dataclass(frozen=True)
class Person(Told):
    """A person, organisation or place across articles, with a page of what it said."""

    said: tuple[Said, ...]
    decisions: tuple[Decision, ...] = ()
    next_page: str | None = None
    is_sample: bool = False
    """Whether roles, publishers and company are those of the newest articles alone."""


@dataclass(frozen=True)
class Standing:
    """How many articles are where."""

    articles: int
    open: tuple[Counted, ...] = ()
    quarantined: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Overview:
    """What is on record in a period."""

    period: str
    quotations: int
    articles: int
    most_quoted: tuple[Counted, ...]
    days: tuple[DayCount, ...]
    publishers: tuple[Counted, ...]
    kinds: tuple[Counted, ...]
    types: tuple[Counted, ...]
    counted_at: datetime


@dataclass(frozen=True)
class Share:
    """Quotations of one publisher that are alike in all that the source audit asks."""

    month: str
    speaker_type: str
    kind: str
    is_named: bool
    gender: str
    role: str
    count: int
