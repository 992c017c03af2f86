"""Canonical text: what is taken out, what stays, and that a second pass changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.parsing.canonical import canonicalise, one_line


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
    ],
)
def test_what_cannot_be_seen_goes_and_words_stay(raw: str, text: str, codes: tuple[str, ...]) -> None:
    canonical = canonicalise(raw)
    assert canonical.text == text
    assert tuple(warning.code for warning in canonical.warnings) == codes


def test_a_warning_counts_what_was_removed() -> None:
    assert canonicalise("a\x00b\x00c").warnings[0].detail == "2 characters"


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_a_second_pass_changes_nothing(raw: str) -> None:
    once = canonicalise(raw).text
    assert canonicalise(once).text == once


@given(st.text(st.characters(exclude_categories=()), max_size=300))
def test_letters_and_digits_stay(raw: str) -> None:
    assert list(filter(str.isalnum, canonicalise(raw).text)) == list(filter(str.isalnum, raw))


@pytest.mark.parametrize(
    ("raw", "field"), [(None, None), (" \x00 ", None), ("  Two\nlines ", "Two lines"), ("One", "One")]
)
def test_a_declared_field_is_one_clean_line(raw: str | None, field: str | None) -> None:
    assert one_line(raw) == field
