"""Makes segments that cover the whole text, from labelled pieces."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from shared.model import Segment, SegmentKind
from workers.parsing.labels import Label

GAP = Label(SegmentKind.GAP, "white_space", 1.0)


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
