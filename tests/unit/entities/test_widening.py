"""What is left off names, and what bears a name without being anybody: firms, ships, storms."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from entity_marks import marked

from shared.model import ParsedArticle
from workers.entities.join.joining import join
from workers.entities.recognise.acronyms import define_acronyms
from workers.entities.recognise.cleaning import surname_is_person
from workers.entities.recognise.kinds import sort_kinds
from workers.entities.recognise.namesakes import sort_firms, sort_vessels
from workers.entities.recognise.widening import widen
from workers.entities.records import Name

Step = Callable[[ParsedArticle, tuple[Name, ...]], tuple[Name, ...]]


def after(step: Step, text: str) -> list[tuple[str, str]]:
    article, names, _ = marked(text)
    found = step(article, names)
    assert all(article.text[name.start : name.end] == name.exact for name in found)
    return [(name.exact, name.label) for name in found]


@pytest.mark.parametrize(
    ("text", "wider"),
    [
        # Nicknames between marks.
        ('They saw [Dominic|LOC] "Big Dom" Ferrand there.', [('Dominic "Big Dom" Ferrand', "PERSON")]),
        ("They saw Tolva “Tolly” [Lindqvist|PERSON] there.", [("Tolva “Tolly” Lindqvist", "PERSON")]),
        ('In Varenia "Big Dom" Ferrand sang of [Ostrovia|LOC].', [("Ostrovia", "LOC")]),
        # The word behind a particle.
        ("[Ulla van der|PERSON] Linde sang.", [("Ulla van der Linde", "PERSON")]),
        ("[Ulla van der|PERSON] sang.", [("Ulla van der", "PERSON")]),
        # The given name before two words.
        ("His sister, Sonia [Rathor Menon|PERSON], sang.", [("Sonia Rathor Menon", "PERSON")]),
        ("Sultan [Rathor Menon|PERSON] sang.", [("Rathor Menon", "PERSON")]),
        # A surname that is used again alone, by somebody found or somebody who speaks.
        ("[Novel|PERSON] Tavorin, 38, lost. Tavorin said so.", [("Novel Tavorin", "PERSON")]),
        (
            "[Novel|PERSON] Tavorin, 38, lost. [Tavorin|PERSON] wept.",
            [("Novel Tavorin", "PERSON"), ("Tavorin", "PERSON")],
        ),
        ("[Novel|PERSON] Tavorin, 38, lost. Nobody wept.", [("Novel", "PERSON")]),
        ("[Novel|PERSON] Tower, once shut. Tower said so.", [("Novel", "PERSON")]),
        # What was taken for a people or a place, before a surname that is known.
        # "-i" is a people's ending: better no name than a wrong one.
        ("[Jomi|NORP] Tavorin sang. [Tavorin|PERSON] wept.", [("Jomi", "NORP"), ("Tavorin", "PERSON")]),
        ("[Jomo|NORP] Tavorin sang. [Tavorin|PERSON] wept.", [("Jomo Tavorin", "PERSON"), ("Tavorin", "PERSON")]),
        ("[Varenian|NORP] Tavorin sang. [Tavorin|PERSON] wept.", [("Varenian", "NORP"), ("Tavorin", "PERSON")]),
        ("[Dutch|NORP] Tavorin sang. [Tavorin|PERSON] wept.", [("Dutch", "NORP"), ("Tavorin", "PERSON")]),
    ],
)
def test_what_belongs_to_a_name_is_taken_in(text: str, wider: list[tuple[str, str]]) -> None:
    assert after(widen, text) == wider


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
        ("[Brandal Motor Co|ORG] grew. [Bill Brandal|PERSON] and [Brandal|PERSON] CEO [Jane Roe|PERSON] sang.", "OPOP"),
        ("[Brandal Motor Co|ORG] grew. [Bill Brandal|PERSON] sang. [Brandal|PERSON] wept.", "OPP"),
        ("[Charles Brandal Corp.|ORG] grew. [Brandal|PERSON] hires.", "OO"),
        ("[Charles Brandal Corp.|ORG] grew. [Charles Brandal|PERSON] wept. [Brandal|PERSON] sang.", "OPP"),
        ("[Ostrovia Airlines|ORG] grew. [Ostrovia|LOC] CEO [Jane Roe|PERSON] left [Ostrovia|LOC].", "OOPL"),
    ],
)
def test_a_firm_called_as_somebody_was(text: str, labels: str) -> None:
    assert "".join(label[0] for _, label in after(sort_firms, text)) == labels


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


def test_a_ship_with_and_without_its_prefix_is_one() -> None:
    article, names, _ = marked("The [USS Carl Roe|VESSEL] sailed; the [Carl Roe|VESSEL] sank in [Storm Ada|VESSEL].")

    assert [(thing.name, len(thing.names)) for thing in join(article.text, names)] == [
        ("USS Carl Roe", 2),
        ("Storm Ada", 1),
    ]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("[Mamata Besig|ORG], the Varenian chief minister, sang.", "PERSON"),
        ("[Tolva Adhano|ORG], the head of the Vale Health Board, sang.", "PERSON"),
        ("[Tolva Adhano|ORG], the owner of the Vale Health Board, sang.", "ORG"),
        ("[Jane Roe|PERSON] of the [University of Vale|ORG], a co-author, sang.", "PERSON"),
        ("Varenia's [Gustavo Petrin|ORG] sang.", "PERSON"),
        ("[KCNV|PERSON] said so.", "ORG"),
        ("[ROE|PERSON] said so. So Roe did.", "PERSON"),
    ],
)
def test_who_is_somebody(text: str, label: str) -> None:
    assert after(sort_kinds, text)[0][1] == label


def test_an_apposition_behind_a_university_is_no_proof_of_a_person() -> None:
    assert after(sort_kinds, "[Jane Roe|PERSON] of the [University of Vale|ORG], a co-author, sang.")[1][1] == "ORG"


def test_a_peer_is_of_a_place() -> None:
    article, names, _ = marked("So [Clark|PERSON] of [Nottle|PERSON] sang.")
    peer = (names[0]._replace(title="Lord"), names[1])

    assert [name.label for name in sort_kinds(article, peer)] == ["PERSON", "LOC"]
