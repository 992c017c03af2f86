"""The best row of labels for what the network says of each word: which names it makes, and that no row is better."""

from __future__ import annotations

import re
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.entities.tagger.decoding import (
    BETWEEN,
    CERTAIN,
    INSIDE,
    INSIDE_A_WORD,
    LABELS,
    NEXT_TO_A_NAME,
    OPENING,
    Floats,
    _best,
    _log_softmax,
    _stretches,
    decode,
)

WORD = re.compile(r"\w+|[^\w\s]")
SURE = 12.0

Leaning = dict[str, float]
"""The logits of a word by label; the others have 0."""


def logits(*rows: Leaning) -> Floats:
    table = np.zeros((len(rows), len(LABELS)), dtype=np.float32)
    for at, row in enumerate(rows):
        for label, score in row.items():
            table[at, LABELS.index(label)] = score
    return table


def names(line: str, *rows: Leaning) -> list[str]:
    """The names that the logits of a line's words make, each with its label."""
    found = [match.span() for match in WORD.finditer(line)]
    return [f"{line[n.start : n.end]}/{n.label}" for n in decode(line, found, logits(*rows))]


def sure(*labels: str) -> list[Leaning]:
    return [{label: SURE} for label in labels]


NEARLY = NEXT_TO_A_NAME - 0.5
MORE = NEXT_TO_A_NAME + 0.5


@pytest.mark.parametrize(
    ("line", "rows", "found"),
    [
        ("", [], []),
        ("Jane Roe won", sure("B-PERSON", "I-PERSON", "O"), ["Jane Roe/PERSON"]),
        ("Vale", sure("B-LOC"), ["Vale/LOC"]),
        ("so it went", sure("O", "O", "O"), []),
        ("Vale beat Elm", sure("B-ORG", "O", "B-ORG"), ["Vale/ORG", "Elm/ORG"]),
        # No name begins in its midst, and none goes on under another label.
        ("the Vale", [{"O": SURE}, {"I-ORG": SURE, "B-ORG": SURE - 3, "O": SURE - 5}], ["Vale/ORG"]),
        ("Vale Elm", [{"B-ORG": SURE}, {"I-LOC": SURE, "I-ORG": SURE - 3}], ["Vale Elm/ORG"]),
        ("Vale", [{"I-ORG": SURE}], []),
        # A name begins behind another only where the network is sure enough.
        ("Vale Elm", [{"B-LOC": SURE}, {"I-LOC": SURE, "B-LOC": SURE + NEARLY}], ["Vale Elm/LOC"]),
        ("Vale Elm", [{"B-LOC": SURE}, {"I-LOC": SURE, "B-LOC": SURE + MORE}], ["Vale/LOC", "Elm/LOC"]),
        # Inside a word joined by a hyphen or an apostrophe it must be surer still.
        (
            "Vale-Elm",
            [{"B-LOC": SURE}, {"I-LOC": SURE}, {"I-LOC": SURE, "B-LOC": SURE + MORE}],
            ["Vale-Elm/LOC"],
        ),
        (
            "Vale-Elm",
            [{"B-LOC": SURE}, {"I-LOC": SURE}, {"I-LOC": SURE, "B-LOC": SURE + MORE + INSIDE_A_WORD}],
            ["Vale-/LOC", "Elm/LOC"],
        ),
        ("U.S.", [{"B-LOC": SURE}, {"I-LOC": SURE}, {"I-LOC": SURE}, {"I-LOC": 5.3, "O": 6}], ["U.S./LOC"]),
        ("US .", [{"B-LOC": SURE}, {"I-LOC": 5.3, "O": 6}], ["US/LOC"]),
    ],
)
def test_which_names_the_logits_make(line: str, rows: list[Leaning], found: list[str]) -> None:
    assert names(line, *rows) == found


def test_where_words_are_joined_it_costs_more_to_begin_and_to_end_a_name() -> None:
    # Given the labels on either side of a step
    outside, begin = LABELS.index("O"), LABELS.index("B-LOC")

    # When steps between words and inside a word are compared, Then those inside cost more, except going on
    assert INSIDE[outside, begin] == INSIDE[begin, outside] == -INSIDE_A_WORD / 2
    assert BETWEEN[outside, begin] == BETWEEN[begin, outside] == 0
    assert INSIDE[begin, begin] == BETWEEN[begin, begin] - INSIDE_A_WORD
    assert INSIDE[begin, LABELS.index("I-LOC")] == 0


SCORES = st.lists(st.integers(-20, 20), min_size=len(LABELS), max_size=len(LABELS))


@given(table=st.lists(SCORES, min_size=1, max_size=4), joined=st.lists(st.booleans(), min_size=4, max_size=4))
def test_no_row_of_labels_is_better(table: list[list[int]], joined: list[bool]) -> None:
    # Given any scores of a few words; of each word only the three best labels, so that all rows can be tried
    scores = np.array(table, dtype=np.float32) / 4
    worst = np.argsort(scores, axis=1)[:, :-3]
    np.put_along_axis(scores, worst, -9e3, axis=1)
    scores[:, 0] = np.maximum(scores[:, 0], -5)
    kept = [[at for at in range(len(LABELS)) if row[at] > -9e3] for row in scores]

    def total(row: tuple[int, ...]) -> float:
        moves = (INSIDE if hangs else BETWEEN for hangs in joined[1:])
        steps = sum(float(move[one, other]) for one, other, move in zip(row, row[1:], moves, strict=False))
        return float(OPENING[row[0]]) + sum(float(scores[at, label]) for at, label in enumerate(row)) + steps

    # When the best row is found, Then none of them has a higher sum
    found = tuple(_best(scores, joined[: len(table)]))
    assert total(found) == pytest.approx(max(map(total, product(*kept))))


@given(certain=st.lists(st.booleans(), max_size=30))
def test_words_are_passed_over_where_they_and_their_neighbours_are_certain(certain: list[bool]) -> None:
    # Given words of which some are certainly no name, When the stretches to look at are taken
    doubtful = np.array([not sure for sure in certain], dtype=np.bool_)
    read = {at for start, end in _stretches(doubtful) for at in range(start, end)}

    # Then a word is in one of them if it or a neighbour is doubtful
    wanted = {at for at in range(len(certain)) if doubtful[max(0, at - 1) : at + 2].any()}
    assert read == wanted


def test_certain_is_a_share_of_all() -> None:
    # Given logits of a word, When they become log probabilities, Then their probabilities are one together
    scores = _log_softmax(logits({"O": SURE}, {"B-LOC": 3.0}))
    assert np.exp(scores).sum(axis=1) == pytest.approx([1, 1])
    assert scores[0, 0] > CERTAIN > scores[1, 0]
