"""The places of datelines are mentions, and shouted names are written as prose writes them."""

from __future__ import annotations

import pytest

from shared.model import Submission
from workers.entities.join.joining import join
from workers.entities.recognise.datelines import name_datelines
from workers.entities.records import Name
from workers.parsing import parse

PROSE = "The council of the city met on Monday and decided to close the bridge over the river until the autumn."


@pytest.mark.parametrize(
    ("dateline", "places"),
    [
        ("KYIV, Ukraine — ", ["KYIV", "Ukraine"]),
        ("ST. JOSEPH, Mich. (AP) — ", ["ST. JOSEPH", "Mich."]),
        ("LONDON/PARIS (Reuters) - ", ["LONDON", "PARIS"]),
        ("Ghent (Belgium) (AFP) – ", ["Ghent", "Belgium"]),
        ("BONN 1996-08-22\n", ["BONN"]),
        ("LAUSANNE, Switzerland 1996-08-22\n", ["LAUSANNE", "Switzerland"]),
        ("(Reuters) - ", []),
    ],
)
def test_a_datelines_place_and_region_are_names(dateline: str, places: list[str]) -> None:
    article = parse(Submission(uri="test:1", body=f"Bridge to close\n{dateline}{PROSE}"))
    assert [(name.exact, name.label) for name in name_datelines(article, ())] == [(place, "LOC") for place in places]


def test_who_bears_the_datelines_name_is_the_place() -> None:
    article = parse(Submission(uri="test:1", body=f"Bridge to close\nBONN 1996-08-22\n{PROSE} Bonn is angry."))
    at = article.text.index("Bonn is")
    names = name_datelines(article, (Name(at, at + 4, "Bonn", "PERSON"),))
    assert [name.label for name in names] == ["LOC", "LOC"]
    # And the entity is called as the prose calls it
    assert [thing.name for thing in join(article.text, names)] == ["Bonn"]


def test_a_place_that_only_a_dateline_names_is_not_shouted() -> None:
    article = parse(Submission(uri="test:1", body=f"Bridge to close\nEL PASO (Reuters) - {PROSE}"))
    assert [thing.name for thing in join(article.text, name_datelines(article, ()))] == ["El Paso"]
    assert article.dateline is not None
    assert article.dateline.place == "El Paso"
