"""CSV for spreadsheet programs: no stranger's text runs as a formula, and numbers stay numbers."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import pytest

from shared.export.formats import Format, sink


@dataclass(frozen=True)
class Column:
    name: str


@dataclass(frozen=True)
class FakeTable:
    columns: tuple[Column, ...] = (Column("content"), Column("number"))


def written(form: Format, content: object, number: object = 1) -> tuple[bytes, list[list[str]]]:
    """A row in a file: its bytes, and what a reader of CSV finds."""
    file = io.BytesIO()
    out = sink(form, FakeTable(), file)  # type: ignore[arg-type]
    out.write([(content, number)])
    out.close()
    return file.getvalue(), list(csv.reader(io.StringIO(file.getvalue().decode("utf-8-sig"), newline="")))


FORMULAS = ['=HYPERLINK("https://evil.example")', "+1+cmd|' /C calc'!A0", "-2+3+cmd", "@SUM(A1)", "\t=1", " =1+1",
            "\r=1", "－1+1", "＝1", "- We sail, said Brun."]  # fmt: skip


@pytest.mark.parametrize("words", FORMULAS)
def test_what_would_run_as_a_formula_is_text(words: str) -> None:
    # Given an article's words that a spreadsheet program would compute
    # When they are exported for one, Then they begin with an apostrophe; for programs, nothing is changed
    assert written(Format.SPREADSHEET, words)[1][1][0] == f"'{words}"
    assert written(Format.CSV, words)[1][1][0] == words


@pytest.mark.parametrize("value", ["She sails.", "“=” is a sign", "", "-5", "+3,7", "a\n=1"])
def test_other_text_is_unchanged(value: str) -> None:
    assert written(Format.SPREADSHEET, value)[1][1][0] == value


@pytest.mark.parametrize(("number", "cell"), [(-5, "-5"), (-0.25, "-0.25"), (None, ""), (True, "true")])
def test_numbers_stay_numbers(number: object, cell: str) -> None:
    assert written(Format.SPREADSHEET, "x", number)[1][1][1] == cell


def test_the_file_says_that_it_is_utf_8_and_is_called_csv() -> None:
    assert written(Format.SPREADSHEET, "Brún")[0].startswith(b"\xef\xbb\xbfcontent,")
    assert not written(Format.CSV, "Brún")[0].startswith(b"\xef")
    assert {form: form.ending for form in Format} == {
        Format.JSONL: "jsonl", Format.CSV: "csv", Format.SPREADSHEET: "csv", Format.PARQUET: "parquet",
    }  # fmt: skip
