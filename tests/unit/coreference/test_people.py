"""Who is meant: roles, ages, surnames, he and she."""

from __future__ import annotations

import pytest
from spoken import article_of, found_in, quotations

from workers.coreference import resolve
from workers.coreference.called import Called
from workers.coreference.cast import Cast
from workers.coreference.roles import RoleReader
from workers.coreference.salience import OTHER, QUOTED, SPEAKER, SUBJECT, Salience
from workers.coreference.surnames import Surnames, unlisted_name
from workers.language.gender import Gender
from workers.models import Models

PEOPLE = ("person: Jane Roe = Roe", "person: Peter Poe = Poe", "person: Nora Moe = Moe")


def cast_of(text: str, *told: str) -> Cast:
    return Cast(text, found_in(text, *told))


def called_in(text: str, *told: str) -> Called:
    cast = cast_of(text, *told)
    return Called(cast, RoleReader(article_of(text), cast).read())


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
    assert called_in(text, *PEOPLE).person(words, head) == entity


@pytest.mark.parametrize(
    ("words", "name"), [("Roe", "Jane Roe"), ("Mr. Poe", "Peter Poe"), ("John Roe", None), ("Doe", None), ("", None)]
)
def test_a_surname_leads_to_its_one_bearer(words: str, name: str | None) -> None:
    bearer = Surnames(cast_of("", *PEOPLE)).bearer(words)

    assert (bearer.name if bearer else None) == name


def test_a_surname_that_two_bear_leads_to_nobody() -> None:
    assert Surnames(cast_of("", "person: Jane Roe", "person: John Roe")).bearer("Roe") is None


def test_a_body_is_known_by_its_last_word() -> None:
    called = called_in("", "organization: Defence Ministry")

    assert called.body("the ministry", "ministry") is not None
    assert called.body("a ministry", "ministry") is None
    assert called.body("the union", "union") is None


def test_shortened_names_that_nobody_listed_are_led_back() -> None:
    assert unlisted_name("harbour pilot Ida Lund", {}) == "Ida Lund"
    assert unlisted_name("Lund", {"Lund": "Ida Lund"}) == "Ida Lund"
    assert unlisted_name("the Northern Line", {"Lund": "Ida Lund"}) == "Northern Line"


def test_a_name_that_nobody_listed_is_kept_for_later(models: Models) -> None:
    _, second = quotations(models, "“It is late,” said harbour pilot Ida Lund.|It rained.|“It is cold,” Lund said.")

    assert second.speaker is not None
    assert second.speaker.name == "Ida Lund"


PRONOUNS = [
    ("Jane Roe came. She sat.", "She", "Jane Roe"),
    ("Peter Poe came. He sat.", "He", "Peter Poe"),
    ("Jane Roe met Peter Poe. He sat.", "He", "Peter Poe"),
    ("Peter Poe came. She sat.", "She", None),
    ("It rained. She sat.", "She", None),
    ("Jane Roe met Nora Moe. Peter Poe saw Jane Roe. Roe laughed. She sat.", "She", "Jane Roe"),
]


@pytest.mark.parametrize(("text", "pronoun", "name"), PRONOUNS)
def test_a_pronoun_means_the_fitting_person_who_stands_out(text: str, pronoun: str, name: str | None) -> None:
    told = resolve(article_of(text), found_in(text, *PEOPLE), ()).found

    meant = {m.start_char: told.entities[m.entity].name for m in told.mentions}

    assert meant.get(text.rindex(pronoun)) == name


def test_who_spoke_last_goes_on_speaking() -> None:
    # Given two women, of whom the first stands out
    salience = Salience({0: Gender.FEMALE, 2: Gender.FEMALE})
    salience.mention(0, SUBJECT)
    salience.mention(2, OTHER)
    salience.next_sentence()
    # When the other speaks
    salience.mention(2, SPEAKER)
    salience.next_sentence()
    # Then she is meant
    answer = salience.answer(Gender.FEMALE)
    assert answer is not None
    assert answer.entity == 2


def test_a_name_between_marks_takes_nothing_from_who_spoke() -> None:
    salience = Salience({0: Gender.FEMALE, 1: Gender.FEMALE})
    salience.mention(0, SPEAKER)
    salience.mention(1, SUBJECT)

    salience.mention(0, QUOTED)

    answer = salience.answer(Gender.FEMALE)
    assert answer is not None
    assert answer.entity == 0


def test_who_speaks_stands_out_more_than_who_is_named_last(models: Models) -> None:
    text = "Nora Moe said the boat was late and Jane Roe laughed. “It is cold,” she said."

    assert [q.speaker and q.speaker.name for q in quotations(models, text, *PEOPLE)] == ["Nora Moe", "Nora Moe"]


def test_titles_and_given_names_show_a_gender() -> None:
    cast = cast_of("Mrs. Lund and Peter Poe met Jane Roe.", *PEOPLE, "person: Lund")

    assert cast.genders() == {0: Gender.FEMALE, 1: Gender.MALE, 2: Gender.FEMALE, 3: Gender.FEMALE}
