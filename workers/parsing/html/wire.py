"""The protocol between a worker and its page-reading child: frames of bytes over pipes, records in JSON.

JSON and not pickle: a page that took over the child must not get into the worker.
"""

from __future__ import annotations

import struct
from datetime import datetime
from typing import BinaryIO

from shared.model import FieldName, Record, Source
from shared.model import Warning as Notice
from workers.parsing.fields import Said
from workers.parsing.html.records import Block, PageContent

_LENGTH = struct.Struct("!Q")
LONGEST = 256 * 1024 * 1024
"""Bytes in a frame, at most: more than any answer to a page of five million characters."""


class _Said(Record):
    """One source's value for a field, under the name of the value's type."""

    field: FieldName
    source: Source
    line: str | None = None
    names: tuple[str, ...] | None = None
    time: datetime | None = None


class Answer(Record):
    """The child's answer: a page's content, or why there is none."""

    failed: str | None = None
    said: tuple[_Said, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""
    warnings: tuple[Notice, ...] = ()

    def content(self) -> PageContent:
        """The page's content."""
        said = (Said(each.field, each.source, each.line or each.names or each.time or "") for each in self.said)
        return PageContent(tuple(said), self.blocks, self.text, self.warnings)


def answer_of(content: PageContent) -> Answer:
    """The answer that carries a page's content."""
    said = tuple(map(_said, content.said))
    return Answer(said=said, blocks=content.blocks, text=content.text, warnings=content.warnings)


def _said(each: Said) -> _Said:
    if isinstance(each.value, datetime):
        return _Said(field=each.field, source=each.source, time=each.value)
    if isinstance(each.value, tuple):
        return _Said(field=each.field, source=each.source, names=each.value)
    return _Said(field=each.field, source=each.source, line=each.value)


def send(stream: BinaryIO, frame: bytes) -> None:
    """Write one frame."""
    stream.write(_LENGTH.pack(len(frame)))
    stream.write(frame)
    stream.flush()


def receive(stream: BinaryIO) -> bytes | None:
    """Read one frame; None if the other side has ended."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        return None
    (length,) = _LENGTH.unpack(head)
    frame = stream.read(length) if length <= LONGEST else b""
    return frame if len(frame) == length else None
