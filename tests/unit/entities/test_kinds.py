"""Kinds by the words around a name, and where names end."""

from __future__ import annotations

import pytest
from entity_marks import marked

from shared.model import Dateline
from workers.entities.join.joining import join
from workers.entities.recognise.boundaries import mend_boundaries
from workers.entities.recognise.cleaning import trim
from workers.entities.recognise.kinds import sort_kinds


@pytest.mark.parametrize(
    ("text", "label"),
    [
        (
            "The crew of engineering group [Brandal Winch|PERSON] fell silent. [Brandal Winch|PERSON] shares fell.",
            "ORG",
        ),
        ("She posted it on [Instagram|PERSON].", "ORG"),
        ("[Ottery|PERSON] was glad to see [Tolva Reed|PERSON] of [Ottery|PERSON].", "LOC"),
        ("[UTF|PERSON] was glad to see [Tolva Reed|PERSON] of [UTF|PERSON].", "ORG"),
        ("[Ottery|ORG] was glad to see [Tolva Reed|PERSON] of [Ottery|ORG].", "ORG"),
        ("[Ottery|ORG], a town on the coast, slept. He was born in [Ottery|ORG].", "LOC"),
        ("The town of [Ottery|PERSON] in winter; a walk in [Ottery|PERSON].", "LOC"),
        ("They sued [Brandal Winch Co. Ltd.|PERSON] in May.", "ORG"),
        ("They asked the [Tolva Reed Children's Foundation|PERSON].", "ORG"),
        ("[Tolva Reed|ORG], 17, sang.", "PERSON"),
        ("The [Dane|PERSON] won the race.", "NORP"),
        ("She beat a [Dane|ORG] there.", "NORP"),
        ("The mayor's press secretary, [Tolva Reed|ORG], sang.", "PERSON"),
        ("The mayor met [Tolva Reed|ORG], too.", "ORG"),
        ("[Ostrovia|PERSON] shut the road in [Ostrovia|PERSON]. The [Ostrovian|NORP] guard slept.", "LOC"),
    ],
)
def test_what_stands_around_a_name_outweighs_the_recogniser(text: str, label: str) -> None:
    article, names, _ = marked(text)

    assert sort_kinds(article, names)[0].label == label


@pytest.mark.parametrize(
    "text",
    [
        "[Jane Marine|PERSON] sang.",
        "They believe in [Stone|PERSON].",
        "[Vale Trust|ORG] met.",
        "Friends call him [Dane|PERSON].",
        "[Ottery|ORG] won.",
    ],
)
def test_a_single_weak_hint_changes_nothing(text: str) -> None:
    article, names, _ = marked(text)

    assert sort_kinds(article, names) == names


def test_the_place_of_the_dateline_is_a_place() -> None:
    article, names, _ = marked("[Ottery|ORG] – A storm came.")
    filed = article.model_copy(update={"dateline": Dateline(exact="Ottery –", place="Ottery")})

    assert [name.label for name in sort_kinds(filed, names)] == ["LOC"]


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("[Vale Rovers 2-1 Elm Town|ORG]", [("Vale Rovers", "ORG"), ("Elm Town", "ORG")]),
        ("It ended. [Sculptor Jane Roe|ORG] left.", [("Jane Roe", "PERSON")]),
        ("[Chipmaker Novalis|PERSON] grew.", [("Novalis", "ORG")]),
        ("“I will.” [Said Roe|PERSON].", [("Roe", "PERSON")]),
        ("So [Elm Foods Chief Executive|ORG] Officer Jane Roe left.", [("Elm Foods", "ORG")]),
        ("So [Pro-Elm Harbour Party|ORG] members cheered.", [("Harbour Party", "ORG")]),
        ("[Norway 2|LOC], [Vale Seven 7|ORG].", [("Norway", "LOC"), ("Vale Seven 7", "ORG")]),
        ("Minister for [Harbours Ann Roe|ORG] said so.", [("Ann Roe", "PERSON")]),
        ("Bank of [Elm Ann Roe|ORG] said so.", [("Elm Ann Roe", "ORG")]),
        ("[VMU (Vale Miners Union|ORG]) met.", [("VMU", "ORG"), ("Vale Miners Union", "ORG")]),
        ("[Elm Foods (|ORG]the maker) grew.", [("Elm Foods", "ORG")]),
        ("So [Hannah|PERSON] de Wit left.", [("Hannah de Wit", "PERSON")]),
        ("So Hannah de [Wit|PERSON] left.", [("Hannah de Wit", "PERSON")]),
        ("So [Hannah|PERSON] de [Wit|PERSON] left.", [("Hannah de Wit", "PERSON")]),
        ("The firm met [Painter Roe Hall|LOC] there.", [("Painter Roe Hall", "LOC")]),
    ],
)
def test_names_end_where_they_end(text: str, mended: list[tuple[str, str]]) -> None:
    article, names, _ = marked(text)

    found = mend_boundaries(article, names)

    assert [(name.exact, name.label) for name in found] == mended
    assert all(article.text[name.start : name.end] == name.exact for name in found)


@pytest.mark.parametrize(("exact", "kept"), [("Moody's", "Moody's"), ("Moody’s", "Moody’s"), ("Roe's", "Roe")])
def test_a_firms_own_possessive_stays(exact: str, kept: str) -> None:
    article, names, _ = marked(f"So [{exact}|ORG] said.")

    assert [name.exact for name in trim(article, names)] == [kept]


@pytest.mark.parametrize("seat", ["Kremlin", "White House", "Pentagon", "Downing Street"])
@pytest.mark.parametrize("label", ["LOC", "PERSON", "ORG"])
def test_a_seat_of_government_is_a_body_whatever_the_recogniser_says(seat: str, label: str) -> None:
    article, names, _ = marked(f"The [{seat}|{label}] said it would answer.")

    assert [name.label for name in sort_kinds(article, names)] == ["ORG"]


def test_a_capital_stays_a_place_of_its_own_and_a_people_is_no_country() -> None:
    article, names, _ = marked("[Kyiv|LOC] said [Ukraine|LOC] and the [Ukrainian|NORP] army agreed; [Kiev|LOC] waits.")

    things = join(article.text, sort_kinds(article, names))

    assert [(thing.kind.value, thing.name) for thing in things] == [
        ("place", "Kyiv"),
        ("place", "Ukraine"),
        ("other", "Ukrainian"),
    ]
