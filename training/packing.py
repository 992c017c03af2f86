"""Packs documents of each set into windows, and draws batches of windows by the weights of a round's mix.

The same seed draws the same batches, so that a round that was stopped finds its place by drawing them again.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from random import Random
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training.augmentation import written_otherwise
from training.documents import Document
from training.furniture import Mention, mentions
from training.labels import Encoded, encode
from training.recipe import Recipe
from workers.entities.tagger.pieces import Ints
from workers.entities.tagger.reading import marks_of, table
from workers.entities.tagger.windows import WINDOW

NAMES_AT_HAND = 60
"""Names of the last documents of a set that furniture is built from."""


class Batch(NamedTuple):
    """Tables of windows x pieces: what the network reads, and the mask of labels that each piece may have."""

    ids: Ints
    writing: Ints
    read: Ints
    allowed: Ints


def batches(sets: Mapping[str, Sequence[Document]], mix: Mapping[str, float], recipe: Recipe, tokenizer: Tokenizer,
            seed: int) -> Iterator[Batch]:  # fmt: skip
    """Batches for ever: each window is of one set, which the weights of the mix choose."""
    rng = Random(seed)
    streams = [windows(sets[name], recipe, tokenizer, Random(f"{seed} {name}")) for name in mix]
    marks = marks_of(tokenizer)
    while True:
        drawn = rng.choices(streams, [*mix.values()], k=recipe.training.batch)
        yield _batch([next(stream) for stream in drawn], marks)


def windows(documents: Sequence[Document], recipe: Recipe, tokenizer: Tokenizer, rng: Random) -> Iterator[Encoded]:
    """Windows of a set for ever, in another order of documents each time; a window may hold several short documents."""
    rest = Encoded(*(np.zeros(0, dtype=np.int64) for _ in Encoded._fields))
    for document in _shuffled(documents, recipe, rng):
        rest = Encoded(*map(np.concatenate, zip(rest, encode(document, tokenizer), strict=True)))
        while len(rest.ids) >= WINDOW:
            yield Encoded(*(row[:WINDOW] for row in rest))
            rest = Encoded(*(row[WINDOW:] for row in rest))
        if len(rest.ids) > WINDOW * recipe.packing.full and rng.random() < recipe.packing.early:
            yield rest
            rest = Encoded(*(row[:0] for row in rest))


def _shuffled(documents: Sequence[Document], recipe: Recipe, rng: Random) -> Iterator[Document]:
    order = [*range(len(documents))]
    at_hand: deque[Mention] = deque(maxlen=NAMES_AT_HAND)
    while True:
        rng.shuffle(order)
        for at in order:
            at_hand.extend(mentions(documents[at]))
            yield written_otherwise(documents[at], at_hand, recipe, rng)


def _batch(drawn: Sequence[Encoded], marks: tuple[int, int]) -> Batch:
    return Batch(
        ids=table([window.ids for window in drawn], *marks),
        writing=table([window.writing for window in drawn]),
        read=table([np.ones_like(window.ids) for window in drawn], 1, 1),
        allowed=table([window.allowed for window in drawn]),
    )
