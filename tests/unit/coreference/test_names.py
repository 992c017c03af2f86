"""Who the speaker is: full names, types, several together, where and to whom it was said."""

from __future__ import annotations

import pytest
from spoken import EVERYBODY, quotations

from shared.model import SpeakerType
from workers.models import Models

TOGETHER = [
    ("Jane Roe and Peter Poe said the boat was late.", ["Jane Roe", "Peter Poe"]),
    ("“It is late,” said Jane Roe, Peter Poe and Harbour Line.", ["Jane Roe", "Peter Poe", "Harbour Line"]),
    (
        "Jane Roe (R-Ohio), Peter Poe (D-Ohio) and Nora Moe said the boat was late.",
        ["Jane Roe", "Peter Poe", "Nora Moe"],
    ),
    ("“It is late,” said Jane Roe (Harbour Line), and Peter Poe (Kyiv).", ["Jane Roe", "Peter Poe"]),
    ("Jane Roe and her lawyer said the boat was late.", ["Jane Roe", None]),
    ("“It is late,” said Jane Roe.", []),
]


@pytest.mark.parametrize(("lines", "names"), TOGETHER)
def test_each_of_several_speakers_is_found(models: Models, lines: str, names: list[str | None]) -> None:
    (found,) = quotations(models, lines, *EVERYBODY, "person: Nora Moe")

    assert [speaker.name for speaker in found.speakers] == names


NAMES = [
    ("surname", "Jane Roe came. “It is late,” Roe said.", "Roe", "Jane Roe"),
    ("she", "Jane Roe came. “It is late,” she said.", "she", "Jane Roe"),
    ("he", "Jane Roe met Peter Poe. “It is late,” he said.", "he", "Peter Poe"),
    ("wrong gender", "Peter Poe came. “It is late,” she said.", "she", None),
    ("role", "The mayor, Jane Roe, came. “It is late,” the mayor said.", "the mayor", "Jane Roe"),
    ("age", "Jane Roe, 44, came. “It is late,” the 44-year-old said.", "the 44-year-old", "Jane Roe"),
    ("another's lawyer", "Jane Roe came. “It is late,” Roe’s lawyer said.", "Roe’s lawyer", None),
    ("a stranger", "Jane Roe came. “It is late,” a sailor said.", "a sailor", None),
    ("anonymous", "“It is late,” said a pilot who asked for anonymity.", "a pilot who asked for anonymity", None),
    ("two", "“It is late,” Jane Roe and Peter Poe said.", "Jane Roe and Peter Poe", "Jane Roe and Peter Poe"),
]


@pytest.mark.parametrize(("lines", "exact", "name"), [r[1:] for r in NAMES], ids=[r[0] for r in NAMES])
def test_speakers_get_full_names_or_none(models: Models, lines: str, exact: str, name: str | None) -> None:
    speaker = quotations(models, lines)[-1].speaker

    assert speaker is not None
    assert (speaker.exact, speaker.name) == (exact, name)


TYPES = [
    ("“It is late,” said Jane Roe.", SpeakerType.PERSON),
    ("“It is late,” said Harbour Line.", SpeakerType.ORGANIZATION),
    ("“It is late,” said Kyiv.", SpeakerType.ORGANIZATION),
    ("“It is late,” said the foreign ministry.", SpeakerType.ORGANIZATION),
    ("“It is late,” passengers said.", SpeakerType.GROUP),
    ("“It is late,” Jane Roe and Peter Poe said.", SpeakerType.GROUP),
    ("“It is late,” the report said.", SpeakerType.DOCUMENT),
    ("“It is late,” said an official on condition of anonymity.", SpeakerType.ANONYMOUS),
]


@pytest.mark.parametrize(("lines", "kind"), TYPES)
def test_speakers_have_types(models: Models, lines: str, kind: SpeakerType) -> None:
    speaker = quotations(models, lines)[0].speaker

    assert speaker is not None
    assert speaker.type is kind


def test_the_author_speaks_in_the_first_person(models: Models) -> None:
    found = quotations(models, "“Is it late?” I asked.", authors=("Nora Moe",))

    assert [q.speaker and q.speaker.name for q in found] == ["Nora Moe"]


def test_the_medium_and_the_addressee_are_told(models: Models) -> None:
    posted, told = quotations(models, "“It is late,” Jane Roe wrote on X.|“It is cold,” Peter Poe told reporters.")

    assert posted.medium is not None
    assert (posted.medium.type, posted.medium.name) == ("platform", "X")
    assert told.addressee == "reporters"


def test_an_interviewing_outlet_is_not_the_speaker(models: Models) -> None:
    (found,) = quotations(models, "“It is late,” Jane Roe said in an interview with CNN's Wolf Moe.")

    assert found.speaker is not None
    assert found.medium is not None
    assert (found.speaker.name, found.medium.type, found.medium.name) == ("Jane Roe", "interview", "CNN")
