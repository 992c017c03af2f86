"""Kinds by the words around a name, and where names end."""

from __future__ import annotations

import pytest
from entity_marks import marked

from workers.entities.join.joining import join
from workers.entities.recognise.boundaries import mend_boundaries
from workers.entities.recognise.cleaning import trim
from workers.entities.recognise.kinds import sort_kinds


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("She posted it on [Instagram|PERSON].", "ORG"),
        ("[Ottery|PERSON] was glad to see [Tolva Reed|PERSON] of [Ottery|PERSON].", "LOC"),
        ("[UTF|PERSON] was glad to see [Tolva Reed|PERSON] of [UTF|PERSON].", "ORG"),
        ("[Ottery|ORG] was glad to see [Tolva Reed|PERSON] of [Ottery|ORG].", "ORG"),
        ("They sued [Brandal Winch Co. Ltd.|PERSON] in May.", "ORG"),
        ("They asked the [Tolva Reed Children's Foundation|PERSON].", "ORG"),
        ("The mayor met [Tolva Reed|ORG], too.", "ORG"),
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


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("It ended. [Sculptor Jane Roe|PERSON] left.", [("Jane Roe", "PERSON")]),
        ("[Chipmaker Novalis|ORG] grew.", [("Novalis", "ORG")]),
        ("[Sculptor Jane Roe|LOC] left.", [("Jane Roe", "PERSON")]),
        ("[Sculptor Roe Guild Hall|ORG] shut.", [("Sculptor Roe Guild Hall", "ORG")]),
        ("[Group F|ORG] ended.", [("Group F", "ORG")]),
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
