"""Cuts text into the pieces that the encoder knows, and says how each word is written and joined.

The encoder reads lower case only, so how a word is written comes beside it: one of WRITINGS classes a piece. Training
and reading share this module; whoever changes a class trains the network anew.
"""

from __future__ import annotations

import unicodedata
from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

Ints = NDArray[np.int64]

NO_LETTER, LOWER, UPPER, LETTER, CAPITALISED, MIXED = range(1, 7)
"""How a word is written: "1996", "club", "NATO", "A", "Vale", "McCoy". Class 0 is for the pieces that are no words."""
JOINED, FIRST = 8, 16
"""Added to the class: no blank before the word ("Vale" in "Elm-Vale"); the word opens its line."""
WRITINGS = 24


class Pieces(NamedTuple):
    """A line as the encoder reads it. `ids` and `writing` have one entry a piece, `first` and `words` one a word."""

    ids: Ints
    writing: Ints
    first: Ints
    """Index of each word's first piece."""
    words: list[tuple[int, int]]
    """Start and end of each word in the line, in code points."""


def writing(word: str) -> int:
    """How a word is written, without what stands before it."""
    if not any(char.isalpha() for char in word):
        return NO_LETTER
    if word.islower():
        return LOWER
    if word.isupper():
        return UPPER if len(word) > 1 else LETTER
    return CAPITALISED if word[0].isupper() and (len(word) == 1 or word[1:].islower()) else MIXED


def cut(line: str, tokenizer: Tokenizer) -> Pieces:
    """The pieces of one line of text; a line of blanks has none."""
    encoding = tokenizer.encode(line, add_special_tokens=False)
    first: list[int] = []
    words: list[tuple[int, int]] = []
    last = None
    for at, (word, (start, end)) in enumerate(zip(encoding.word_ids, encoding.offsets, strict=True)):
        if word == last:
            words[-1] = (words[-1][0], max(words[-1][1], end))
            continue
        last = word
        first.append(at)
        words.append((start, end))
    if not line.isascii():
        words = [(start, _behind_accents(line, end)) for start, end in words]
    lengths = np.diff([*first, len(encoding.ids)])
    return Pieces(
        ids=np.array(encoding.ids, dtype=np.int64),
        writing=np.repeat(np.array([*_writings(line, words)], dtype=np.int64), lengths),
        first=np.array(first, dtype=np.int64),
        words=words,
    )


def _behind_accents(line: str, end: int) -> int:
    """The end of a word with the accents that the tokenizer drops there: "José" of five code points."""
    while end < len(line) and unicodedata.category(line[end]) == "Mn":
        end += 1
    return end


def _writings(line: str, words: list[tuple[int, int]]) -> list[int]:
    found = [writing(line[start:end]) for start, end in words]
    for at, ((_, before), (start, _)) in enumerate(pairwise(words), 1):
        found[at] += JOINED * (before == start)
    return [found[0] + FIRST, *found[1:]] if found else []
