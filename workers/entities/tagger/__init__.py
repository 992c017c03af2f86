"""Onrecord's own recogniser: finds the names of people, bodies and places in lines of text, with a small network.

pieces      what the encoder reads of a line: pieces of words, how each word is written and joined
windows     which lines are read together
weights     the network and the tokenizer of a folder, checked by their hashes
decoding    the best labels for what the network says of each word

The network's data, licences, figures and weaknesses stand in workers/entities/model/MODEL.md; `make model` makes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from workers.entities.records import Tagged
from workers.entities.tagger.decoding import LABELS, Floats, decode
from workers.entities.tagger.pieces import Pieces, cut
from workers.entities.tagger.weights import FOLDER, Network, padded, read_card, read_tokenizer
from workers.entities.tagger.windows import Part, windows

__all__ = ["FOLDER", "Tagger"]

BATCH = 512
"""Pieces that the network reads in one call, at about: larger tables leave the processor's cache."""


class Tagger:
    """Reads lines; the same lines give the same names, on one machine."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises ModelDamaged where the folder does not hold the files that its card describes."""
        card = read_card(folder)
        self.version = card.version
        self.sha256 = card.sha256[card.network]
        self._tokenizer = read_tokenizer(folder / card.tokenizer)
        self._network = Network(folder / card.network)
        self._marks = [self._tokenizer.token_to_id(mark) for mark in ("[CLS]", "[SEP]")]

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line, in order. Lines that follow each other teach what each other's names are."""
        pieces = [cut(line, self._tokenizer) for line in lines]
        logits = [np.zeros((len(line.words), len(LABELS)), dtype=np.float32) for line in pieces]
        for batch in _batches(windows(lines, pieces)):
            for window, scores in zip(batch, self._read(batch, pieces), strict=True):
                at = 1
                for part in window:
                    first = pieces[part.line].first[part.first : part.last]
                    logits[part.line][part.first : part.last] = scores[at + first - first[0]]
                    at += part.pieces
        return [list(decode(*line)) for line in zip(lines, (p.words for p in pieces), logits, strict=True)]

    def _read(self, batch: list[list[Part]], pieces: Sequence[Pieces]) -> Floats:
        opening, closing = self._marks
        ids = [np.concatenate([[opening], *(_of(p, pieces).ids for p in window), [closing]]) for window in batch]
        ways = [np.concatenate([[0], *(_of(p, pieces).writing for p in window), [0]]) for window in batch]
        length = max(len(row) for row in ids)
        return self._network.logits(
            padded(ids, length), padded(ways, length), padded([np.ones_like(row) for row in ids], length)
        )


def _of(part: Part, pieces: Sequence[Pieces]) -> Pieces:
    """The pieces of a part of a line."""
    line = pieces[part.line]
    start = int(line.first[part.first])
    end = start + part.pieces
    return Pieces(line.ids[start:end], line.writing[start:end], line.first[part.first : part.last], [])


def _batches(packed: list[list[Part]]) -> Iterator[list[list[Part]]]:
    """Windows of about one length together: little is read that is only filling."""
    by_length = sorted(packed, key=lambda window: sum(part.pieces for part in window), reverse=True)
    while by_length:
        longest = sum(part.pieces for part in by_length[0]) + 2
        rows = max(1, BATCH // longest)
        yield by_length[:rows]
        by_length = by_length[rows:]
