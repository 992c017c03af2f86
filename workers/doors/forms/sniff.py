"""Decides a file's form from its first bytes and its name, and reads its submissions, for every door."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from shared.errors import EmptyText, OnrecordError, TooLarge, UnreadableFile
from shared.messages import MAX_ENTRY_BYTES
from workers.doors.forms.decoding import HEAD
from workers.doors.forms.feeds import read_feed
from workers.doors.forms.inflating import inflated
from workers.doors.forms.jsons import is_object, read_json, read_lines
from workers.doors.forms.newsml import read_newsml
from workers.doors.forms.nitf import read_nitf
from workers.doors.forms.pages import read_html, read_text
from workers.doors.forms.records import Item, Reader, refused
from workers.doors.forms.warc import read_warc

_BY_NAME = {
    ".txt": "text", ".html": "html", ".htm": "html", ".xhtml": "html", ".json": "json", ".ninjs": "json",
    ".jsonl": "lines", ".ndjson": "lines", ".rss": "feed", ".atom": "feed", ".nitf": "nitf", ".xml": "xml",
    ".warc": "warc",
}  # fmt: skip
EXTENSIONS = (*_BY_NAME, *(f"{name}.gz" for name in _BY_NAME))
"""Endings of the names of article files."""

_BY_ROOT = {
    "rss": "feed", "feed": "feed", "rdf": "feed", "nitf": "nitf", "newsitem": "newsml", "newsmessage": "newsml",
    "html": "html",
}  # fmt: skip
_ROOT = re.compile(rb"<(?:[A-Za-z0-9_.-]{1,30}:)?([A-Za-z][A-Za-z0-9_.-]*)")
_READERS: dict[str, Reader] = {
    "text": read_text, "html": read_html, "json": read_json, "feed": read_feed, "nitf": read_nitf,
    "newsml": read_newsml,
}  # fmt: skip


def read(payload: bytes, name: str) -> Iterator[Item]:
    """The submissions in a file's bytes; its name may be empty."""
    return read_stream(io.BytesIO(payload), name)


def read_stream(stream: BinaryIO, name: str) -> Iterator[Item]:
    """The submissions in an open file, read line by line or record by record where its form allows."""
    uri = f"file:{name}" if name else "stdin:"
    try:
        head, buffered = _peek(stream)
        if head.startswith(b"\x1f\x8b"):
            head, buffered = _peek(inflated(buffered))
            name = name.removesuffix(".gz")
        if not head:
            raise EmptyText("the file is empty")
        form = _form_of(head, name)
    except OnrecordError as error:
        yield refused(uri, b"", error)
        return
    except OSError as error:
        yield refused(uri, b"", UnreadableFile(str(error)))
        return
    yield from _read(buffered, form, uri)


def _form_of(head: bytes, name: str) -> str:
    """The form of a file: its first bytes say most; a name tells a list of lines from one object."""
    suffix = f".{name.rpartition('.')[2].lower()}" if "." in name else ""
    named = _BY_NAME.get(suffix, "")
    start = _in_ascii(head).lstrip()
    if start.startswith(b"WARC/"):
        return "warc"
    if named in ("text", "lines", "json", "html"):
        return _form_of_markup(start, "html") if named == "html" else named
    if start.startswith(b"<"):
        return _form_of_markup(start, "html" if named in ("", "xml") else named)
    if start[:1] in (b"{", b"["):
        return "json"
    return named if named and named != "xml" else "text"


def _in_ascii(head: bytes) -> bytes:
    """The first bytes without a byte order mark; UTF-16 becomes UTF-8."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head.decode("utf-16", "ignore").encode("utf-8", "ignore")
    return head.removeprefix(codecs.BOM_UTF8)


def _form_of_markup(start: bytes, otherwise: str) -> str:
    found = _ROOT.search(start)
    return _BY_ROOT.get(found[1].decode("ascii").lower(), otherwise) if found else otherwise


def _read(stream: io.BufferedReader, form: str, uri: str) -> Iterator[Item]:
    try:
        if form == "lines":
            yield from read_lines(stream, uri)
        elif form == "json":
            yield from _objects(stream, uri)
        elif form == "warc":
            yield from read_warc(stream, uri)
        else:
            yield from _whole(stream, form, uri)
    except OnrecordError as error:
        yield refused(uri, b"", error)
    except OSError as error:
        yield refused(uri, b"", UnreadableFile(str(error)))


def _objects(stream: io.BufferedReader, uri: str) -> Iterator[Item]:
    """One JSON value, or one a line if the first line is a whole object and more lines follow, whatever the name."""
    first = stream.readline(MAX_ENTRY_BYTES + 2)
    if stream.peek(1) and is_object(first):
        yield from read_lines(stream, uri, first)
    else:
        yield from _whole(stream, "json", uri, first)


def _whole(stream: BinaryIO, form: str, uri: str, first: bytes = b"") -> Iterator[Item]:
    payload = first + stream.read(max(0, MAX_ENTRY_BYTES + 1 - len(first)))
    if len(payload) > MAX_ENTRY_BYTES:
        yield refused(uri, payload[:10_000], TooLarge(f"more than {MAX_ENTRY_BYTES:,} bytes"))
        return
    try:
        yield from _READERS[form](payload, uri)
    except OnrecordError as error:
        yield refused(uri, payload, error)


def _peek(stream: BinaryIO) -> tuple[bytes, io.BufferedReader]:
    """The first bytes, and a stream that still has them."""
    # The raw stream is bounded or a file: buffering it once more costs a copy and gives `peek` to all.
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(cast(io.RawIOBase, stream))
    return buffered.peek(HEAD)[:HEAD], buffered
