"""Cuts long lines into parts that the encoder reads at once, where a sentence ends; a short line is one part."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workers.entities.tagger.pieces import Pieces

WINDOW = 126
"""Pieces of a part, beside its two marks; the model is trained on as many. Longer ones are slower and no better."""
SENTENCE_ENDS = frozenset(".!?”\"’'")


class Part(NamedTuple):
    """Words `first` to `last` (excluded) of one line, and how many pieces they have."""

    line: int
    first: int
    last: int
    pieces: int


def parts(line: int, text: str, pieces: Pieces) -> Iterator[Part]:
    """The parts of a line, each small enough for a window, in order; a line without words has none."""
    ends = [*pieces.first.tolist(), len(pieces.ids)][1:]
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
