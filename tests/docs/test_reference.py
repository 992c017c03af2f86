"""The generated pages of the reference are those that the code makes now, and leave no field unexplained."""

from __future__ import annotations

import re

import pytest

from shared.errors import OnrecordError
from tests.docs.reference import FOLDER, PAGES
from tests.docs.reference.commands import every_command
from tests.docs.reference.errors import every_error

ROW = re.compile(r"^\| (?!---)(.*) \|$", re.MULTILINE)


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_what_the_code_says(name: str) -> None:
    # Given a generated page, When it is made again, Then nothing has changed: else run `make reference`
    assert (FOLDER / name).read_text("utf-8") == PAGES[name](), "stale: run `make reference`"


@pytest.mark.parametrize("name", PAGES)
def test_every_row_of_a_page_says_something(name: str) -> None:
    # Given the rows of a page's tables
    rows = [row.split(" | ") for row in ROW.findall((FOLDER / name).read_text("utf-8"))]
    # When cells are empty, Then something has no description
    assert len(rows) > 20
    assert [row for row in rows if not all(cell.strip() for cell in row)] == []


def test_every_error_has_a_code_of_its_own() -> None:
    # Given all errors
    codes = sorted(error.code for error in every_error())
    # When their codes are compared, Then none stands for two causes, and each error says what happened and what to do
    assert len(codes) > 30
    assert codes == sorted(set(codes))
    assert [error.code for error in every_error() if not error.__doc__] == []
    assert [error.code for error in every_error() if not error.cure] == []
    assert OnrecordError.code not in codes


def test_every_command_shows_an_example() -> None:
    # Given all commands, When their help is read, Then each has an example
    assert [name for name, command in every_command() if "Example" not in (command.help or "")] == []
