"""Cuts a text at the bounds of all its marks, so that marks may lie inside each other or overlap."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True)
class Mark:
    """A stretch of text to highlight: `kind` is quotation, cue, speaker or mention, `number` its ordinal."""

    start: int
    end: int
    kind: str
    number: int


@dataclass(frozen=True)
class Piece:
    """A stretch of text under the same marks from its first character to its last; the innermost mark comes first."""

    start: int
    text: str
    marks: tuple[Mark, ...] = ()

    def of(self, kind: str) -> Mark | None:
        """The innermost mark of this kind."""
        return next((mark for mark in self.marks if mark.kind == kind), None)

    def all_of(self, kind: str) -> list[Mark]:
        """The marks of this kind, the innermost first."""
        return [mark for mark in self.marks if mark.kind == kind]


def pieces(text: str, marks: Sequence[Mark], cuts: Iterable[int] = ()) -> list[Piece]:
    """The pieces of the text, cut at these places, too; joined in order, they are it. Empty marks do not count."""
    whole = [mark for mark in marks if mark.start < mark.end]
    opened: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in whole:
        opened[mark.start].append(mark)
    bounds = {0, len(text), *cuts, *(mark.start for mark in whole), *(mark.end for mark in whole)}
    inside = sorted(bound for bound in bounds if 0 <= bound <= len(text))
    found: list[Piece] = []
    live: list[Mark] = []
    for here, there in pairwise(inside):
        live = [mark for mark in live if mark.end > here] + opened[here]
        found.append(Piece(here, text[here:there], tuple(sorted(live, key=_length))))
    return found


def _length(mark: Mark) -> tuple[int, int, str, int]:
    return mark.end - mark.start, mark.start, mark.kind, mark.number
