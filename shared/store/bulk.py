"""Inserts many rows in one statement, so that a statement-level trigger fires once for all of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from sqlalchemy import Connection, Insert, Table, bindparam, cast, func, insert, select
from sqlalchemy.dialects.postgresql import ARRAY

Cell = int | float | bool | str | None


def insert_rows(connection: Connection, table: Table, rows: Sequence[Sequence[Cell]]) -> None:
    """Inserts the rows, each with its cells in the order of the table's columns."""
    if not rows:
        return
    columns = zip(*rows, strict=True)
    values = {column.name: list(cells) for column, cells in zip(table.columns, columns, strict=True)}
    connection.execute(_insert(table), values)


@lru_cache(maxsize=32)
def _insert(table: Table) -> Insert:
    arrays = [cast(bindparam(column.name), ARRAY(column.type)) for column in table.columns]
    names = [column.name for column in table.columns]
    given = func.unnest(*arrays).table_valued(*names, name="given").render_derived()
    return insert(table).from_select(names, select(given))
