"""A download opens in a spreadsheet, and nothing in it runs there."""

from __future__ import annotations

import csv
import io

import pytest

from workers.web.csvs import safe, table


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =HYPERLINK(1)"])
def test_a_cell_that_would_run_is_text(cell: str) -> None:
    # Given a cell that a spreadsheet would run, When it is written, Then an apostrophe makes it text
    assert safe(cell) == "'" + cell


@pytest.mark.parametrize(
    ("cell", "written"), [("Anna Berg", "Anna Berg"), (-3, "-3"), (0.25, "0.25"), (None, ""), ("", ""), ("a=b", "a=b")]
)
def test_all_others_stay_as_they_are(cell: object, written: str) -> None:
    # Given a harmless cell, When it is written, Then nothing is added
    assert safe(cell) == written


def test_the_table_comes_back_whole() -> None:
    # Given cells with all that means something in CSV
    rows = [("a,b", 'say "x"', "two\nlines"), ("ü", "漢", "")]
    # When they are written and read
    text = table(("one", "two", "three"), rows)
    back = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))
    # Then nothing is lost, and a spreadsheet knows the encoding
    assert text.startswith("\ufeff")
    assert back == [["one", "two", "three"], *map(list, rows)]
