"""Decides where a text is cut so that each piece lies wholly inside or outside of every mark on it.

Marks may overlap and nest, as quotations, speakers and mentions do; pages and notebooks draw the pieces one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Generic, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mark(Generic[T]):
    """Something that a stretch of the text is: 0-based, half-open, in code points."""

    start: int
    end: int
    value: T


@dataclass(frozen=True, slots=True)
class Piece(Generic[T]):
    """A stretch without a boundary in it, and the values of the marks over it, the outermost first."""

    start: int
    end: int
    values: tuple[T, ...]


def pieces(marks: Iterable[Mark[T]], start: int, end: int) -> Iterator[Piece[T]]:
    """The pieces from `start` to `end`, in order; joined, they are that stretch.

    A mark beyond the stretch counts as far as it reaches in; an empty mark counts nowhere.
    """
    inside = sorted(
        (mark for mark in marks if max(mark.start, start) < min(mark.end, end)),
        key=lambda mark: (mark.start, -mark.end),
    )
    cuts = {start, max(start, end)}
    for mark in inside:
        cuts.update((max(mark.start, start), min(mark.end, end)))
    open_marks: list[Mark[T]] = []
    begun = 0
    for left, right in pairwise(sorted(cuts)):
        open_marks = [mark for mark in open_marks if mark.end > left]
        while begun < len(inside) and inside[begun].start <= left:
            open_marks.append(inside[begun])
            begun += 1
        yield Piece(left, right, tuple(mark.value for mark in open_marks))
