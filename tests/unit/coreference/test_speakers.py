"""The words for a speaker: which of them are the name, where the phrase ends, whose name it is not; roles in it."""

from __future__ import annotations

import pytest
from spoken import heard, quotations

from shared.model import SpeakerType
from workers.coreference.cast import is_party_tag
from workers.models import Models

HEADS = [
    ("The mayor of Kyiv, Jane Roe, was quoted as saying it was late.", "Jane Roe"),
    ("“It is late,” Sen. Jane Roe, R-N.J., said.", "Jane Roe"),
    ("Roe, R-N.J., said it was late.", "Jane Roe"),
    ("“It is late,” said Jane Roe (D-Ohio).", "Jane Roe"),
    ("A spokesman for Peter Poe, Jane Roe, said it was late.", "Jane Roe"),
    ("Jane Roe’s lawyer said it was late.", None),
]


@pytest.mark.parametrize(("lines", "name"), HEADS)
def test_the_name_in_a_phrase_is_found(models: Models, lines: str, name: str | None) -> None:
    told = ("person: Jane Roe = Roe", "place: Kyiv", "place: R-N.J.", "place: Ohio")

    (found,) = quotations(models, lines, *told)

    assert found.speaker is not None
    assert found.speaker.name == name


@pytest.mark.parametrize(
    ("words", "tag"),
    [("R-N.J.", True), ("D-Ohio", True), ("D-New York", True), ("R-rated", False), ("Roe", False), ("D-Day", True)],
)
def test_a_party_and_a_state_are_no_name(words: str, tag: bool) -> None:
    assert is_party_tag(words) is tag


NAMED_BODIES = [
    ("The Harbour Union, led by Jane Roe, said: “No.”", "Harbour Union", SpeakerType.ORGANIZATION),
    ("Her office said: “No.”", None, SpeakerType.ORGANIZATION),
    ("Another said: “No.”", None, SpeakerType.UNKNOWN),
    ("Downing Street said: “No.”", "Downing Street", SpeakerType.ORGANIZATION),
    ("Several European countries said: “No.”", None, SpeakerType.GROUP),
    ("“No,” said a diplomat, who asked not to be named.", None, SpeakerType.ANONYMOUS),
    ("“No,” said a diplomat who could not be identified.", None, SpeakerType.ANONYMOUS),
]


@pytest.mark.parametrize(("lines", "name", "kind"), NAMED_BODIES)
def test_bodies_are_named_without_what_is_told_of_them(
    models: Models, lines: str, name: str | None, kind: SpeakerType
) -> None:
    (found,) = quotations(models, lines, "person: Jane Roe")

    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.type) == (name, kind)


ROLES = [
    ("Harbour pilot Jane Roe", "Harbour pilot"),
    ("his chief of staff, Jane Roe", "chief of staff"),
    ("Jane Roe, who has been mayor since May", None),
    ("Jane Roe, the mayor of Northport, who resigned", "mayor of Northport"),
    ("Mrs. Jane Roe", None),
    ("The BBC’s Jane Roe", None),
    ("Jane Roe, 44, of Hull", None),
    ("Jane Roe", None),
]


@pytest.mark.parametrize(("words", "role"), ROLES)
def test_a_role_stands_before_or_behind_the_name(models: Models, words: str, role: str | None) -> None:
    (found,) = quotations(
        models, f"“It is late,” said {words}.", "person: Jane Roe", "organization: BBC", "place: Hull"
    )

    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.role) == ("Jane Roe", role)


def test_an_age_and_a_clause_are_no_role(models: Models) -> None:
    first, second = quotations(models, "“No,” said Jane Roe, 44, a nurse who has a boat.|“No,” said Peter Poe, 44.")

    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.role, second.speaker.role) == ("nurse", None)


TANGLED = (
    "The offer, made in a late-night televised speech, coincided with the summer break and came just weeks after many "
    "small harbour unions, gathered in Northport, demanded they be paid in full."
)


def test_in_a_tangled_sentence_the_nearer_noun_speaks(models: Models) -> None:
    (found,) = quotations(models, TANGLED)

    assert found.speaker is not None
    assert found.speaker.exact == "many small harbour unions"


