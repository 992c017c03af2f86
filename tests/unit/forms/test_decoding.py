"""Bytes become text in a way that is recorded, and that leads back to the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.errors import UnreadableFile
from shared.model import Submission
from shared.offsets import encoded
from workers.doors.forms import read
from workers.doors.forms.decoding import decode
from workers.parsing import parse

TEXT = "Café owner’s plea: “Stay open”, she said. Nobody in the Rue Réaumur had asked her to, and nobody had said no."


@pytest.mark.parametrize(
    ("payload", "declared", "encoding", "method", "kinds"),
    [
        (TEXT.encode(), None, "utf-8", "utf_8", []),
        (TEXT.encode("utf-8-sig"), None, "utf-8", "bom", [("bom", "0xEFBBBF")]),
        (TEXT.encode("utf-16"), None, "utf-16-le", "bom", [("bom", "0xFFFE")]),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), None, "utf-16-be", "bom", [("bom", "0xFEFF")]),
        (TEXT.encode("utf-32"), None, "utf-32-le", "bom", [("bom", "0xFFFE0000")]),
        (TEXT.encode("cp1252"), "windows-1252", "windows-1252", "declared", []),
        (TEXT.encode("cp1252"), "ISO-8859-1", "cp1252", "declared", []),
        (TEXT.encode("cp1252"), "zip", "cp1252", "detected", []),
        (TEXT.encode("utf-16-le"), "utf-16", "utf-16-le", "declared", []),
        (b"charset=cp1252 " + TEXT.encode("cp1252"), None, "cp1252", "declared", []),
    ],
    ids=str,
)
def test_the_surest_way_is_taken_and_recorded(
    payload: bytes, declared: str | None, encoding: str, method: str, kinds: list[tuple[str, str]]
) -> None:
    # Given a file's bytes, When they are decoded
    found = decode(payload, declared)
    # Then the text is right, how it came to be is recorded, and the bytes can be made again
    assert found.text.endswith(TEXT)
    assert (found.decoding.encoding, found.decoding.method) == (encoding, method)
    assert [(edit.kind, edit.removed) for edit in found.decoding.edits] == kinds
    assert encoded(found.text, found.decoding) == payload


def test_bytes_that_are_no_character_are_recorded() -> None:
    # Given a long Russian text with two bytes near its end that its encoding does not have, When it is decoded
    words = "Мост открыли во вторник утром, и первые автобусы пошли через реку ещё до рассвета. " * 1400
    payload = words.encode("cp1251") + b"\x98\x98" + words.encode("cp1251")[:40]
    found = decode(payload)
    # Then their places and values are kept, and the bytes can be made again
    assert found.text.count("\ufffd") == sum(len(e.steps) for e in found.decoding.edits) > 0
    assert {edit.removed for edit in found.decoding.edits} == {"0x98"}
    assert encoded(found.text, found.decoding) == payload


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_or_can_be_made_again(payload: bytes) -> None:
    try:
        found = decode(payload)
    except UnreadableFile:
        return
    if found.decoding.method != "detected":
        assert encoded(found.text, found.decoding) == payload


def test_the_decoding_reaches_the_article_and_makes_no_new_version() -> None:
    # Given a file with a byte order mark, When it is read and parsed
    (item,) = read(TEXT.encode("utf-8-sig"), "a.txt")
    assert isinstance(item, Submission)
    # Then the article says how it was decoded
    assert parse(item).decoding == item.decoding
    assert item.decoding is not None
    assert item.decoding.method == "bom"
