"""Long lines are cut where a sentence ends, else at a blank, and never inside a word."""

from __future__ import annotations

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.entities.tagger.pieces import Pieces
from workers.entities.tagger.windows import WINDOW, Part, parts

WORD = re.compile(r"\w+|[^\w\s]")


def pieces_of(line: str, lengths: list[int] | None = None) -> Pieces:
    """A line cut into words and marks, each of one piece, or of as many as `lengths` says in turn."""
    found = [match.span() for match in WORD.finditer(line)]
    each = [lengths[at % len(lengths)] if lengths else 1 for at in range(len(found))]
    first = np.cumsum([0, *each])
    filling = np.zeros(int(first[-1]), dtype=np.int64)
    return Pieces(ids=filling, writing=filling, first=first[:-1], words=found)


def cut(line: str) -> list[str]:
    """The text of each part, from its first word to its last."""
    pieces = pieces_of(line)
    return [line[pieces.words[p.first][0] : pieces.words[p.last - 1][1]] for p in parts(0, line, pieces)]


def test_a_short_line_is_one_part() -> None:
    assert [*parts(3, "Jane Roe won.", pieces_of("Jane Roe won."))] == [Part(3, 0, 4, 4)]
    assert [*parts(3, "", pieces_of(""))] == []


@pytest.mark.parametrize(
    ("line", "ends"),
    [
        # The last end of a sentence in the second half of what fits.
        ("so " * 70 + "it was. " + "so " * 30 + "it went. " + "so " * 60, ["went.", "so"]),
        ("so " * 80 + "he said: “No.” " + "so " * 60, ["No.”", "so"]),
        # An end in the first half leaves a part too short: the last blank.
        ("so " * 20 + "it was. " + "so " * 150, ["so", "so"]),
        # A stop inside a word ends no sentence.
        ("so " * 90 + "3.5 U.S.A " + "so " * 60, ["so", "so"]),
        # Nothing is blank: where the words end that fit.
        ("a-" * 150, ["-", "-", "-"]),
    ],
)
def test_where_a_long_line_is_cut(line: str, ends: list[str]) -> None:
    # Given a line that is longer than a window, When it is cut
    found = cut(line)

    # Then its parts end there
    assert [re.split(r"\s", part)[-1][-len(end) :] for part, end in zip(found, ends, strict=True)] == ends


def test_the_last_blank_is_taken_where_no_sentence_ends() -> None:
    # Given a word joined by hyphens across the window's end, When the line is cut
    line = "so " * 120 + "one-two-three-four-five " + "so " * 30
    found = cut(line)

    # Then it is cut before that word
    assert found[1].startswith("one-two-three-four-five")


@given(
    line=st.text(st.sampled_from("aB .”-?\t’"), max_size=900),
    lengths=st.lists(st.integers(1, WINDOW), min_size=1, max_size=5),
)
def test_every_word_stands_in_one_part(line: str, lengths: list[int]) -> None:
    # Given any line, and words of as many pieces as a window holds at most
    pieces = pieces_of(line, lengths)

    # When it is cut
    found = [*parts(7, line, pieces)]

    # Then the parts follow each other without gap, none is empty, and each fits
    assert [word for part in found for word in range(part.first, part.last)] == list(range(len(pieces.words)))
    ends = [*pieces.first[1:].tolist(), len(pieces.ids)]
    for part in found:
        assert part.line == 7
        assert part.pieces == ends[part.last - 1] - pieces.first[part.first]
        assert 0 < part.pieces <= WINDOW
