"""Inserts or replaces many rows in one statement, so that a statement-level trigger fires once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import JSON, Column, Connection, Delete, Table, bindparam, cast, column, delete, func, select
from sqlalchemy import Row as SqlRow
from sqlalchemy.dialects.postgresql import ARRAY, Insert, insert
from sqlalchemy.sql.dml import ReturningInsert
from sqlalchemy.sql.selectable import TableValuedAlias

Cell = int | float | bool | str | None


Row = Sequence[Any]
"""One row, with its cells in the order of the table's columns. The first cells are the primary key."""


Rows = Mapping[Table, Sequence[Row]]
"""Rows of several tables."""


class Records(NamedTuple):
    """Records with some of a table's columns, each with the same ones. `known`: those that exist are skipped."""

    table: Table
    records: Sequence[Mapping[str, object]]
    known: bool = False


def insert_rows(connection: Connection, rows: Rows) -> None:
    """Inserts the rows of several tables in one statement; they may refer to each other."""
    insert_all(connection, [Records(table, _named(table, of_table)) for table, of_table in rows.items()])


def insert_all(connection: Connection, given: Iterable[Records]) -> None:
    """Inserts the records of several tables in one statement; they may refer to each other."""
    filled = [each for each in given if each.records]
    if filled:
        shapes = tuple((each.table, tuple(each.records[0]), each.known) for each in filled)
        connection.execute(_insert_all(shapes), {f"records_{n}": list(each.records) for n, each in enumerate(filled)})


def insert_returning(connection: Connection, given: Records, *returning: str) -> Sequence[SqlRow[Any]]:
    """Inserts the records, and returns these columns of the rows that are new."""
    if not given.records:
        return ()
    made = _insert_returning(given.table, tuple(given.records[0]), given.known, returning)
    return connection.execute(made, {"records_0": list(given.records)}).all()


def delete_rows(connection: Connection, rows: Rows) -> None:
    """Deletes rows of several tables and one run in one statement. They are found by their primary keys."""
    gone = {table: of_table for table, of_table in rows.items() if of_table}
    if gone:
        values: dict[str, object] = {}
        for table, of_table in gone.items():
            numbers = range(1, len(table.primary_key))
            values |= {f"{table.name}_{number}": [row[number] for row in of_table] for number in numbers}
            values |= {"of_run": of_table[0][0]}
        connection.execute(_delete_all(tuple(gone)), values)


def without(rows: Rows, others: Rows) -> dict[Table, list[Row]]:
    """The rows of each table that are not among the others."""
    other = {table: set(of_table) for table, of_table in others.items()}
    return {table: [row for row in of_table if row not in other[table]] for table, of_table in rows.items()}


def _named(table: Table, rows: Sequence[Row]) -> list[Mapping[str, object]]:
    names = table.columns.keys()
    return [dict(zip(names, row, strict=True)) for row in rows]


@lru_cache(maxsize=32)
def _insert_returning(
    table: Table, names: tuple[str, ...], known: bool, returning: tuple[str, ...]
) -> ReturningInsert[Any]:
    return _insert(0, table, names, known).returning(*(table.c[name] for name in returning))


@lru_cache(maxsize=128)
def _insert_all(shapes: tuple[tuple[Table, tuple[str, ...], bool], ...]) -> Insert:
    made = [_insert(number, *shape) for number, shape in enumerate(shapes)]
    return made[-1].add_cte(*(each.cte() for each in made[:-1]))


def _insert(number: int, table: Table, names: tuple[str, ...], known: bool) -> Insert:
    given = records_of([table.c[name] for name in names], f"records_{number}")
    made = insert(table).from_select(names, select(given))
    return made.on_conflict_do_nothing() if known else made


@lru_cache(maxsize=32)
def _delete_all(tables: tuple[Table, ...]) -> Delete:
    made = [_delete(table) for table in tables]
    return made[-1].add_cte(*(each.cte() for each in made[:-1]))


def _delete(table: Table) -> Delete:
    run_id, *others = table.primary_key
    arrays = {
        each.name: cast(bindparam(f"{table.name}_{number}"), ARRAY(each.type)) for number, each in enumerate(others, 1)
    }
    given = func.unnest(*arrays.values()).table_valued(*arrays, name=f"given_{table.name}").render_derived()
    mine = (each == given.c[each.name] for each in others)
    return delete(table).where(run_id == bindparam("of_run"), *mine)


def records_of(columns: Iterable[Column[Any]], parameter: str = "records") -> TableValuedAlias:
    """The rows of a statement's parameter, with columns named and typed as these."""
    # One parameter, in JSON: the driver writes arrays item by item, and no arrays of arrays row by row.
    typed = [column(each.name, each.type) for each in columns]
    records = func.json_to_recordset(bindparam(parameter, type_=JSON))
    return records.table_valued(*typed, name=f"given_{parameter}").render_derived(with_types=True)
