"""Defines the record of where an article's text and fields come from: decoding, edits of characters, sources."""

from __future__ import annotations

from enum import StrEnum
from typing import Literal

from shared.model.record import Record


class EditKind(StrEnum):
    """The kind of a character that was replaced or removed."""

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
    """Bytes that are not a character in the file's encoding."""


class Edit(Record):
    """One character that was replaced or removed, and all its places, which `shared.offsets` reads.

    A step is the distance from the previous place, the first from 0; a pair [step, n] is the same step n times. Places
    are offsets in the submitted string, in code points.
    """

    kind: EditKind
    """Of which kind the character is."""
    removed: str
    """The removed character as "U+000D" (JSON cannot hold every character), or bytes as "0x81"."""
    inserted: str
    """The character in its place; "" where it was removed."""
    steps: tuple[int | tuple[int, int], ...]
    """Its places."""


class DecodingMethod(StrEnum):
    """How the encoding of a file was found, the most reliable method first."""

    BOM = "bom"
    UTF_8 = "utf_8"
    """The bytes are valid UTF-8, as text in other encodings hardly ever is."""
    DECLARED = "declared"
    DETECTED = "detected"


class FileForm(StrEnum):
    """The format of a file."""

    TEXT = "text"
    HTML = "html"
    WARC = "warc"
    JSON = "json"
    """A submission as one object, in a list, or as a line."""
    NINJS = "ninjs"
    NITF = "nitf"
    NEWSML_G2 = "newsml_g2"
    RSS = "rss"
    ATOM = "atom"


class Decoding(Record):
    """How a file's bytes became the submitted string."""

    encoding: str
    """The encoding, by its name in Python."""
    method: DecodingMethod
    edits: tuple[Edit, ...] = ()
    """The byte order mark, and bytes that could not be decoded, at places in the submitted string. Empty where that
    string is not the whole file but a part of its XML or JSON."""
    form: FileForm | None = None


class Source(StrEnum):
    """The source of a field's value, the most trusted source first."""

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
    """The lines of the article: its headline, byline, date line, dateline."""
    DETECTED = "detected"
    """A guess from the article's words, for its language."""


FieldName = Literal[
    "headline", "standfirst", "byline", "authors", "published_at", "publisher", "url", "language", "dateline"
]


class FieldSource(Record):
    """The source of a field's value, and whether the other sources agree."""

    field: FieldName
    source: Source
    agreement: tuple[Source, ...] = ()
    """The sources that give the same value."""
    differing: tuple[Source, ...] = ()
    """The sources that give another value, and were not used."""
