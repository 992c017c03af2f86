"""Writes rows as JSON Lines, CSV or Parquet, as they arrive."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import IO, Any, Protocol

from pydantic_core import to_json

from shared.export.reading import Row
from shared.export.tables import Table


class Format(StrEnum):
    """The format of rows."""

    JSONL = "jsonl"
    CSV = "csv"
    SPREADSHEET = "spreadsheet"
    PARQUET = "parquet"

    @property
    def ending(self) -> str:
        """The ending of a file's name."""
        return "csv" if self is Format.SPREADSHEET else self.value


class Sink(Protocol):
    """A writer of rows."""

    def write(self, rows: Sequence[Row]) -> None:
        """Add these rows."""

    def close(self) -> None:
        """Write the rows that are left; the file stays open."""


def sink(format: Format, table: Table, file: IO[bytes]) -> Sink:  # noqa: A002 - the option's name
    """The sink for this format that writes into the file. Raises ParquetMissing."""
    if format is Format.JSONL:
        return JsonLines(table, file)
    if format is Format.CSV:
        return Csv(table, file)
    if format is Format.SPREADSHEET:
        return Spreadsheet(table, file)
    from shared.export.parquet import Parquet  # pyarrow is optional, and takes a while to import

    return Parquet(table, file)


class JsonLines:
    """One JSON object a row."""

    def __init__(self, table: Table, file: IO[bytes]) -> None:
        self._names, self._file = [column.name for column in table.columns], file

    def write(self, rows: Sequence[Row]) -> None:
        """Add these rows."""
        self._file.write(b"".join(to_json(dict(zip(self._names, row, strict=True))) + b"\n" for row in rows))

    def close(self) -> None:
        """Do nothing: all rows are written already."""


class Csv:
    """A line of column names, then a line for each row (RFC 4180). Null is an empty field, a list or object is JSON."""

    encoding = "utf-8"

    def __init__(self, table: Table, file: IO[bytes]) -> None:
        self._text = io.TextIOWrapper(file, self.encoding, newline="", write_through=True)
        self._writer = csv.writer(self._text)
        self._writer.writerow(column.name for column in table.columns)

    def write(self, rows: Sequence[Row]) -> None:
        """Add these rows."""
        self._writer.writerows([self.cell(value) for value in row] for row in rows)

    def close(self) -> None:
        """Release the file without closing it."""
        self._text.detach()

    def cell(self, value: Any) -> Any:
        """What stands in a cell."""
        return _cell(value)


class Spreadsheet(Csv):
    """CSV that a spreadsheet program may open: it marks UTF-8, and no text of an article becomes a formula."""

    encoding = "utf-8-sig"

    def cell(self, value: Any) -> Any:
        """What stands in a cell: text that a program would compute or run begins with an apostrophe."""
        cell = _cell(value)
        return f"'{cell}" if isinstance(cell, str) and FORMULA.match(cell) and not NUMBER.fullmatch(cell) else cell


FORMULA = re.compile(r"\s*[=+\-@\uff1d\uff0b\uff0d\uff20]|[\t\r]")
"""Beginnings of what spreadsheet programs take for a formula, full-width signs included (OWASP, "CSV Injection")."""

NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


def _cell(value: Any) -> Any:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date):
        return value.isoformat()
    return json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict) else value
