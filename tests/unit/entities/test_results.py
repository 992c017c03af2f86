"""Lines of results and standings hold teams."""

from __future__ import annotations

import pytest

from shared.model import Submission
from workers.entities.recognise.results import name_results
from workers.entities.records import Name
from workers.parsing import parse

PROSE = (
    "The league's matches of the weekend were played in the rain, and most of the visitors went home without a goal."
)


@pytest.mark.parametrize(
    ("lines", "sides"),
    [
        (
            ["Larkmoor Town 2 Fenn Rovers 1", "MILLVALE 5 Skarholm 3"],
            ["Larkmoor Town", "Fenn Rovers", "MILLVALE", "Skarholm"],
        ),
        (["Larkmoor Town 2, Fenn Rovers 1 (after extra time)"], ["Larkmoor Town", "Fenn Rovers"]),
        (["Fenn 5 3 1 1 9 6 10", "2. Skarholm 5 2 2 1 7 7 8"], ["Fenn", "Skarholm"]),
        (["Norway 2 Finland 1"], []),
        (["May 7 June 9"], []),
        (["Ida Voss 66 65 66"], []),
        (["The board met on Monday with 3 members."], []),
    ],
)
def test_sides(lines: list[str], sides: list[str]) -> None:
    article = parse(Submission(uri="test:1", body="\n".join([PROSE, *lines])))
    found = name_results(article, ())
    assert [name.exact for name in found] == sides
    assert {name.label for name in found} <= {"ORG"}


def test_what_a_side_is_called_for_short_is_no_person() -> None:
    article = parse(
        Submission(uri="test:1", body=f"{PROSE}\nLarkmoor Town 2 Fenn Rovers 1\nFenn were the better side.")
    )
    at = article.text.index("Fenn were")
    found = name_results(article, (Name(at, at + 4, "Fenn", "PERSON"),))
    assert [(name.exact, name.label) for name in found][-1] == ("Fenn", "ORG")
