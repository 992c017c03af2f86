"""Gender: what titles, names, nouns and pronouns show."""

from __future__ import annotations

import pytest

from workers.language.gender import PRONOUNS, Gender, gender_of_name

FEMALE, MALE = Gender.FEMALE, Gender.MALE


@pytest.mark.parametrize(
    ("before", "name", "gender"),
    [
        ("They met Mrs. ", "Roe", FEMALE),
        ("They met Lord ", "Roe", MALE),
        ("They met ", "King Oskar", MALE),
        ("They met ", "Jane Roe", FEMALE),
        ("They met ", "Peter King", MALE),
        ("They met ", "King", None),
        ("They met Mr. ", "Jane", MALE),
        ("They met President ", "Roe", None),
    ],
)
def test_a_title_shows_a_gender_before_the_name_does(before: str, name: str, gender: Gender | None) -> None:
    assert gender_of_name(f"{before}{name} left.", len(before), name) is gender


@pytest.mark.parametrize(
    ("pronoun", "gender"), [("she", FEMALE), ("hers", FEMALE), ("himself", MALE), ("his", MALE), ("they", None)]
)
def test_pronouns_show_a_gender(pronoun: str, gender: Gender | None) -> None:
    assert PRONOUNS.get(pronoun) is gender
