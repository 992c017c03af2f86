"""Packs the lines of an article into windows that the encoder reads at once: whole lines, and long ones cut in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from workers.entities.tagger.pieces import Pieces

WINDOW = 126
"""Pieces of a window, beside its two marks; the model is trained on as many. A longer one is slower and no better."""
SENTENCE_ENDS = frozenset(".!?”\"’'")


class Part(NamedTuple):
    """Words `first` to `last` (excluded) of one line, and how many pieces they have."""

    line: int
    first: int
    last: int
    pieces: int


def windows(lines: Sequence[str], cut: Sequence[Pieces]) -> list[list[Part]]:
    """Each window's parts, in order. A window ends where a line ends, unless one line alone is longer than it."""
    packed: list[list[Part]] = []
    room = 0
    for at, pieces in enumerate(cut):
        for part in _parts(at, lines[at], pieces):
            if part.pieces > room:
                packed.append([])
                room = WINDOW
            packed[-1].append(part)
            room -= part.pieces
    return packed


def _parts(line: int, text: str, pieces: Pieces) -> Iterator[Part]:
    ends = [*pieces.first[1:].tolist(), len(pieces.ids)]
    first = 0
    while first < len(ends):
        start = int(pieces.first[first])
        fits = first + 1
        while fits < len(ends) and ends[fits] - start <= WINDOW:
            fits += 1
        last = fits if fits == len(ends) else _best_end(text, pieces, first, fits)
        yield Part(line, first, last, ends[last - 1] - start)
        first = last


def _best_end(text: str, pieces: Pieces, first: int, fits: int) -> int:
    """The last sentence end in the second half of the words that fit, else the last blank, else where they end."""

    def gap(word: int) -> str:
        return text[pieces.words[word - 1][1] : pieces.words[word][0]]

    choice = range(fits, first + (fits - first) // 2, -1)
    ended = (w for w in choice if gap(w) and text[pieces.words[w - 1][1] - 1] in SENTENCE_ENDS)
    return next(ended, next((w for w in choice if gap(w)), fits))
