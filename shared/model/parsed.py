"""What parsing finds: segments that tile the text, and the article's fields."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from pydantic import Field

from shared.model.provenance import Decoding, Edit, FieldSource
from shared.model.record import Record


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
