"""Bylines: names with "By" and without."""

from __future__ import annotations

import pytest

from workers.parsing.bylines import bare_bylines, is_bare_name, is_byline
from workers.parsing.lines import lines_of
from workers.parsing.noise import noise_of


@pytest.mark.parametrize(
    ("text", "byline"),
    [
        ("By Ada Lund", True),
        ("Interview by Ada Lund", True),
        ("Recipe by Ada Lund", True),
        ("By Tuesday the river had risen over its banks", False),
    ],
)
def test_a_line_says_who_wrote_it(text: str, byline: bool) -> None:
    assert is_byline(lines_of(text)[0]) is byline


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ada Lund", True),
        ("Ada Lund and Omar Reyes", True),
        ("Ada Lund, Omar Reyes and Kim O'Neil", True),
        ("Ada Lund in Kyiv and Omar Reyes in Lima", True),
        ("Graham van der Tull", True),
        ("Ada Lund, News Reporter", True),
        ("Ada Lund Consumer correspondent", True),
        ("Climate Change", False),
        ("New York", False),
        ("Supreme Court", False),
        ("Associated Press", False),
        ("ADA LUND", False),
        ("Ada", False),
        ("The ferry sails", False),
    ],
)
def test_a_bare_name(text: str, name: bool) -> None:
    assert is_bare_name(lines_of(text)[0]) is name


@pytest.mark.parametrize(
    ("between", "byline"),
    [
        (["Ada Lund", "Published 7 May 2024"], "Ada Lund"),
        (["3 hours ago", "Ada Lund", "Harbour News, Millvale"], "Ada Lund"),
        (["Ada Lund", "Harbour correspondent"], "Ada Lund"),
        (["Correction: the pier was wrong.", "Ada Lund"], "Ada Lund"),
        (["Ada Lund", "Boats on the river before the storm"], None),
        (["The pier was closed on Monday.", "Ada Lund"], None),
    ],
)
def test_a_bare_name_is_a_byline_beside_a_date_or_an_office_or_right_above_the_body(
    between: list[str], byline: str | None
) -> None:
    # Given the lines between a headline and a body
    lines = lines_of("\n".join(between))
    # When a bare name is looked for, Then it is found where something shows that it signs the article
    found = bare_bylines(lines, [noise_of(line) for line in lines], len(lines))
    assert [lines[number].text for number in found] == ([byline] if byline else [])
