"""A text is cut at every boundary of a mark, and only there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.model.stretches import Mark, Piece, pieces

MARKS = st.lists(st.builds(Mark, st.integers(0, 30), st.integers(0, 30), st.integers(0, 5)), max_size=8)


def test_marks_that_overlap_and_nest() -> None:
    # Given a quotation over 2 to 8, with a name in it, and a mark that begins in it and ends behind it
    marks = [Mark(4, 5, "name"), Mark(6, 9, "late"), Mark(2, 8, "quotation")]
    # When the stretch 0 to 10 is cut, Then each piece has its marks, the outermost first
    assert list(pieces(marks, 0, 10)) == [
        Piece(0, 2, ()),
        Piece(2, 4, ("quotation",)),
        Piece(4, 5, ("quotation", "name")),
        Piece(5, 6, ("quotation",)),
        Piece(6, 8, ("quotation", "late")),
        Piece(8, 9, ("late",)),
        Piece(9, 10, ()),
    ]


def test_an_empty_stretch_has_no_piece() -> None:
    assert list(pieces([Mark(0, 3, "a")], 2, 2)) == []


@given(MARKS, st.integers(0, 30), st.integers(0, 30))
def test_pieces_tile_the_stretch_and_know_the_marks_over_each_character(
    marks: list[Mark[int]], start: int, end: int
) -> None:
    # Given any marks, When any stretch is cut
    found = list(pieces(marks, start, end))
    # Then the pieces tile it, and at each character the values are those of the marks over it
    assert [n for piece in found for n in range(piece.start, piece.end)] == list(range(start, end))
    assert all(piece.start < piece.end for piece in found)
    for piece in found:
        for n in range(piece.start, piece.end):
            assert sorted(piece.values) == sorted(mark.value for mark in marks if mark.start <= n < mark.end)
