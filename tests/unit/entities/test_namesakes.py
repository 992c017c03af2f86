"""Nicknames and acronyms, and what bears a name without being anybody: ships, storms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from entity_marks import marked

from shared.model import ParsedArticle
from workers.entities.join.joining import join
from workers.entities.recognise.acronyms import define_acronyms
from workers.entities.recognise.boundaries import mend_boundaries
from workers.entities.recognise.cleaning import surname_is_person
from workers.entities.recognise.kinds import sort_kinds
from workers.entities.recognise.namesakes import sort_peoples, sort_vessels
from workers.entities.records import Name

Step = Callable[[ParsedArticle, tuple[Name, ...]], tuple[Name, ...]]


def after(step: Step, text: str) -> list[tuple[str, str]]:
    article, names, _ = marked(text)
    found = step(article, names)
    assert all(article.text[name.start : name.end] == name.exact for name in found)
    return [(name.exact, name.label) for name in found]


@pytest.mark.parametrize(
    ("text", "ends"),
    [
        ("[Achieng Ng’ang|PERSON]’a sang.", [("Achieng Ng’ang’a", "PERSON")]),
        ("[Achieng Ng'ang|PERSON]'a's song won.", [("Achieng Ng'ang'a", "PERSON")]),
        (
            "[Jane Roe|PERSON]'s song won, and [Ann Poe|PERSON]’ll sing.",
            [("Jane Roe", "PERSON"), ("Ann Poe", "PERSON")],
        ),
        ("[Ban Ki|PERSON]-hwan sang.", [("Ban Ki-hwan", "PERSON")]),
        ("The [Jane Roe|PERSON]-backed plan and the [Vale|LOC]-wide ban.", [("Jane Roe", "PERSON"), ("Vale", "LOC")]),
    ],
)
def test_no_name_ends_inside_a_word(text: str, ends: list[tuple[str, str]]) -> None:
    assert after(mend_boundaries, text) == ends


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        ('They saw [Dominic|PERSON] "Big Dom" [Ferrand|PERSON] there.', [('Dominic "Big Dom" Ferrand', "PERSON")]),
        ("They saw [Tolva|PERSON] “The [Baker” Lind|PERSON] there.", [("Tolva “The Baker” Lind", "PERSON")]),
        ("So [Tolva|PERSON] “Mocks” [Lind|ORG].", [("Tolva", "PERSON"), ("Lind", "ORG")]),
        ("So [Tolva|PERSON] “Mocks” the crowd.", [("Tolva", "PERSON")]),
    ],
)
def test_a_nickname_stands_inside_the_name(text: str, wider: list[tuple[str, str]]) -> None:
    assert after(mend_boundaries, text) == wider


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "The [Board of Control for Rowing|ORG] in [Varenia|LOC] ([BCRV|ORG]) met.",
            [("Board of Control for Rowing in Varenia", "ORG"), ("BCRV", "ORG")],
        ),
        (
            "The [Vale Research|ORG] and [Makers of Ostrovia|ORG] (VRMO) met.",
            [("Vale Research and Makers of Ostrovia", "ORG"), ("VRMO", "ORG")],
        ),
        (
            "The [Vale Bank|ORG] of [Ostrovia|LOC] ([XYZ|ORG]) met.",
            [("Vale Bank", "ORG"), ("Ostrovia", "LOC"), ("XYZ", "ORG")],
        ),
    ],
)
def test_an_acronym_tells_where_the_name_begins(text: str, names: list[tuple[str, str]]) -> None:
    assert after(define_acronyms, text) == names


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("The [University of West Vale|ORG] paid. A hall of [UWV|LOC] shut.", "ORG"),
        ("The [University of West Vale|ORG] paid. A hall of [UOWV|PERSON] shut.", "ORG"),
        ("The [Vale Miners Union|ORG] met. [VMB|LOC] slept.", "LOC"),
        ("The [Vale Miners|ORG] met. [VM|LOC] slept.", "LOC"),
        ("[Una Wilma Voss|PERSON] met them at [UWV|LOC].", "LOC"),
        (
            "The [Union of Artists|ORG] met in the [USA|LOC] and the [Unit for Arms Exports|ORG] in the [UAE|LOC].",
            "LOC",
        ),
    ],
)
def test_the_initials_of_a_body_are_the_body(text: str, label: str) -> None:
    assert dict(after(define_acronyms, text))[text.rpartition("[")[2].partition("|")[0]] == label


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("[Mohammed bin Saker|PERSON] left. [MBS|ORG] spoke.", ["PERSON", "PERSON"]),
        ("[Mohammed bin Saker|PERSON] left. [Mill Bank of Stoke|ORG] shut. [MBS|ORG] spoke.", ["PERSON", "ORG", "ORG"]),
        ("[Jan Wałecki|PERSON] left. [Walecki|ORG] spoke.", ["PERSON", "PERSON"]),
        ("[Jane Roe III|PERSON] left. [Roe|ORG] spoke.", ["PERSON", "PERSON"]),
        ("[Erik Norling|PERSON] and [Peter Norling|ORG] left.", ["PERSON", "PERSON"]),
        ("[Erik Norling|PERSON] owns [Elm Norling|ORG].", ["PERSON", "ORG"]),
        ("[Lai Ching-ho|PERSON] left. [Lai|ORG] spoke.", ["PERSON", "PERSON"]),
        # The family has the name of a place.
        ("[Andrew Windle|PERSON] left. They are at [Windle|LOC].", ["PERSON", "LOC"]),
    ],
)
def test_surnames_and_initials_are_the_persons(text: str, labels: list[str]) -> None:
    assert [label for _, label in after(surname_is_person, text)] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The [USS Carl Roe|PERSON] sailed; the [Carl Roe|PERSON] sank.", ["VESSEL", "VESSEL"]),
        ("They saw the destroyer [Choe Hyol|PERSON] there.", ["VESSEL"]),
        ("[Cyclone Hamish|VESSEL] hit. [Hamish|PERSON] weakened.", ["VESSEL", "VESSEL"]),
        ("Typhoon [Hamish|PERSON] hit. Mr. [Roe|PERSON] fled.", ["VESSEL", "PERSON"]),
        ("[Carl Roe|PERSON] sailed.", ["PERSON"]),
    ],
)
def test_ships_and_storms_are_nobody(text: str, labels: list[str]) -> None:
    assert [label for _, label in after(sort_vessels, text)] == labels


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("The [Kenyan|LOC] navy told [Danes|ORG] and a [Scot|PERSON] so.", ["NORP", "NORP", "NORP"]),
        ("[Karen Dane|PERSON] left. [Dane|PERSON] sang.", ["PERSON", "PERSON"]),
        ("The [Kenya|LOC] of old.", ["LOC"]),
    ],
)
def test_demonyms_are_no_places(text: str, labels: list[str]) -> None:
    assert [label for _, label in after(sort_peoples, text)] == labels


def test_a_ship_with_and_without_its_prefix_is_one() -> None:
    article, names, _ = marked("The [USS Carl Roe|VESSEL] sailed; the [Carl Roe|VESSEL] sank in [Storm Ada|VESSEL].")

    assert [(thing.name, len(thing.names)) for thing in join(article.text, names)] == [
        ("USS Carl Roe", 2),
        ("Storm Ada", 1),
    ]


def test_a_possessive_before_a_full_name_tells_of_a_person() -> None:
    assert after(sort_kinds, "Varenia's [Gustavo Petrin|ORG] sang.") == [("Gustavo Petrin", "PERSON")]


def test_a_peer_is_of_a_place() -> None:
    article, names, _ = marked("So [Clark|PERSON] of [Nottle|PERSON] sang.")
    peer = (names[0]._replace(title="Lord"), names[1])

    assert [name.label for name in sort_kinds(article, peer)] == ["PERSON", "LOC"]
