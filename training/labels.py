"""Says which labels each word of a document may have, as bits over LABELS: what a set leaves open stays open."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from training.documents import Document
from workers.entities.records import Tagged
from workers.entities.tagger.decoding import LABELS
from workers.entities.tagger.pieces import Ints, cut
from workers.language.lexicon import groups, words

BITS = {label: 1 << at for at, label in enumerate(LABELS)}
NO_NAME = BITS["O"]
ANY = (1 << len(LABELS)) - 1
"""A word that may have any label: nothing is learnt from it."""
NO_NAME_OR_OTHER = NO_NAME | sum(BITS[label] for label in LABELS if label[2:] in ("MISC", "NORP"))
"""A word without a label in a set that labels people, bodies and places only."""


class Encoded(NamedTuple):
    """Pieces as the network learns from them: `allowed` is the mask of each word at its first piece, 0 elsewhere."""

    ids: Ints
    writing: Ints
    allowed: Ints


def encode(document: Document, tokenizer: Tokenizer) -> Encoded:
    """A document line by line, as the recogniser reads it; lines without words leave nothing."""
    parts = [_line(line, start, document, tokenizer) for start, line in _lines(document.text)]
    return Encoded(*(np.concatenate([part[at] for part in parts]) for at in range(3)))


def with_peoples(document: Document, peoples: frozenset[str]) -> Document:
    """The document with those names of other things under NORP that are words for peoples."""

    def mended(name: Tagged) -> Tagged:
        is_people = name.label == "MISC" and document.text[name.start : name.end] in peoples
        return name._replace(label="NORP") if is_people else name

    return document._replace(names=tuple(map(mended, document.names)))


@cache
def lexicon_peoples() -> frozenset[str]:
    """Demonyms and nationals of the product's word lists, each also with an s."""
    listed = words("nationals").union(*groups("demonyms").values())
    return listed | {f"{word}s" for word in listed}


def _lines(text: str) -> Iterator[tuple[int, str]]:
    start = 0
    for line in text.split("\n"):
        yield start, line
        start += len(line) + 1


def _line(line: str, start: int, document: Document, tokenizer: Tokenizer) -> Encoded:
    pieces = cut(line, tokenizer)
    allowed = np.zeros_like(pieces.ids)
    near = document._replace(
        names=tuple(name for name in document.names if name.start < start + len(line) and name.end > start),
        unsure=tuple(each for each in document.unsure if each[0] < start + len(line) and each[1] > start),
    )
    allowed[pieces.first] = [*_masks([(start + s, start + e) for s, e in pieces.words], near)]
    return Encoded(pieces.ids, pieces.writing, allowed)


def _masks(spans: Sequence[tuple[int, int]], document: Document) -> Iterator[int]:
    """The mask of each word of a line. A name that goes on from the line before begins anew."""
    unlabelled = NO_NAME if document.misc else NO_NAME_OR_OTHER
    inside: Tagged | None = None
    for span in spans:
        name = _touching(document.names, span)
        if name is not None:
            yield BITS[f"{'I' if name == inside else 'B'}-{name.label}"]
        else:
            yield ANY if _touches(document.unsure, span) else unlabelled
        inside = name


def _touching(names: Iterable[Tagged], span: tuple[int, int]) -> Tagged | None:
    return next((name for name in names if name.start < span[1] and name.end > span[0]), None)


def _touches(stretches: Iterable[tuple[int, int]], span: tuple[int, int]) -> bool:
    return any(start < span[1] and end > span[0] for start, end in stretches)
