"""A text is cut at every boundary of a mark, and only there."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from shared.model.spans import Mark, Piece, pieces

TEXT = "0123456789"
MARKS = st.lists(
    st.builds(Mark, st.integers(0, 10), st.integers(0, 10), st.sampled_from(["a", "b"]), st.integers(0, 3)), max_size=8
)


def test_marks_that_overlap_and_nest() -> None:
    # Given a quotation over 2 to 8, with a name in it, and a cue that begins in it and ends behind it
    name, cue, quotation = Mark(4, 5, "mention", 0), Mark(6, 9, "cue", 0), Mark(2, 8, "quotation", 0)
    # When the text is cut, Then each piece has its marks, the innermost first
    assert pieces(TEXT, [name, cue, quotation]) == [
        Piece(0, "01"),
        Piece(2, "23", (quotation,)),
        Piece(4, "4", (name, quotation)),
        Piece(5, "5", (quotation,)),
        Piece(6, "67", (cue, quotation)),
        Piece(8, "8", (cue,)),
        Piece(9, "9"),
    ]


def test_a_text_is_cut_at_other_places_too() -> None:
    # Given a text without marks, When it is to be cut, Then only places in it count
    assert [piece.text for piece in pieces(TEXT, [], [3, 3, 99])] == ["012", "3456789"]


@given(MARKS)
def test_pieces_tile_the_text_and_know_the_marks_over_each_character(marks: list[Mark]) -> None:
    # Given any marks, When a text is cut
    found = pieces(TEXT, marks)
    # Then the pieces are it, and over each character stand the marks that it lies under
    assert "".join(piece.text for piece in found) == TEXT
    for piece in found:
        assert piece.text
        for n in range(piece.start, piece.start + len(piece.text)):
            over = [mark for mark in marks if mark.start <= n < mark.end]
            assert sorted(map(repr, piece.marks)) == sorted(map(repr, over))
