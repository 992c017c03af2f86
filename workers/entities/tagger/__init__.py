"""Onrecord's own recogniser: finds the names of people, bodies and places in lines of text, with a small network.

pieces      what the encoder reads of a line: pieces of words, how each word is written and joined
windows     where a long line is cut
reading     the network's scores of each word of some lines
weights     the network and the tokenizer of a folder, checked by their hashes
decoding    the best labels for what the network says of each word

The network's data, licences, figures and weaknesses stand in workers/entities/model/MODEL.md; `make model` makes it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from workers.entities.records import Tagged
from workers.entities.tagger.decoding import decode
from workers.entities.tagger.reading import Line, read
from workers.entities.tagger.weights import FOLDER, ModelDamaged, Network, read_card, read_tokenizer

__all__ = ["FOLDER", "ModelDamaged", "Tagger"]


class Tagger:
    """Reads lines; the same lines give the same names, on one machine."""

    def __init__(self, folder: Path = FOLDER) -> None:
        """Raises ModelDamaged where the folder does not hold the files that its card describes."""
        card = read_card(folder)
        self.version = card.version
        self.sha256 = card.sha256[card.network]
        self._tokenizer = read_tokenizer(folder / card.tokenizer)
        self._network = Network(folder / card.network)

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line, in order; each line is read by itself, for what its neighbours say adds nothing."""
        return [list(decode(line, *scored)) for line, scored in zip(lines, self.read(lines), strict=True)]

    def read(self, lines: Sequence[str]) -> list[Line]:
        """The words of each line with the network's logits."""
        return read(lines, self._tokenizer, self._network)
