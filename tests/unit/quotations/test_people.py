"""Who is meant: roles, ages, surnames, he and she, and where mentions stand."""

from __future__ import annotations

import re

import pytest
from spoken import found_in

from workers.coreference.rolenames import RoleNames
from workers.coreference.speaker_gender import genders
from workers.coreference.speaker_salience import Salience
from workers.coreference.surnames import Surnames, UnlistedNames
from workers.language.marks import Line, find_quoted
from workers.language.stretches import Mentions, Stretches

PEOPLE = ("person: Jane Roe = Roe", "person: Peter Poe = Poe", "person: Nora Moe = Moe")


ROLES = [
    ("The mayor, Jane Roe, came.", "the mayor", "mayor", 0),
    ("Jane Roe, the mayor of Northport, came.", "the mayor", "mayor", 0),
    ("Mayor Jane Roe came with Defence Minister Peter Poe.", "the defence minister", "minister", 1),
    ("Prime Minister Jane Roe met Defence Minister Peter Poe.", "the prime minister", "minister", 0),
    ("Prime Minister Jane Roe met Defence Minister Peter Poe.", "the minister", "minister", None),
    ("The mayor of Northport, Jane Roe, came.", "the mayor of Southport", "mayor", None),
    ("The mayor scolded Jane Roe.", "the mayor", "mayor", None),
    ("Jane Roe, 44, came.", "the 44-year-old", "44-year-old", 0),
    ("Jane Roe, 44, came.", "the 45-year-old", "45-year-old", None),
    ("The mayor, Jane Roe, came.", "a mayor", "mayor", None),
]


@pytest.mark.parametrize(("text", "words", "head", "entity"), ROLES)
def test_a_role_means_the_one_person_who_is_called_so(text: str, words: str, head: str, entity: int | None) -> None:
    assert RoleNames(text, found_in(text, *PEOPLE)).person(words, head) == entity


@pytest.mark.parametrize(
    ("words", "name"), [("Roe", "Jane Roe"), ("Mr. Poe", "Peter Poe"), ("John Roe", None), ("Doe", None), ("", None)]
)
def test_a_surname_leads_to_its_one_bearer(words: str, name: str | None) -> None:
    bearer = Surnames(found_in("", *PEOPLE)).bearer(words)

    assert (bearer.name if bearer else None) == name


def test_a_surname_that_two_bear_leads_to_nobody() -> None:
    assert Surnames(found_in("", "person: Jane Roe", "person: John Roe")).bearer("Roe") is None


def test_a_body_is_known_by_its_last_word() -> None:
    surnames = Surnames(found_in("", "organization: Defence Ministry"))

    assert surnames.body("the ministry", "ministry") is not None
    assert surnames.body("a ministry", "ministry") is None
    assert surnames.body("the union", "union") is None


def test_names_nobody_listed_are_kept_and_shortened_names_led_back() -> None:
    unlisted = UnlistedNames()

    assert unlisted.full("harbour pilot Ida Lund") == "Ida Lund"
    assert unlisted.full("Lund") == "Ida Lund"
    assert unlisted.full("the Northern Line") == "Northern Line"


PRONOUNS = [
    ("Jane Roe came. She sat.", "She", 0),
    ("Peter Poe came. He sat.", "He", 1),
    ("Jane Roe met Peter Poe. He sat.", "He", 1),
    ("Peter Poe came. She sat.", "She", None),
    ("It rained. She sat.", "She", None),
    ("Jane Roe met Nora Moe. Peter Poe saw Jane Roe. Roe laughed. She sat.", "She", 0),
]


@pytest.mark.parametrize(("text", "pronoun", "entity"), PRONOUNS)
def test_a_pronoun_means_the_fitting_person_who_stands_out(text: str, pronoun: str, entity: int | None) -> None:
    lines = [Line(0, len(text))]
    quoted = [q for found in find_quoted(text, lines) for q in found]

    salience = Salience(text, lines, quoted, found_in(text, *PEOPLE))

    assert salience.person_at(text.rindex(pronoun), pronoun) == entity


def test_who_spoke_last_goes_on_speaking() -> None:
    text = "Jane Roe and Nora Moe came. They sat. She rose."
    salience = Salience(text, [Line(0, len(text))], [], found_in(text, *PEOPLE))

    salience.spoke(2, text.index("They"))

    assert salience.person_at(text.index("She"), "She") == 2


def test_titles_and_given_names_show_a_gender() -> None:
    text = "Mrs. Lund and Peter Poe met Jane Roe."

    shown = genders(text, found_in(text, *PEOPLE, "person: Lund"))

    assert shown == {0: "female", 1: "male", 3: "female"}


def test_stretches_and_mentions_are_found_by_where_they_stand() -> None:
    text = "Jane Roe met Peter Poe."
    mentions = Mentions(found_in(text, *PEOPLE).mentions)
    stretches = Stretches([(5, 9), (0, 3)])

    assert [stretches.holds(i) for i in (0, 1, 3, 5, 6, 9, 40)] == [False, True, False, False, True, False, False]
    assert [m.exact for m in mentions.inside(0, len(text))] == ["Jane Roe", "Peter Poe"]
    assert mentions.covering(5, 8) is not None
    assert mentions.covering(re.search("met", text).start(), 12) is None  # type: ignore[union-attr]
