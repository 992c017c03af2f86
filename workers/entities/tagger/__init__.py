"""Onrecord's own recogniser: finds the names of people, bodies and places in lines of text, with a small network.

pieces      what the encoder reads of a line: pieces of words, how each word is written and joined
windows     where a long line is cut
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
from workers.entities.tagger.weights import FOLDER, ModelDamaged, Network, read_card, read_tokenizer
from workers.entities.tagger.windows import Part, parts

__all__ = ["FOLDER", "ModelDamaged", "Tagger"]

BATCH = 256
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
        self._opening, self._closing = (self._id(mark) for mark in ("[CLS]", "[SEP]"))

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line, in order; each line is read by itself, for what its neighbours say adds nothing."""
        pieces = [cut(line, self._tokenizer) for line in lines]
        logits = [np.zeros((len(line.words), len(LABELS)), dtype=np.float32) for line in pieces]
        for batch in _batches([part for at, line in enumerate(lines) for part in parts(at, line, pieces[at])]):
            for part, scores in zip(batch, self._read(batch, pieces), strict=True):
                first = pieces[part.line].first[part.first : part.last]
                logits[part.line][part.first : part.last] = scores[1 + first - first[0]]
        return [list(decode(*line)) for line in zip(lines, (p.words for p in pieces), logits, strict=True)]

    def _id(self, mark: str) -> int:
        number = self._tokenizer.token_to_id(mark)
        if number is None:
            raise ModelDamaged(f"the tokenizer knows no {mark}")
        return int(number)

    def _read(self, batch: Sequence[Part], pieces: Sequence[Pieces]) -> Floats:
        """Logits (parts x pieces x LABELS) of parts with a mark before and behind each, filled up to one length."""
        table = np.zeros((3, len(batch), batch[0].pieces + 2), dtype=np.int64)
        ids, writing, read = table
        for at, part in enumerate(batch):
            start = pieces[part.line].first[part.first]
            ids[at, 0], ids[at, part.pieces + 1] = self._opening, self._closing
            ids[at, 1 : part.pieces + 1] = pieces[part.line].ids[start : start + part.pieces]
            writing[at, 1 : part.pieces + 1] = pieces[part.line].writing[start : start + part.pieces]
            read[at, : part.pieces + 2] = 1
        return self._network.logits(ids, writing, read)


def _batches(parts: Sequence[Part]) -> Iterator[Sequence[Part]]:
    """Parts of about one length together, the longest first: little is read that is only filling."""
    waiting = sorted(parts, key=lambda part: part.pieces, reverse=True)
    while waiting:
        rows = max(1, BATCH // (waiting[0].pieces + 2))
        yield waiting[:rows]
        waiting = waiting[rows:]