def test_a_phrase_longer_than_any_that_annotators_marked_ends_behind_its_name(models: Models) -> None:
    told = "a pilot of forty years who had once been the owner of a small fleet of fishing boats in the north of the"
    more = "country and who had sold them all to his brother in the year of the great storm before he came back home"

    (found,) = quotations(models, f"“It is late,” said Jane Roe, {told} {more}.")

    assert found.speaker is not None
    assert found.speaker.exact == "Jane Roe"


SURNAMES = [
    ("“It is late,” President Roe said.", "Roe"),
    ("“No,” said President Roe. “It is late,” Roe added.", "Roe"),
    ("President Roe came. Jane Roe rose. “It is late,” Roe said.", "Jane Roe"),
    ("President Roe came. “It is late,” Mrs. Roe said.", "Jane Roe"),
    ("“It is late,” Senator Roe said.", "Jane Roe"),
]


@pytest.mark.parametrize(("lines", "name"), SURNAMES)
def test_an_office_that_no_full_name_answers_to_is_somebody_elses(models: Models, lines: str, name: str) -> None:
    # Given a Jane Roe of whom no office is told: the president may be her husband
    found = heard(models, f"Jane Roe left. {lines}")[-1]

    assert found.speaker is not None
    assert (found.speaker.name, found.speaker.type) == (name, SpeakerType.PERSON)


OFFICES = [
    "Jane Roe, the president of Acme, left.",
    "President Jane Roe left.",
    "Jane Roe was elected president in May.",
]


@pytest.mark.parametrize("told", OFFICES)
def test_an_office_is_of_the_full_name_that_it_was_told_of(models: Models, told: str) -> None:
    (found,) = heard(models, f"{told} A storm came. “It is late,” President Roe said.")

    assert found.speaker is not None
    assert found.speaker.name == "Jane Roe"


def test_the_reasons_of_a_relative_clause_do_not_tangle_a_sentence(models: Models) -> None:
    who = (
        "Two officials with sight of the plan, who asked not to be named because they had no leave to talk to the press"
    )

    (found,) = quotations(models, f"{who}, said divers had found cracks in the piers of the bridge.")

    assert found.speaker is not None
    assert (found.speaker.exact, found.speaker.type) == (who, SpeakerType.ANONYMOUS)


def test_an_author_is_somebody_without_a_name(models: Models) -> None:
    (found,) = quotations(models, "I believe that the sea is kinder than they say.")

    assert found.speaker is not None
    assert (found.speaker.exact, found.speaker.name, found.speaker.type) == ("I", None, SpeakerType.PERSON)


NOMINALS = [
    ("Acme Ltd closed. The company said no.", "company", "Acme Ltd"),
    ("Acme Ltd closed. A company from Hull came. The company said no.", "company", None),
    ("Acme Ltd, a company, closed. The company said no.", "company", "Acme Ltd"),
    ("Acme Ltd is a small company. The company said no.", "company", "Acme Ltd"),
]


@pytest.mark.parametrize(("lines", "noun", "name"), NOMINALS)
def test_a_noun_means_what_it_stands_for_unless_another_came_between(
    models: Models, lines: str, noun: str, name: str | None
) -> None:
    quoted = quotations(models, f"{lines} “It is late,” the {noun} said.", "organization: Acme Ltd")[-1]

    assert quoted.speaker is not None
    assert quoted.speaker.name == name


LABELS = [
    ("Walz: “We must protect the people who live here.”", "Tim Walz"),
    ("Gov. Walz (D-Minn.): “We must protect the people who live here.”", "Tim Walz"),
    ("Update: “We must protect the people who live here.”", None),
]


@pytest.mark.parametrize(("line", "name"), LABELS)
def test_a_name_alone_before_a_colon_speaks_and_another_word_does_not(
    models: Models, line: str, name: str | None
) -> None:
    found = quotations(models, f"Tim Walz came.|{line}", "person: Tim Walz = Walz")[-1]

    assert (found.speaker and found.speaker.name) == name


@pytest.mark.parametrize("noun", ["astronaut", "novelist", "backbencher", "beekeeper", "waitress"])
def test_a_noun_for_a_person_speaks_and_is_a_role(models: Models, noun: str) -> None:
    # Given somebody who is introduced by a noun, and speaks as that noun alone
    first, second = heard(
        models, f"“It is late,” {noun} Jane Holt said. It rained. The {noun} believes the bridge is unsafe."
    )

    assert first.speaker is not None
    assert second.speaker is not None
    assert (first.speaker.name, first.speaker.role) == ("Jane Holt", noun)
    assert second.speaker.name == "Jane Holt"
