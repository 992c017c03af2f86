"""What changed between two versions is told by lines, and within a line by words; both texts stay whole."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from workers.web.diffs import Change, compare

LINES = st.lists(st.text(alphabet="ab .é", min_size=1).filter(str.strip), max_size=8)


def test_a_changed_word_is_told_within_its_line() -> None:
    # Given two versions, When they are compared, Then the first line is the same, and in the second a word changed
    same, changed = compare("Bridge opens\n\nIt cost nine million.", "Bridge opens\nIt cost ten million.")
    assert same.is_same
    assert [c.text for c in changed.old if c.kind == "removed"] == ["nine"]
    assert [c.text for c in changed.new if c.kind == "added"] == ["ten"]


def test_a_new_line_has_nothing_beside_it() -> None:
    # Given a version with a line more, When they are compared, Then that line stands alone
    lines = compare("One.", "One.\nTwo.")
    assert lines[1].old == ()
    assert lines[1].new == (Change("added", "Two."),)


@given(LINES, LINES)
def test_both_texts_stay_whole(old: list[str], new: list[str]) -> None:
    # Given any two texts, When they are compared
    lines = compare("\n".join(old), "\n".join(new))
    # Then each side, joined, is its text
    sides = [["".join(c.text for c in side) for line in lines if (side := getattr(line, of))] for of in ("old", "new")]
    assert sides == [old, new]
