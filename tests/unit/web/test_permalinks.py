"""A quotation's name within its article comes from its words alone."""

from __future__ import annotations

import pytest

from workers.web.permalinks import nearest, permalink, permalinks


def test_the_name_depends_on_the_words_and_on_nothing_else() -> None:
    # Given the same words in two runs, behind different quotations
    first, second = permalinks(["It will last.", "No."]), permalinks(["New words.", "It will last.", "No."])
    # When their names are compared, Then each kept its name
    assert first == second[1:]
    assert first[0].startswith("it-will-last-")


def test_the_same_words_again_have_a_name_of_their_own() -> None:
    # Given words that are said three times, When they are named, Then each name occurs once; the first is plain
    names = permalinks(["No.", "Yes.", "No.", "No."])
    assert len(set(names)) == 4
    assert names[0] == permalink("No.")
    assert [name.rpartition(".")[2] for name in names[2:]] == ["2", "3"]


@pytest.mark.parametrize(
    "words",
    [
        "",
        "…",
        "«Привет», сказал он",
        "他说：“是的”",
        "\u202eevil",
        "<script>alert(1)</script>",
        "a/../b?c#d%20",
        "x" * 9999,
    ],
)
def test_a_name_is_letters_digits_and_hyphens_of_any_script(words: str) -> None:
    # Given any words, When they are named, Then nothing in the name has a meaning in an address or in a page
    name = permalink(words)
    assert all(char.isalnum() or char in "-_" for char in name), name
    assert 10 < len(name) <= 60


@pytest.mark.parametrize(
    ("now", "found"),
    [
        ("It will surely last, for a century", True),
        ("It will last, for a hundred years", True),
        ("Nobody knows the price of eggs", False),
    ],
)
def test_words_that_changed_lead_to_the_nearest(now: str, found: bool) -> None:
    # Given the name of words that are gone
    gone = permalink("It will last, for a century")
    # When the nearest is looked for among today's names
    close = nearest(gone, [permalink("Something else entirely, quite"), permalink(now)])
    # Then it is found if its words are like them
    assert (close == permalink(now)) is found
    assert nearest(gone, []) is None
