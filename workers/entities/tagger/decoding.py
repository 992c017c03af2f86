"""Finds the best row of labels for the words of a window: Viterbi over BIO labels, by what the model gave each word.

A name may not begin in its midst, seldom begins right behind another, and least of all inside a hyphenated word.
The two penalties were found on GUM news and EWT dev; without them the names score one to four points lower.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from workers.entities.records import Tagged

Floats = NDArray[np.float32]

TYPES = ("PERSON", "ORG", "LOC", "MISC", "NORP")
LABELS = ("O", *(f"{part}-{kind}" for kind in TYPES for part in "BI"))
NEXT_TO_A_NAME = 2.0
INSIDE_A_WORD = 2.0
NEVER = 1e4
CERTAIN = -0.05
"""Log probability of "no name" from which on a word is passed over, if its neighbours are as certain."""
JOINTS = frozenset("-–.&'’")


def decode(line: str, words: Sequence[tuple[int, int]], logits: Floats) -> Iterator[Tagged]:
    """The names of a line, from the logits of its words (words x LABELS)."""
    scores = _log_softmax(logits)
    for start, end in _stretches(scores[:, 0] < CERTAIN):
        row = _best(scores[start:end], _joined(line, words[start:end]))
        yield from _names(row, words[start:end])


def _log_softmax(logits: Floats) -> Floats:
    shifted = logits - logits.max(axis=-1, keepdims=True)
    scores: Floats = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
    return scores


def _stretches(doubtful: NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """Runs of words that may belong to a name, each with the word before and behind it."""
    wide = doubtful.copy()
    wide[:-1] |= doubtful[1:]
    wide[1:] |= doubtful[:-1]
    edges = np.flatnonzero(np.diff(np.concatenate(([False], wide, [False])).astype(np.int8)))
    yield from zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True)


def _joined(line: str, words: Sequence[tuple[int, int]]) -> list[bool]:
    """Whether a word hangs on the one before by a hyphen, a stop, an apostrophe or an ampersand."""
    return [
        at > 0 and start == words[at - 1][1] and (line[start] in JOINTS or line[start - 1] in JOINTS)
        for at, (start, _) in enumerate(words)
    ]


def _moves() -> tuple[Floats, Floats]:
    """What it costs to go from one label to the next: between words, and inside a word."""
    between = np.zeros((len(LABELS), len(LABELS)), dtype=np.float32)
    inside = between.copy()
    for i, here in enumerate(LABELS):
        for j, there in enumerate(LABELS):
            if there[0] == "I" and here[2:] != there[2:]:
                between[i, j] = inside[i, j] = -NEVER
            elif there[0] == "B" and here != "O":
                between[i, j], inside[i, j] = -NEXT_TO_A_NAME, -NEXT_TO_A_NAME - INSIDE_A_WORD
            elif here[0] != there[0] and "O" in (here, there):
                inside[i, j] = -INSIDE_A_WORD / 2
    return between, inside


BETWEEN, INSIDE = _moves()
OPENING = np.array([-NEVER if label[0] == "I" else 0 for label in LABELS], dtype=np.float32)


def _best(scores: Floats, joined: Sequence[bool]) -> list[int]:
    """The row of labels with the highest sum of scores and moves."""
    total = scores[0] + OPENING
    back = []
    for score, is_joined in zip(scores[1:], joined[1:], strict=True):
        reached = total[:, None] + (INSIDE if is_joined else BETWEEN)
        back.append(reached.argmax(axis=0))
        total = reached.max(axis=0) + score
    row = [int(total.argmax())]
    for came_from in reversed(back):
        row.append(int(came_from[row[-1]]))
    return row[::-1]


def _names(row: Sequence[int], words: Sequence[tuple[int, int]]) -> Iterator[Tagged]:
    name: Tagged | None = None
    for label, (start, end) in zip((LABELS[at] for at in row), words, strict=True):
        if label[0] == "I" and name is not None:
            name = name._replace(end=end)
            continue
        if name is not None:
            yield name
        name = Tagged(start, end, label[2:]) if label != "O" else None
    if name is not None:
        yield name
