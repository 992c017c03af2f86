"""Defines the results of the parse stage: the segments that tile the text, and the article's fields."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shared.model.provenance import Decoding, Edit, FieldSource
from shared.model.record import Record


class SegmentKind(StrEnum):
    """The kind of a stretch of text. The first six kinds hold the article's own words, the others page furniture."""

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
"""The segments that the entities and quotations stages read."""

PULLED = "pullquotes.words_of_the_text"
"""The rule of a pull quote whose words stand in a paragraph, too: they are read there, and counted once."""


class Segment(Record):
    """A stretch of text of one kind. Segments tile the text: joined in order, they are the text."""

    ordinal: int
    kind: SegmentKind
    start_char: int
    end_char: int
    rule: str
    """The name of the rule that decided the kind."""
    confidence: float = Field(ge=0, le=1)
    duplicate_of: int | None = None
    """The ordinal of the earlier segment that this one repeats: its quotations are not counted again."""

    @property
    def repeated(self) -> bool:
        """Whether its words are read elsewhere: in the segment it repeats, or in the paragraph it is pulled from."""
        return self.duplicate_of is not None or self.rule == PULLED


class Dateline(Record):
    """The place and date of filing that the article gives: "KYIV, May 12 (Reuters) -"."""

    exact: str
    """The dateline as it is written."""
    place: str | None = None
    """The place of filing."""
    region: str | None = None
    """A state or country beside the place."""
    date: str | None = None
    """The date, as it is written."""
    agency: str | None = None
    """The news agency."""


class Warning(Record):  # noqa: A001 - the field's own word, and the wire format's
    """A defect that did not stop the article: a stable code, and the detail."""

    code: str
    detail: str


class ParsedArticle(Record):
    """An article after the parse stage: canonical text, segments that tile it, and declared or found fields."""

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
    """One source for each field above that has a value."""
    canonical_url: str | None = None
    """The url (or a uri that is a URL) without tracking parameters, fragment, and capitals in the host."""
    text: str
    text_sha256: str
    own_text_sha256: str = ""
    """Hash of the words in the article's language segments, without the white space and noise between them."""
    edits: tuple[Edit, ...] = ()
    """The differences between `text` and the submitted `text` or `body`. Empty for `html`, whose text is assembled."""
    decoding: Decoding | None = None
    warnings: tuple[Warning, ...] = ()
    segments: tuple[Segment, ...] = ()

    def language_segments(self) -> tuple[Segment, ...]:
        """The segments that hold the article's own words, without repeated ones, in order."""
        return tuple(s for s in self.segments if s.kind in LANGUAGE_KINDS and not s.repeated)

    def slice(self, segment: Segment) -> str:
        """The text of one segment."""
        return self.text[segment.start_char : segment.end_char]


class Fingerprint(Record):
    """The keys and signature that find near-duplicates: articles that share a key are compared by signature."""

    signature: tuple[int, ...]
    keys: tuple[int, ...]
