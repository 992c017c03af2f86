"""Gives the network's scores of each word of some lines, for the recogniser and for those who train it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

import numpy as np
from tokenizers import Tokenizer

from workers.entities.tagger.decoding import LABELS, Floats
from workers.entities.tagger.pieces import Ints, Pieces, cut
from workers.entities.tagger.weights import ModelDamaged
from workers.entities.tagger.windows import Part, parts

BATCH = 256
"""Pieces that the network reads in one call, at about: larger tables leave the processor's cache."""


class Scores(Protocol):
    """A network: logits (parts x pieces x LABELS) of rows of pieces."""

    def logits(self, ids: Ints, writing: Ints, read: Ints) -> Floats:
        """`read` is 1 where a piece stands, 0 where the row is only filled up."""


class Line(NamedTuple):
    """A line as the network saw it: its words, and the logits of each word (words x LABELS)."""

    words: list[tuple[int, int]]
    logits: Floats


def read(lines: Sequence[str], tokenizer: Tokenizer, network: Scores) -> list[Line]:
    """The words of each line with their logits, in order; no line teaches another.

    Lines of one batch share the int8 scale of their values: a word on the edge may fall otherwise beside other lines.
    """
    marks = marks_of(tokenizer)
    pieces = [cut(line, tokenizer) for line in lines]
    logits = [np.zeros((len(line.words), len(LABELS)), dtype=np.float32) for line in pieces]
    for batch in _batches([part for at, line in enumerate(lines) for part in parts(at, line, pieces[at])]):
        for part, scores in zip(batch, _read(batch, pieces, marks, network), strict=True):
            first = pieces[part.line].first[part.first : part.last]
            logits[part.line][part.first : part.last] = scores[1 + first - first[0]]
    return [Line(line.words, scores) for line, scores in zip(pieces, logits, strict=True)]


def marks_of(tokenizer: Tokenizer) -> tuple[int, int]:
    """The ids of the marks before and behind each part. Raises ModelDamaged where the tokenizer has none."""
    opening, closing = (tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]"))
    if opening is None or closing is None:
        raise ModelDamaged("the tokenizer knows no [CLS] or no [SEP]")
    return opening, closing


def table(rows: Sequence[Ints], opening: int = 0, closing: int = 0) -> Ints:
    """Rows of numbers, each between two marks, filled up with zeros to one length: as the network reads them."""
    filled = np.zeros((len(rows), max(len(row) for row in rows) + 2), dtype=np.int64)
    for at, row in enumerate(rows):
        end = len(row) + 1
        filled[at, 0], filled[at, 1:end], filled[at, end] = opening, row, closing
    return filled


def _read(batch: Sequence[Part], pieces: Sequence[Pieces], marks: tuple[int, int], network: Scores) -> Floats:
    """Logits of parts with a mark before and behind each, filled up to one length."""
    ids, writing = [], []
    for part in batch:
        line, start = pieces[part.line], pieces[part.line].first[part.first]
        ids.append(line.ids[start : start + part.pieces])
        writing.append(line.writing[start : start + part.pieces])
    return network.logits(table(ids, *marks), table(writing), table([np.ones_like(row) for row in ids], 1, 1))


def _batches(waiting: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Parts of about one length together, the longest first: little is read that is only filling."""
    waiting = sorted(waiting, key=lambda part: part.pieces, reverse=True)
    while waiting:
        rows = max(1, BATCH // (waiting[0].pieces + 2))
        yield waiting[:rows]
        waiting = waiting[rows:]
