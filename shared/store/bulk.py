"""Inserts or replaces many rows in one statement, so that a statement-level trigger fires once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import JSON, Column, Connection, Delete, Table, bindparam, cast, column, delete, func, select
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.sql.selectable import TableValuedAlias

Cell = int | float | bool | str | None


Row = Sequence[Cell]
"""One row, with its cells in the order of the table's columns. The first cells are the primary key."""


def insert_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Inserts the rows."""
    names = table.columns.keys()
    insert_records(connection, table, [dict(zip(names, row, strict=True)) for row in rows])


def insert_records(
    connection: Connection, table: Table, records: Sequence[Mapping[str, object]], *, known: bool = False
) -> None:
    """Inserts records with some of the table's columns, each with the same ones. `known`: skips those that exist."""
    if records:
        connection.execute(_insert(table, tuple(records[0]), known), {"records": list(records)})


def delete_rows(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    """Deletes the rows of one run, which are found by their primary keys."""
    keys = list(table.primary_key)
    if rows:
        values = _values(keys[1:], [row[1 : len(keys)] for row in rows])
        connection.execute(_delete(table), values | {"of_run": rows[0][0]})


def replace_rows(connection: Connection, table: Table, before: Sequence[Row], after: Sequence[Row]) -> None:
    """Writes only the rows that differ, for the results of one run, which are never updated."""
    old, new = set(before), set(after)
    delete_rows(connection, table, [row for row in before if row not in new])
    insert_rows(connection, table, [row for row in after if row not in old])


def _values(columns: Iterable[Column[Any]], rows: Sequence[Row]) -> dict[str, list[Cell]]:
    cells = zip(*rows, strict=True)
    return {f"given_{column.name}": list(each) for column, each in zip(columns, cells, strict=True)}


@lru_cache(maxsize=32)
def _insert(table: Table, names: tuple[str, ...], known: bool) -> Insert:
    # One parameter, in JSON: the driver writes arrays item by item, and no arrays of arrays row by row.
    columns = [column(name, table.c[name].type) for name in names]
    records = func.json_to_recordset(bindparam("records", type_=JSON))
    given = records.table_valued(*columns, name="given").render_derived(with_types=True)
    made = insert(table).from_select(names, select(given))
    return made.on_conflict_do_nothing() if known else made


@lru_cache(maxsize=32)
def _delete(table: Table) -> Delete:
    run_id, *others = table.primary_key
    given = _given(others)
    mine = (column == given.c[column.name] for column in others)
    return delete(table).where(run_id == bindparam("of_run"), *mine)


def _given(columns: Iterable[Column[Any]]) -> TableValuedAlias:
    """The rows of a statement's parameters: an array for each column."""
    arrays = {column.name: cast(bindparam(f"given_{column.name}"), ARRAY(column.type)) for column in columns}
    return func.unnest(*arrays.values()).table_valued(*arrays, name="given").render_derived()
