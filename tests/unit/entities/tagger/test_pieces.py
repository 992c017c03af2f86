"""Lines are cut into pieces of words; each word says how it is written, and where it stands in the line."""

from __future__ import annotations

import unicodedata
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tokenizers import Tokenizer

from workers.entities.tagger.pieces import (
    CAPITALISED,
    FIRST,
    JOINED,
    LETTER,
    LOWER,
    MIXED,
    NO_LETTER,
    UPPER,
    WRITINGS,
    cut,
    writing,
)

LINES = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("Ja’s U.S-EU “É” 😀 7\t\u00a0\u200b\u0301")))


def words(line: str, tokenizer: Tokenizer) -> list[str]:
    return [line[start:end] for start, end in cut(line, tokenizer).words]


@pytest.mark.parametrize(
    ("word", "written"),
    [
        ("1996", NO_LETTER), ("’", NO_LETTER), ("😀", NO_LETTER),
        ("club", LOWER), ("b2b", LOWER), ("élan", LOWER),
        ("NATO", UPPER), ("G7", UPPER), ("ÉU", UPPER),
        ("A", LETTER), ("É", LETTER),
        ("Vale", CAPITALISED), ("Élan", CAPITALISED), ("Q1a", CAPITALISED),
        ("McCoy", MIXED), ("iPhone", MIXED), ("東京", MIXED), ("PhD", MIXED),
    ],
)  # fmt: skip
def test_how_a_word_is_written(word: str, written: int) -> None:
    assert writing(word) == written


@pytest.mark.parametrize(
    ("line", "classes"),
    [
        ("Vale won", [CAPITALISED + FIRST, LOWER]),
        ("  Vale won", [CAPITALISED + FIRST, LOWER]),
        ("Elm-Vale", [CAPITALISED + FIRST, NO_LETTER + JOINED, CAPITALISED + JOINED]),
        ("the U.S.", [LOWER + FIRST, LETTER, NO_LETTER + JOINED, LETTER + JOINED, NO_LETTER + JOINED]),
        ("“We”", [NO_LETTER + FIRST, CAPITALISED + JOINED, NO_LETTER + JOINED]),
    ],
)
def test_how_words_are_joined(line: str, classes: list[int], tokenizer: Tokenizer) -> None:
    # Given a line, When it is cut
    pieces = cut(line, tokenizer)

    # Then each word's first piece says how it is written, whether a blank is before it, and whether it opens the line
    assert pieces.writing[pieces.first].tolist() == classes


def test_all_pieces_of_a_word_are_written_as_it_is(tokenizer: Tokenizer) -> None:
    # Given a word that the encoder does not know whole
    pieces = cut("of Brzeszczykowice", tokenizer)

    # When its pieces are looked at, Then all have the word's class
    assert len(pieces.ids) > 3
    assert set(pieces.writing[pieces.first[1] :].tolist()) == {CAPITALISED}


@pytest.mark.parametrize(
    ("line", "cut_into"),
    [
        ("Zoë met José", ["Zoë", "met", "José"]),
        ("Zoe\u0308 met Jose\u0301", ["Zoe\u0308", "met", "Jose\u0301"]),
        ("so 😀 𝒲 Jane", ["so", "😀", "𝒲", "Jane"]),
        ("O’Brien’s dog", ["O", "’", "Brien", "’", "s", "dog"]),
        ("\t a\u00a0 b  ", ["a", "b"]),
        ("東京 Tokyo", ["東", "京", "Tokyo"]),
        ("İzmir said", ["İzmir", "said"]),
        ("ﬁne \x00Jane\ufffd", ["ﬁne", "Jane"]),
        ("", []),
        ("   ", []),
        ("\u200b", []),
    ],
)
def test_offsets_count_the_lines_code_points(line: str, cut_into: list[str], tokenizer: Tokenizer) -> None:
    assert words(line, tokenizer) == cut_into


def test_a_mark_of_the_encoder_is_text_like_other_text(tokenizer: Tokenizer) -> None:
    # Given a line in which somebody writes the encoder's own mark, When it is cut
    pieces = cut("Jane [SEP] Roe", tokenizer)

    # Then no piece is that mark
    assert tokenizer.token_to_id("[SEP]") not in pieces.ids.tolist()
    assert words("Jane [SEP] Roe", tokenizer) == ["Jane", "[", "SEP", "]", "Roe"]


@given(line=LINES)
def test_words_cover_the_line_in_order(line: str, tokenizer: Tokenizer) -> None:
    # Given any line, When it is cut
    ids, classes, first, found = cut(line, tokenizer)

    # Then its words stand in order inside it, one beside the other at most
    assert all(0 <= start < end <= len(line) for start, end in found)
    assert all(before <= start for (_, before), (start, _) in pairwise(found))
    # Then every piece has a class, and every word a first piece
    assert len(ids) == len(classes)
    assert len(first) == len(found)
    assert sorted(set(first.tolist())) == first.tolist()
    assert set(classes.tolist()) <= set(range(1, WRITINGS))
    # Then what no word covers are blanks and what the tokenizer drops
    covered = {at for start, end in found for at in range(start, end)}
    left = [char for at, char in enumerate(line) if at not in covered]
    assert [char for char in left if not char.isspace() and not dropped(char)] == []


def dropped(char: str) -> bool:
    """Controls, formats, what Unicode does not know, and marks that stand on other letters."""
    return char == "\ufffd" or unicodedata.category(char)[0] in "CM" or char in "\u2028\u2029"
