"""Runs the model over the article's own words, whole, and keeps what it takes for names."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from spacy.language import Language

from shared.model import ParsedArticle
from workers.entities.records import KIND_OF_LABEL, Name, Names
from workers.language.segments import read_segments

MAX_CHUNK_CHARS = 50_000
"""The model's memory grows with the text it is given at once; few articles are longer than this."""

BREAK = "\n\n"
HYPHENS = re.compile(r"(?<=[^\W\d_])[‐‑–](?=[^\W\d_])")
"""Hyphens and dashes inside words that the model takes for the end of a name: "Jean‑Luc", "Lopez–Vega"."""


class Piece(NamedTuple):
    """A stretch of one language segment: what the model may read in one go."""

    start: int
    text: str


def recognise(article: ParsedArticle, model: Language) -> Names:
    """The names in the article's language segments, in text order, each inside one segment."""
    return tuple(name for chunk in _chunks(_pieces(article)) for name in _read(chunk, model))


def _read(chunk: list[Piece], model: Language) -> Iterator[Name]:
    # The model sees segments apart by a blank line and nothing of the furniture between them: read per line it
    # lost what the rest of the article teaches, and names ran over segment ends (+0.5 partial F1 by the clip).
    starts: list[int] = []
    length = 0
    for piece in chunk:
        starts.append(length)
        length += len(piece.text) + len(BREAK)
    read = HYPHENS.sub("-", BREAK.join(piece.text for piece in chunk))
    for ent in model(read).ents:
        if ent.label_ in KIND_OF_LABEL:
            at = bisect_right(starts, ent.start_char) - 1
            yield from _carry_back(chunk[at], ent.start_char - starts[at], ent.end_char - starts[at], ent.label_)


def _carry_back(piece: Piece, start: int, end: int, label: str) -> Iterator[Name]:
    end = min(end, len(piece.text))
    if start < end:
        yield Name(piece.start + start, piece.start + end, piece.text[start:end], label, rule="recognise.model")


def _pieces(article: ParsedArticle) -> Iterator[Piece]:
    for segment in read_segments(article):
        start = segment.start_char
        while start < segment.end_char:
            end = _cut_before(article.text, start, segment.end_char)
            yield Piece(start, article.text[start:end])
            start = end


def _cut_before(text: str, start: int, end: int) -> int:
    if end - start <= MAX_CHUNK_CHARS:
        return end
    blank = text.rfind(" ", start + 1, start + MAX_CHUNK_CHARS)
    return blank if blank > start else start + MAX_CHUNK_CHARS


def _chunks(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    chunk: list[Piece] = []
    size = 0
    for piece in pieces:
        if chunk and size + len(piece.text) > MAX_CHUNK_CHARS:
            yield chunk
            chunk, size = [], 0
        chunk.append(piece)
        size += len(piece.text)
    if chunk:
        yield chunk
