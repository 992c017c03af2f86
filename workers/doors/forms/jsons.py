"""Reads JSON and JSON Lines: submissions and ninjs items; a file holds one, a list of them, or one a line."""

from __future__ import annotations

import codecs
import json
from collections.abc import Iterator
from typing import BinaryIO

from shared.errors import OnrecordError, TooLarge
from shared.messages import MAX_ENTRY_BYTES, decode
from shared.model import Decoding, DecodingMethod, FileForm
from workers.doors.forms.decoding import decode as decode_bytes
from workers.doors.forms.ninjs import from_ninjs, is_ninjs
from workers.doors.forms.records import Item, noted, refused

_PLAIN = Decoding(encoding="utf-8", method=DecodingMethod.UTF_8)
"""JSON is always UTF-8 (RFC 8259)."""

MOST_VALUES = 1_000_000
"""Commas in one JSON value, at most: each may stand for a value of a hundred bytes."""


def read_json(payload: bytes, uri: str) -> Iterator[Item]:
    """The submissions of a file with one JSON value: an object or a list of objects."""
    _bounded(payload)
    payload, decoding = _unmarked(payload)
    value = _value(payload)
    if not isinstance(value, list):
        yield _one(value, payload, uri, decoding)
        return
    for number, item in enumerate(value, 1):
        yield _one(item, json.dumps(item).encode(), f"{uri}#{number}", decoding)


def is_object(line: bytes) -> bool:
    """Whether a line is a whole JSON object: then each line is one."""
    return line.rstrip().endswith(b"}") and isinstance(_value(line.removeprefix(codecs.BOM_UTF8)), dict)


def read_lines(stream: BinaryIO, uri: str, first: bytes = b"") -> Iterator[Item]:
    """The submissions of a file with one JSON value a line, read line by line; `first` is a line read before."""
    number = 0
    while line := first or stream.readline(MAX_ENTRY_BYTES + 2):
        first = b""
        number += 1
        line = line.removeprefix(codecs.BOM_UTF8)  # each file that was put together into this one may have its own
        if len(line) > MAX_ENTRY_BYTES and not line.endswith(b"\n"):
            yield refused(f"{uri}#{number}", line[:10_000], TooLarge(f"line {number} is longer than an article"))
            _skip(stream)
        elif line.strip():
            yield _one(_value(line) if b'"uri"' in line else None, line, f"{uri}#{number}", _PLAIN)


def _one(value: object, payload: bytes, uri: str, decoding: Decoding) -> Item:
    if isinstance(value, dict) and is_ninjs(value):
        return noted(from_ninjs(value, uri, payload), decoding, FileForm.NINJS)
    try:
        _bounded(payload)
        return noted(decode(payload), decoding, FileForm.JSON)
    except OnrecordError as error:
        return refused(uri, payload, error)


def _value(payload: bytes) -> object:
    try:
        _bounded(payload)
        return json.loads(payload)
    except (ValueError, RecursionError, TooLarge):
        return None


def _unmarked(payload: bytes) -> tuple[bytes, Decoding]:
    """The payload in UTF-8 without a byte order mark, and how it was decoded."""
    if not payload.startswith((codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return payload, _PLAIN
    decoded = decode_bytes(payload)
    return decoded.text.encode("utf-8"), decoded.decoding


def _bounded(payload: bytes) -> None:
    """Raise TooLarge for JSON whose parsing would take more memory than a worker has."""
    if len(payload) > MAX_ENTRY_BYTES or payload.count(b",") > MOST_VALUES:
        raise TooLarge(f"{len(payload):,} bytes and {payload.count(b','):,} values of JSON at once")


def _skip(stream: BinaryIO) -> None:
    while (rest := stream.readline(1 << 20)) and not rest.endswith(b"\n"):
        pass
