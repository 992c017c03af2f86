"""Makes segments that cover the whole text, from labelled pieces, and finds sentences that the article says twice.

A repeated standfirst, a pull-quote, a pasted paragraph: each becomes a segment that points at what said it first.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.model import LANGUAGE_KINDS, PULLED, Segment, SegmentKind
from workers.parsing.labels import Label

GAP = Label(SegmentKind.GAP, "tiling.white_space", 1.0)

_SENTENCE = re.compile(r"\S.*?(?:(?<!\b[A-Z])[.!?…][\"'”’)\]]*(?=\s+[^a-z\s])|$)", re.DOTALL)
ENOUGH = 50
"""Characters; shorter sentences ("He declined to comment.") may occur twice without being a repeat."""


@dataclass(frozen=True)
class Piece:
    """A labelled stretch of text without a number."""

    start: int
    end: int
    label: Label
    repeats: int | None = None
    """The start of the earlier piece whose words it repeats."""


def tile(text: str, pieces: Iterable[Piece]) -> tuple[Segment, ...]:
    """Segments over the whole text: the pieces in order, and gaps between them."""
    segments: list[Segment] = []
    ordinal_at: dict[int, int] = {}
    for piece in _with_gaps(len(text), pieces):
        ordinal_at[piece.start] = len(segments)
        segments.append(
            Segment(
                ordinal=len(segments),
                kind=piece.label.kind,
                start_char=piece.start,
                end_char=piece.end,
                rule=piece.label.rule,
                confidence=piece.label.confidence,
                duplicate_of=None if piece.repeats is None else ordinal_at[piece.repeats],
            )
        )
    return tuple(segments)


def _with_gaps(length: int, pieces: Iterable[Piece]) -> Iterator[Piece]:
    position = 0
    for piece in pieces:
        if piece.start > position:
            yield Piece(position, piece.start, GAP)
        yield piece
        position = piece.end
    if position < length:
        yield Piece(position, length, GAP)


def mark_repeats(text: str, pieces: Iterable[Piece]) -> Iterator[Piece]:
    """The pieces; every run of repeated sentences becomes a piece that points at the piece which said them first."""
    said: dict[str, int] = {}
    for piece in pieces:
        if piece.label.kind not in LANGUAGE_KINDS or piece.label.rule == PULLED:
            yield piece
            continue
        yield from _merge(piece, list(_told(text, piece, said)))


def _told(text: str, piece: Piece, said: dict[str, int]) -> Iterator[tuple[int, int, int | None]]:
    for match in _SENTENCE.finditer(text, piece.start, piece.end):
        key = match.group().casefold()
        first = said.get(key)
        if first == piece.start or len(key) < ENOUGH or not _whole(key):
            first = None
        elif first is None:
            said[key] = piece.start
        yield match.start(), match.end(), first


def _whole(sentence: str) -> bool:
    """Whether the sentence's quotation marks are balanced: no cut may go through a quotation."""
    return sentence.count("“") == sentence.count("”") and sentence.count('"') % 2 == 0


def _merge(piece: Piece, sentences: list[tuple[int, int, int | None]]) -> Iterator[Piece]:
    if all(first is None for _, _, first in sentences):
        yield piece
        return
    start, end, told = sentences[0]
    for s, e, first in sentences[1:]:
        if first == told:
            end = e
            continue
        yield Piece(start, end, piece.label, told)
        start, end, told = s, e, first
    yield Piece(start, end, piece.label, told)
