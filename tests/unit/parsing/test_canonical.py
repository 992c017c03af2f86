"""Canonical text: what is taken out, what stays, and that a second pass changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.model import Edit
from shared.offsets import SourceOffsets, reconstruct
from shared.offsets import places as edit_places
from workers.parsing.canonical import Canonical, canonicalise, one_line


@pytest.mark.parametrize(
    ("raw", "text", "codes"),
    [
        ("Two\r\nlines\rthree", "Two\nlines\nthree", ()),
        ("page\x0cbreak\u2028line\u2029para\x85next", "page\nbreak\nline\npara\nnext", ()),
        ("nul\x00led", "nulled", ("nul_removed",)),
        ("half\ud83d a pair", "half a pair", ("surrogate_removed",)),
        ("\ufeffWith a mark", "With a mark", ("bom_removed",)),
        ("zero\u200bwidth and soft\u00adhyphen", "zerowidth and softhyphen", ("zero_width_removed",)),
        ("\u202eright\u202c to \u2066left\u2069", "right to left", ("bidi_removed",)),
        ("bell\x07 and \x1b[0m", "bell and [0m", ("control_removed",)),
        ("no\u00a0break\u2009thin\tstop", "no break thin stop", ()),
        ("\x93Fine,\x94 she said \x96 and left", "“Fine,” she said – and left", ()),
        ("caf\ufffd", "caf\ufffd", ("replacement_characters",)),
        ("ﬁnance in Ｗｉｄｅ and e\u0301", "ﬁnance in Ｗｉｄｅ and e\u0301", ()),
        ("می\u200cخواهم", "می\u200cخواهم", ()),
        ("Latin\u200cjoiner", "Latinjoiner", ("zero_width_removed",)),
        ("family 👨\u200d👩", "family 👨\u200d👩", ()),
        ("Latin\u200d\u200cjoiners", "Latinjoiners", ("zero_width_removed",)),
        ("mark \u061c\u200cjoiner", "mark joiner", ("bidi_removed", "zero_width_removed")),
        ("utf-16\r\x00\n\x00read as Latin-1", "utf-16\nread as Latin-1", ("nul_removed",)),
    ],
)
def test_what_cannot_be_seen_goes_and_words_stay(raw: str, text: str, codes: tuple[str, ...]) -> None:
    canonical = canonicalise(raw)
    assert canonical.text == text
    assert tuple(warning.code for warning in canonical.warnings) == codes


def test_a_warning_counts_what_was_removed() -> None:
    assert canonicalise("a\x00b\x00c").warnings[0].detail == "2 characters"


ODD = st.text(
    st.one_of(
        st.characters(exclude_categories=()),
        st.sampled_from("\r\n\x00\x85\x91\x93\xa0\u061c\u180e\u200b\u200c\u200d\ufeff\ud800ک👨a "),
    ),
    max_size=300,
)
"""Any string, with more of what is edited than chance would give."""


@given(ODD)
def test_a_second_pass_changes_nothing(raw: str) -> None:
    once = canonicalise(raw).text
    assert canonicalise(once) == Canonical(once, canonicalise(once).warnings)
    assert canonicalise(once).text == once


@given(ODD)
def test_the_edits_lead_back_to_what_was_submitted(raw: str) -> None:
    # Given any string, When it is made canonical and its edits go over the wire
    canonical = canonicalise(raw)
    edits = tuple(Edit.model_validate_json(edit.model_dump_json()) for edit in canonical.edits)
    # Then the string can be put together again
    assert reconstruct(canonical.text, edits) == raw
    # And every character that was kept is found where it stood
    places = SourceOffsets(edits)
    stood = [places.offset(at) for at in range(len(canonical.text))]
    assert stood == sorted(set(stood))
    replaced = {at for edit in edits if edit.inserted for at in edit_places(edit)}
    assert all(at in replaced or raw[at] == sign for at, sign in zip(stood, canonical.text, strict=True))


@given(ODD, st.data())
def test_a_stretch_of_the_text_is_found_in_what_was_submitted(raw: str, data: st.DataObject) -> None:
    canonical = canonicalise(raw)
    start = data.draw(st.integers(0, len(canonical.text)))
    end = data.draw(st.integers(start, len(canonical.text)))
    first, last = SourceOffsets(canonical.edits).span(start, end)
    removed = {at for edit in canonical.edits if not edit.inserted for at in edit_places(edit)}
    assert last - first - len(removed & set(range(first, last))) == end - start
    assert not removed & {first, last - 1} or start == end


@pytest.mark.parametrize(
    ("raw", "edits"),
    [
        ("plain", []),
        ("a\xa0b\xa0c", [("space", "U+00A0", " ", (1, 2))]),
        ("a\r\nb\r\nc\r\nd\r\ne", [("newline", "U+000D", "", (1, (3, 3)))]),
        ("a\rb", [("newline", "U+000D", "\n", (1,))]),
        (
            "\ufeff\x93x\x94",
            [
                ("bom", "U+FEFF", "", (0,)),
                ("windows_mark", "U+0093", "“", (1,)),
                ("windows_mark", "U+0094", "”", (3,)),
            ],
        ),
        ("\x00".join("evenly"), [("nul", "U+0000", "", (1, (2, 4)))]),
    ],
)
def test_an_edit_says_what_where_and_is_short(raw: str, edits: list[tuple[str, str, str, tuple[object, ...]]]) -> None:
    found = canonicalise(raw).edits
    assert [(edit.kind, edit.removed, edit.inserted, edit.steps) for edit in found] == edits


def test_edits_of_many_paragraphs_take_no_more_room_than_they_are() -> None:
    # Given 300,000 paragraphs of unequal length with Windows' newlines, and a text with NUL between all its letters
    uneven = "".join("word " * (n % 7) + "end.\r\n" for n in range(300_000))
    # When they are made canonical, Then each newline costs a step, and what is regular next to nothing
    (edit,) = canonicalise(uneven).edits
    assert len(edit.steps) <= 300_000
    assert reconstruct(canonicalise(uneven).text, (edit,)) == uneven
    assert len(canonicalise("\x00".join("a" * 1_000_000)).edits[0].steps) == 2


@given(ODD)
def test_letters_and_digits_stay(raw: str) -> None:
    assert list(filter(str.isalnum, canonicalise(raw).text)) == list(filter(str.isalnum, raw))


@pytest.mark.parametrize(
    ("raw", "field"), [(None, None), (" \x00 ", None), ("  Two\nlines ", "Two lines"), ("One", "One")]
)
def test_a_declared_field_is_one_clean_line(raw: str | None, field: str | None) -> None:
    assert one_line(raw) == field
