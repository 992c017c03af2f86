"""The records that cross function borders, from a submission to the extracted article.

All offsets are 0-based, half-open and count Unicode code points of `Article.text`:
`text[start_char:end_char] == exact` holds for every record that carries `exact`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

PIPELINE_VERSION = "1"
"""Changes whenever the same submission may give other rows."""
MAX_CONTENT_CHARS = 5_000_000
"""Longest `text`, `body` or `html` accepted, in code points: a long book; the bound of every promise on time."""


class Record(BaseModel):
    """Base of all records: immutable, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Uri = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2048)]


class Submission(Record):
    """One news article as its producer sends it: `uri` and exactly one of `text`, `body`, `html`; or `retracted`.

    `text` is raw (noise included), `body` is clean (every non-blank line is the article's own), `html` a whole page.
    What the producer declares (headline, byline ...) wins over what parsing guesses. `extra` is kept, never read.
    With `retracted` the article of that uri is withdrawn; a later submission brings it back. `partial` says that the
    content is a summary, as a feed's item may hold: it is stored with a warning.
    """

    uri: Uri
    text: str | None = Field(default=None, max_length=MAX_CONTENT_CHARS)
    body: str | None = Field(default=None, max_length=MAX_CONTENT_CHARS)
    html: str | None = Field(default=None, max_length=MAX_CONTENT_CHARS)
    headline: str | None = Field(default=None, max_length=2000)
    byline: str | None = Field(default=None, max_length=2000)
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = Field(default=None, max_length=500)
    url: str | None = Field(default=None, max_length=4096)
    language: str | None = Field(default=None, max_length=35)
    retracted: bool = False
    partial: bool = False
    extra: dict[str, Any] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _exactly_one_content(self) -> Submission:
        given = [name for name in ("text", "body", "html") if getattr(self, name) is not None]
        if self.retracted:
            return self
        if len(given) != 1:
            raise ValueError(f"exactly one of text, body, html is required; found {' and '.join(given) or 'none'}")
        if not (getattr(self, given[0]) or "").strip():
            raise ValueError(f"{given[0]} is empty")
        return self


# --- what parsing finds ---------------------------------------------------------------------------------------------


class SegmentKind(StrEnum):
    """What a stretch of text is. The first six are the article's own language; the rest is furniture or noise."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list_item"
    PULLQUOTE = "pullquote"
    CROSSHEAD = "crosshead"
    BYLINE = "byline"
    DATELINE = "dateline"
    CAPTION = "caption"
    RELATED = "related"
    BOILERPLATE = "boilerplate"
    GAP = "gap"


LANGUAGE_KINDS = frozenset(
    {SegmentKind.HEADLINE, SegmentKind.STANDFIRST, SegmentKind.PARAGRAPH, SegmentKind.LIST_ITEM, SegmentKind.PULLQUOTE}
)
"""Only these segments go to the language stages (entities, quotations)."""


class Span(Record):
    """A stretch of the canonical text."""

    start_char: int = Field(ge=0)
    end_char: int
    exact: str


class Segment(Record):
    """A stretch of text of one kind. Segments tile the text: joined in order they are the text."""

    ordinal: int
    kind: SegmentKind
    start_char: int
    end_char: int
    rule: str
    """Name of the rule that decided the kind."""
    confidence: float = Field(ge=0, le=1)
    duplicate_of: int | None = None
    """Ordinal of the earlier segment whose words this one repeats: its quotations are not counted again."""


class Dateline(Record):
    """Where and when the article was filed, as it says itself: "KYIV, May 12 (Reuters) -"."""

    exact: str
    place: str | None = None
    region: str | None = None
    date: str | None = None
    agency: str | None = None


class Warning(Record):  # noqa: A001 - the field's own word, and the wire format's
    """Something odd that did not stop the article: a stable code and what was seen."""

    code: str
    detail: str


class ParsedArticle(Record):
    """An article after the parse stage: canonical text, tiled by segments, and its declared or found fields."""

    uri: str
    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: Dateline | None = None
    text: str
    text_sha256: str
    warnings: tuple[Warning, ...] = ()
    segments: tuple[Segment, ...] = ()

    def language_segments(self) -> tuple[Segment, ...]:
        """The segments whose words are the article's own, repeated ones left out, in order."""
        return tuple(s for s in self.segments if s.kind in LANGUAGE_KINDS and s.duplicate_of is None)

    def slice(self, segment: Segment) -> str:
        """The text of one segment."""
        return self.text[segment.start_char : segment.end_char]


# --- what the entities stage finds ----------------------------------------------------------------------------------


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
    """A pointer into a public register: scheme `wikidata` or `iso3166`, and the id there."""

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


class Mention(Span):
    """One occurrence of an entity. `entity` is the entity's ordinal in the same article."""

    ordinal: int
    form: MentionForm
    entity: int
    label: str
    """The recogniser's own label (PERSON, ORG, GPE ...), or `PRON` and `NOM` for mentions that are no names."""
    confidence: float = Field(default=1.0, ge=0, le=1)
    """How sure it is that the mention means this entity; 1 for names, which are joined by rules."""


class FoundEntities(Record):
    """What the entities stage returns, in text order; `mentions[i].ordinal == i` and likewise for entities."""

    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()


# --- what the quotations stage finds --------------------------------------------------------------------------------


class QuotationKind(StrEnum):
    """Direct: all between marks; mixed: partly between marks; indirect: no marks."""

    DIRECT = "direct"
    MIXED = "mixed"
    INDIRECT = "indirect"


class SpeakerType(StrEnum):
    PERSON = "person"
    ORGANIZATION = "organization"
    GROUP = "group"
    DOCUMENT = "document"
    ANONYMOUS = "anonymous"
    UNKNOWN = "unknown"


class AttributionMethod(StrEnum):
    """How the speaker was found."""

    EXPLICIT = "explicit"
    PRONOUN = "pronoun"
    CONTINUATION = "continuation"
    TITLE = "title"
    TRANSCRIPT = "transcript"
    HEADLINE = "headline"
    NONE = "none"


class Speaker(Record):
    """Who says it: the words in the text (null offsets where carried over from an earlier quotation) and the full name.

    `entity` is the entity's ordinal in the same article; `name` its resolved full name, or null rather than a guess.
    """

    start_char: int | None = None
    end_char: int | None = None
    exact: str | None = None
    entity: int | None = None
    name: str | None = None
    type: SpeakerType = SpeakerType.UNKNOWN
    role: str | None = None


class Medium(Record):
    """Where it was said: type platform, outlet, statement, interview, letter, speech, report ...; name X, BBC ..."""

    type: str
    name: str | None = None


class Attribution(Record):
    method: AttributionMethod
    confidence: float = Field(ge=0, le=1)


class Quotation(Record):
    """Somebody's words: a quotation split around "X said" is one quotation with two spans."""

    ordinal: int
    kind: QuotationKind
    content: str
    spans: tuple[Span, ...] = Field(min_length=1)
    cue: Span | None = None
    speaker: Speaker | None = None
    medium: Medium | None = None
    addressee: str | None = None
    attribution: Attribution


class Article(ParsedArticle):
    """The extracted article: what `onrecord extract` prints and `shared/schemas/article.v1.json` describes."""

    version: int = 1
    pipeline_version: str = PIPELINE_VERSION
    entities: tuple[Entity, ...] = ()
    mentions: tuple[Mention, ...] = ()
    quotations: tuple[Quotation, ...] = ()
