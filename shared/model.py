"""The records that cross function borders, from a submission to the extracted article.

All offsets are 0-based, half-open and count Unicode code points of `Article.text`:
`text[start_char:end_char] == exact` holds for every record that carries `exact`.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

PIPELINE_VERSION = "1"
"""Changes whenever the same submission may give other rows."""
MAX_CONTENT_CHARS = 5_000_000
"""Longest `text`, `body` or `html` accepted, in code points: a long book; the bound of every promise on time."""


class Record(BaseModel):
    """Base of all records: immutable, strict about unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


Uri = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2048)]


class EditKind(StrEnum):
    """What was made plain or taken out."""

    NEWLINE = "newline"
    SPACE = "space"
    NUL = "nul"
    SURROGATE = "surrogate"
    BOM = "bom"
    BIDI = "bidi"
    ZERO_WIDTH = "zero_width"
    CONTROL = "control"
    WINDOWS_MARK = "windows_mark"
    """A quotation mark or dash of Windows-1252 that was read as Latin-1."""
    UNDECODABLE = "undecodable"
    """Bytes that are no character in the file's encoding."""


class Edit(Record):
    """One character that was replaced or taken out, and all places where it was: `shared.offsets` reads them.

    A step is the distance from the place before, the first from 0; a pair [step, n] is the same step n times. Places
    are offsets in the submitted string, in code points.
    """

    kind: EditKind
    removed: str
    """What stood there: a character as "U+000D" (not every one can be written in JSON), bytes as "0x81"."""
    inserted: str
    """What stands there now; "" where it was taken out."""
    steps: tuple[int | tuple[int, int], ...]


class DecodingMethod(StrEnum):
    """How the encoding of a file's bytes was found, the surest first."""

    BOM = "bom"
    UTF_8 = "utf_8"
    """They are UTF-8 without a fault, which other encodings hardly ever are."""
    DECLARED = "declared"
    DETECTED = "detected"


class Decoding(Record):
    """How a file's bytes became the submitted string."""

    encoding: str
    method: DecodingMethod
    edits: tuple[Edit, ...] = ()
    """Its byte order mark, and what could not be decoded; places are those in the submitted string."""


def _short_enough(content: str) -> str:
    if len(content) > MAX_CONTENT_CHARS:
        raise PydanticCustomError("string_too_long", f"at most {MAX_CONTENT_CHARS:,} characters")
    return content


Content = Annotated[
    str, AfterValidator(_short_enough), WithJsonSchema({"type": "string", "maxLength": MAX_CONTENT_CHARS})
]
"""A string that may hold lone surrogates (an emoji cut in two): pydantic's own limit on length would refuse them."""


class Submission(Record):
    """One news article as its producer sends it: `uri` and exactly one of `text`, `body`, `html`; or `retracted`.

    `text` is raw (noise included), `body` is clean (every non-blank line is the article's own), `html` a whole page.
    What the producer declares (headline, byline ...) wins over what parsing guesses. `extra` is kept, never read.
    With `retracted` the article of that uri is withdrawn; a later submission brings it back. `partial` says that the
    content is a summary, as a feed's item may hold: it is stored with a warning. `decoding` is for who reads files: how
    their bytes became this string.
    """

    uri: Uri
    text: Content | None = None
    body: Content | None = None
    html: Content | None = None
    headline: str | None = Field(default=None, max_length=2000)
    standfirst: str | None = Field(default=None, max_length=10_000)
    byline: str | None = Field(default=None, max_length=2000)
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = Field(default=None, max_length=500)
    url: str | None = Field(default=None, max_length=4096)
    language: str | None = Field(default=None, max_length=35)
    dateline: str | None = Field(default=None, max_length=500)
    retracted: bool = False
    partial: bool = False
    decoding: Decoding | None = None
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


class Source(StrEnum):
    """Who says what a field holds, the most trusted first."""

    DECLARED = "declared"
    """The producer: a field of the submission, or of the ninjs, NITF, NewsML-G2, RSS or Atom item it came in."""
    JSON_LD = "json_ld"
    MICRODATA = "microdata"
    OPEN_GRAPH = "open_graph"
    META = "meta"
    """The page's other meta tags, Twitter's and Dublin Core's included."""
    MARKUP = "markup"
    """The page's own tags: title, h1, time, link rel=canonical, html lang."""
    EXTRACTOR = "extractor"
    """The library that finds a page's body."""
    SEGMENTER = "segmenter"
    """The article's own lines: its headline, byline, date line, dateline."""
    DETECTED = "detected"
    """A guess from the article's words: its language."""


FieldName = Literal[
    "headline", "standfirst", "byline", "authors", "published_at", "publisher", "url", "language", "dateline"
]


class FieldSource(Record):
    """Where a field's value comes from, and what the other sources that speak of it say."""

    field: FieldName
    source: Source
    agreement: tuple[Source, ...] = ()
    """Those that say the same."""
    differing: tuple[Source, ...] = ()
    """Those that say something else, and were not believed."""


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
    field_sources: tuple[FieldSource, ...] = ()
    """One for each field above that holds something."""
    canonical_url: str | None = None
    """The url, or a uri that is one, without what tells no pages apart: tracking parameters, fragment, case of host."""
    text: str
    text_sha256: str
    own_text_sha256: str = ""
    """Hash of the article's own words: those of its language segments, whatever white space and noise stand between."""
    edits: tuple[Edit, ...] = ()
    """What tells `text` from the submitted `text` or `body`. None for `html`: its text is put together from blocks."""
    decoding: Decoding | None = None
    warnings: tuple[Warning, ...] = ()
    segments: tuple[Segment, ...] = ()

    def language_segments(self) -> tuple[Segment, ...]:
        """The segments whose words are the article's own, repeated ones left out, in order."""
        return tuple(s for s in self.segments if s.kind in LANGUAGE_KINDS and s.duplicate_of is None)

    def slice(self, segment: Segment) -> str:
        """The text of one segment."""
        return self.text[segment.start_char : segment.end_char]


class Fingerprint(Record):
    """What finds an article's near-duplicates: where two share a key, their signatures are compared, place by place."""

    signature: tuple[int, ...]
    keys: tuple[int, ...]


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


class SpeechAct(StrEnum):
    """What the cue says that somebody does with the words; only statements, promises and demands were said as told.

    A denial's content is what was denied; a declined comment's is what was not answered; a thought may never have been
    spoken.
    """

    STATEMENT = "statement"
    DENIAL = "denial"
    NO_COMMENT = "no_comment"
    QUESTION = "question"
    DEMAND = "demand"
    PROMISE = "promise"
    THOUGHT = "thought"


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
    speakers: tuple[Speaker, ...] = ()
    """Each of those who say it together, where `speaker` is several by name: "Roe and Poe said"."""
    act: SpeechAct = SpeechAct.STATEMENT
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
