"""Labels text that nobody labelled, by the first round's network and the product's rules, to teach the last round.

Silver documents are articles with the product's names. Few-NERD's unknown words are filled where the network is sure.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

import numpy as np

from shared.model import ParsedArticle, Submission
from training.documents import Document
from training.recipe import Teaching
from workers.entities.recognise.recognition import recognise
from workers.entities.recognise.steps import clean
from workers.entities.records import Name, Tagged
from workers.entities.tagger import Tagger
from workers.entities.tagger.decoding import LABELS, Floats, decode
from workers.entities.tagger.reading import Line
from workers.language.segments import read_segments
from workers.parsing import parse

PARAGRAPH = 3
"""Sentences that make a paragraph, where a text comes as sentences only."""


class Word(NamedTuple):
    """A word's place in a document, and the probability of each of LABELS."""

    start: int
    end: int
    chances: Floats

    def no_name(self) -> float:
        """How likely the word belongs to no name."""
        return float(self.chances[0])

    def part_of(self, label: str) -> float:
        """How likely the word belongs to a name of a label."""
        return float(sum(chance for chance, each in zip(self.chances, LABELS, strict=True) if each[2:] == label))


class Listening:
    """The recogniser, which keeps what the network said of the lines that it read last."""

    def __init__(self, tagger: Tagger) -> None:
        self._tagger = tagger
        self.lines: list[str] = []
        self.read: list[Line] = []

    def __call__(self, lines: Sequence[str]) -> list[list[Tagged]]:
        """The names of each line."""
        self.lines, self.read = [*lines], self._tagger.read(lines)
        return [[*decode(line, *read)] for line, read in zip(lines, self.read, strict=True)]


def paragraphs(sentences: Sequence[str]) -> str:
    """Sentences as an article."""
    parts = range(0, len(sentences), PARAGRAPH)
    return "\n\n".join(" ".join(sentences[at : at + PARAGRAPH]) for at in parts)


def silver(text: str, tagger: Tagger, doubtful: float) -> Document:
    """The lines of an article that the product reads for names, with the product's names.

    Words outside names are left open where "no name" is less likely than `doubtful`.
    """
    article = parse(Submission(uri="silver", body=text))
    listening = Listening(tagger)
    names = clean(article, recognise(article, listening))
    document = _lines(article, names)
    open_words = (w for w in words_of(listening.lines, listening.read) if w.no_name() < doubtful)
    unsure = [(word.start, word.end) for word in open_words if not _overlapping(document.names, word.start, word.end)]
    return document._replace(unsure=tuple(unsure))


def filled(document: Document, read: Sequence[Line], teaching: Teaching) -> Document:
    """A document with names, or none, in the stretches that its set leaves open, where the network is sure."""
    lines = document.text.split("\n")
    words = [*words_of(lines, read)]
    found = [*_shifted(lines, ([*decode(line, *each)] for line, each in zip(lines, read, strict=True)))]
    names, unsure = [*document.names], list[tuple[int, int]]()
    for start, end in document.unsure:
        hits = _overlapping(found, start, end)
        inside = [word for word in words if word.start < end and word.end > start]
        if hits == _overlapping(names, start, end):  # no name at all, or one that the stretch before brought in
            if hits or all(word.no_name() > teaching.no_name for word in inside):
                continue
        elif len(hits) == 1 and not _overlapping(names, *hits[0][:2]) and _sure(hits[0], words) > teaching.name:
            names.append(hits[0])
            unsure += [part for part in ((start, hits[0].start), (hits[0].end, end)) if part[0] < part[1]]
            continue
        unsure.append((start, end))
    return document._replace(names=tuple(sorted(names)), unsure=tuple(unsure))


def words_of(lines: Sequence[str], read: Sequence[Line]) -> Iterator[Word]:
    """The words of lines that are joined by line breaks."""
    at = 0
    for line, (words, logits) in zip(lines, read, strict=True):
        exponents = np.exp(logits - logits.max(axis=-1, keepdims=True))
        for (start, end), row in zip(words, exponents, strict=True):
            yield Word(at + start, at + end, row / row.sum())
        at += len(line) + 1


def _lines(article: ParsedArticle, names: Iterable[Name]) -> Document:
    text, kept = "", list[Tagged]()
    for segment in read_segments(article):
        shift = len(text) - segment.start_char
        inside = (name for name in names if name.start >= segment.start_char and name.end <= segment.end_char)
        kept += [Tagged(n.start + shift, n.end + shift, "MISC" if n.label == "VESSEL" else n.label) for n in inside]
        text += article.slice(segment) + "\n"
    return Document(text.removesuffix("\n"), tuple(sorted(kept)), misc=False)


def _shifted(lines: Sequence[str], names: Iterable[Sequence[Tagged]]) -> Iterator[Tagged]:
    at = 0
    for line, found in zip(lines, names, strict=True):
        yield from (Tagged(at + name.start, at + name.end, name.label) for name in found)
        at += len(line) + 1


def _sure(name: Tagged, words: Iterable[Word]) -> float:
    """The chance of the label for the name's most doubtful word."""
    return min(word.part_of(name.label) for word in words if word.start < name.end and word.end > name.start)


def _overlapping(names: Iterable[Tagged], start: int, end: int) -> list[Tagged]:
    return [name for name in names if name.start < end and name.end > start]
