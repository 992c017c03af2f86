"""Results on standard output, talk on standard error."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from pydantic import BaseModel

PIPE_WIDTH = 120
"""Columns of a table where there is no terminal to ask."""

RATIOS = {"WORDS": 5, "WHY": 4, "SPEAKER": 2, "HOW": 2, "DECIDED": 2}
"""Shares of the width that wrapping columns take; one that is not named takes one share."""


def talk(message: str) -> None:
    """A line for the person at the terminal."""
    click.echo(message, err=True)


def result(record: BaseModel, *, indent: int | None = 2) -> None:
    """One record as JSON."""
    json_line(record.model_dump_json(indent=indent))


def results(records: Iterable[BaseModel]) -> None:
    """Records as JSON Lines."""
    for record in records:
        result(record, indent=None)


def json_line(text: str) -> None:
    """JSON as programs expect it: in UTF-8, whatever the terminal's encoding is."""
    click.echo(text.encode())


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Rows for people. A column named in capitals may wrap; the others stay whole."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    drawn = Table(title=title, title_justify="left", title_style="bold", expand=True)
    for column in columns:
        drawn.add_column(
            column.lower(),
            no_wrap=not column.isupper(),
            overflow="fold",
            ratio=RATIOS.get(column, 1) if column.isupper() else None,
        )
    for row in rows:
        drawn.add_row(*(Text(cell) for cell in row))
    console = Console()
    Console(width=console.width if console.is_terminal else PIPE_WIDTH).print(drawn)
