"""Gender: what titles, names, nouns and pronouns show."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from workers.language.gender import PRONOUNS, Gender, gender_of_person

FEMALE, MALE = Gender.FEMALE, Gender.MALE


class Titled(NamedTuple):
    start: int
    end: int
    title: str


@pytest.mark.parametrize(
    ("title", "name", "gender"),
    [
        ("Mrs.", "Roe", FEMALE),
        ("Lord", "Roe", MALE),
        ("", "King Oskar", MALE),
        ("", "Jane Roe", FEMALE),
        ("", "Peter King", MALE),
        ("", "King", None),
        ("Mr.", "Jane", MALE),
        ("President", "Roe", None),
    ],
)
def test_a_title_shows_a_gender_before_the_name_does(title: str, name: str, gender: Gender | None) -> None:
    assert gender_of_person(f"{name} left.", name, [Titled(0, len(name), title)]) is gender


@pytest.mark.parametrize(
    ("pronoun", "gender"), [("she", FEMALE), ("hers", FEMALE), ("himself", MALE), ("his", MALE), ("they", None)]
)
def test_pronouns_show_a_gender(pronoun: str, gender: Gender | None) -> None:
    assert PRONOUNS.get(pronoun) is gender
