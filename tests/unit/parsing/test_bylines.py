"""Bylines: names with "By" and without."""

from __future__ import annotations

import pytest

from workers.parsing.bylines import bare_bylines, is_bare_name, is_byline, named_at_end, signs_itself
from workers.parsing.lines import lines_of
from workers.parsing.noise import noise_of
from workers.parsing.signatures import names_of, signature_of


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
        (["Photo", "Mary Quill", "Boats on the river before the storm"], "Mary Quill"),
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
    opening = "ada lund sailed from the pier at noon"
    found = bare_bylines(lines, [noise_of(line) for line in lines], len(lines), opening)
    assert [lines[number].text for number in found] == ([byline] if byline else [])


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Reuters May 7, 2024 11:03 PM", ("Reuters",)),
        ("Ada Lund - May 7, 2024, 10:31 pm CST", ("Ada Lund",)),
        ("Ada Lund | Tuesday, 7 May 2024 6.30 pm", ("Ada Lund",)),
        ("Ada Lund, Wales editor, 7 May 2024", ("Ada Lund",)),
        ("Posted on Tuesday 7 May 2024 by Ada Lund", ("Ada Lund",)),
        ("Tuesday May 7, 2024 7:45 am PST by Ada Lund", ("Ada Lund",)),
        ("Ada Lund @adalund", ("Ada Lund",)),
        ("Ada Lund and Omar Reyes @in/adalund @reyes / 2 days", ("Ada Lund", "Omar Reyes")),
        ("Ada Lund won on May 7, 2024", None),
        ("New York, May 7, 2024", None),
        ("Updated May 7, 2024", None),
        ("By Tuesday May 7, 2024 the river had risen", None),
        ("Ada Lund", None),
    ],
)
def test_a_name_with_the_time_or_a_handle_signs(text: str, names: tuple[str, ...] | None) -> None:
    # Given a line above a body, Then a name with the time or its bearer's handle is a byline
    (line,) = lines_of(text)
    assert (names_of(text) if signs_itself(line) else None) == names


@pytest.mark.parametrize(
    ("closing", "names"),
    [
        (
            ["The pier opens on Friday.", "(Reporting by Ada Lund and Omar Reyes; Editing by Kim O'Neil)"],
            "Ada Lund and Omar Reyes",
        ),
        (["The pier opens on Friday.", "- Reuters"], "Reuters"),
        (["The pier opens on Friday.", "PTI"], "PTI"),
        (["The pier opens on Friday.", "Ada Lund is a reporter for the Gazette."], "Ada Lund"),
        (["The pier opens on Friday.", "Ada Lund covers the harbour for the Gazette."], "Ada Lund"),
        (["Ada Lund is the mayor of Millvale."], None),
        (["The pier opens on Friday."], None),
        (["Reporting by phone was slow, the guild said."], None),
    ],
)
def test_the_last_lines_may_name_reporters_or_the_agency(closing: list[str], names: str | None) -> None:
    # Given an article's last lines, Then those that name reporters or an agency name its authors
    found = named_at_end(lines_of("\n".join(closing), join=False))
    assert names_of(found) == names_of(names)


@pytest.mark.parametrize(
    ("text", "names", "shown"),
    [
        ("Ada Lund at Meadow Park", ("Ada Lund",), True),
        ("Ada Lund, Harbour Gazette", ("Ada Lund",), True),
        ("Ada Lund - Harbour Gazette", ("Ada Lund",), True),
        ("Ada Lund for the Harbour Gazette", ("Ada Lund",), True),
        ("Ada Lund Chief Political Correspondent", ("Ada Lund",), True),
        ("Ada Lund Local Democracy Reporter", ("Ada Lund",), True),
        ("From Ada Lund in Lima", ("Ada Lund",), True),
        ("Words: Ada Lund", ("Ada Lund",), True),
        ("Ada Lund, Political Editor and Omar Reyes 7 May 2024 • 9:36pm", ("Ada Lund", "Omar Reyes"), True),
        ("7 May 2024 | Ada Lund", ("Ada Lund",), True),
        ("Ada Lund Published 7 May 2024", ("Ada Lund",), True),
        ("ADA LUND AND OMAR REYES", ("ADA LUND", "OMAR REYES"), False),
        ("Ada Lund", ("Ada Lund",), False),
        ("Ada Lund, mayor of Millvale", None, False),
        ("New York, United States", None, False),
        ("The pier in Millvale", None, False),
    ],
)
def test_a_signature_is_names_and_what_stands_beside(text: str, names: tuple[str, ...] | None, shown: bool) -> None:
    found = signature_of(text)
    assert (found.names if found else None) == names
    assert (found is not None and found.shown) is shown
