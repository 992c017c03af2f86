"""A text is cut at the bounds of all its marks, whether they lie beside, inside or across each other."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.model.spans import Mark, pieces

TEXT = "She said: it is late, he said."


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], [("abcdef", "")]),
        ([(0, 6, "a")], [("abcdef", "a")]),
        ([(1, 3, "a"), (3, 5, "b")], [("a", ""), ("bc", "a"), ("de", "b"), ("f", "")]),
        ([(0, 6, "a"), (2, 4, "b")], [("ab", "a"), ("cd", "ba"), ("ef", "a")]),
        ([(0, 4, "a"), (2, 6, "b")], [("ab", "a"), ("cd", "ab"), ("ef", "b")]),
        ([(1, 3, "a"), (1, 3, "b")], [("a", ""), ("bc", "ab"), ("def", "")]),
        ([(2, 2, "a")], [("abcdef", "")]),
    ],
    ids=["none", "whole", "beside", "inside", "across", "same", "empty"],
)
def test_pieces_have_the_marks_that_cover_them_the_innermost_first(
    marks: list[tuple[int, int, str]], expected: list[tuple[str, str]]
) -> None:
    # Given marks on a text
    given_marks = [Mark(start, end, kind, 0) for start, end, kind in marks]
    # When it is cut
    found = pieces("abcdef", given_marks)
    # Then each piece is covered from its first character to its last
    assert [(piece.text, "".join(mark.kind for mark in piece.marks)) for piece in found] == expected


@settings(max_examples=200)
@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=12), st.sets(st.integers(-3, 40)))
def test_the_pieces_are_the_text_and_each_mark_is_whole(bounds: list[tuple[int, int]], cuts: set[int]) -> None:
    # Given any marks and any further cuts
    marks = [Mark(min(pair), max(pair), "m", number) for number, pair in enumerate(bounds)]
    # When the text is cut
    found = pieces(TEXT, marks, cuts)
    # Then the pieces joined are the text, and the pieces of each mark joined are its words
    assert "".join(piece.text for piece in found) == TEXT
    for mark in marks:
        assert "".join(piece.text for piece in found if mark in piece.marks) == TEXT[mark.start : mark.end]
