"""Titles: which words are titles, what they say, and what a name is without them."""

from __future__ import annotations

import pytest

from workers.language.sentences import sentence_starts
from workers.language.titles import (
    in_full,
    is_peers_title,
    is_title,
    titles_before,
    without_titles,
)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Dr. Jane Roe", "Jane Roe"),
        ("Prime Minister Jane Roe", "Jane Roe"),
        ("former US Senator Peter Poe", "Peter Poe"),
        ("ex-Senator Poe", "Poe"),
        ("Pope Francis", "Pope Francis"),
        ("Queen Mary Roe", "Mary Roe"),
        ("Justice", "Justice"),
        ("Jane Roe", "Jane Roe"),
    ],
)
def test_titles_are_taken_off_the_front_of_a_name(name: str, bare: str) -> None:
    assert without_titles(name) == bare


@pytest.mark.parametrize(
    ("before", "titles"),
    [
        ("They met Prime Minister ", "Prime Minister"),
        ("They met Mrs. ", "Mrs."),
        ("They met the acting US Attorney General ", "acting US Attorney General"),
        ("They asked the president ", ""),
        ("They met ", ""),
    ],
)
def test_the_titles_before_a_name_are_read_back_to_the_first(before: str, titles: str) -> None:
    assert titles_before(f"{before}Roe left.", len(before)) == titles


@pytest.mark.parametrize(
    ("title", "title_too", "peer", "full"),
    [
        ("Mr.", True, False, "mister"),
        ("Dr.", True, False, "doctor"),
        ("Gov.", True, False, "governor"),
        ("President", True, False, "president"),
        ("Lady", True, True, "lady"),
        ("Viscount", True, True, "viscount"),
        ("Earl", False, False, "earl"),
        ("Harbour", False, False, "harbour"),
    ],
)
def test_a_title_says_what_it_is(title: str, title_too: bool, peer: bool, full: str) -> None:
    assert is_title(title) is title_too
    assert is_peers_title(title) is peer
    assert in_full(title) == full


def test_no_sentence_ends_behind_an_abbreviated_title() -> None:
    text = "They asked Cmdr. Roe twice. Maj. Poe left."

    assert sentence_starts(text, 0, len(text)) == [0, text.index("Maj.")]
