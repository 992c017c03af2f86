"""Where an article's words and fields come from: how its bytes were read, what was made plain, who says what."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from shared.model.record import Record


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


class FileForm(StrEnum):
    """The form that a file was in."""

    TEXT = "text"
    HTML = "html"
    WARC = "warc"
    JSON = "json"
    """A submission, alone, in a list or on a line."""
    NINJS = "ninjs"
    NITF = "nitf"
    NEWSML_G2 = "newsml_g2"
    RSS = "rss"
    ATOM = "atom"


class Decoding(Record):
    """How a file's bytes became the submitted string."""

    encoding: str
    method: DecodingMethod
    edits: tuple[Edit, ...] = ()
    """Its byte order mark, and what could not be decoded; places are those in the submitted string. None where that
    string is not the whole file, but was read out of its XML or JSON."""
    form: FileForm | None = None


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
