"""Keeps a reader's position in the change feed, in a table and a transaction of the reader's own."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from shared.errors import CursorMoved

CREATE = "CREATE TABLE IF NOT EXISTS {table} (reader text PRIMARY KEY, position bigint NOT NULL)"
POSITION = "SELECT position FROM {table} WHERE reader = %s"
SAVE = """
    INSERT INTO {table} AS c VALUES (%s, %s)
    ON CONFLICT (reader) DO UPDATE SET position = excluded.position WHERE c.position < excluded.position
"""


class Cursor:
    """A reader's position, for plain connections."""

    def __init__(self, reader: str, table: str = "onrecord_cursor") -> None:
        self._reader, self._table = reader, table

    def create(self, connection: psycopg.Connection[Any]) -> None:
        """Creates the table if it is missing."""
        connection.execute(_on(self._table, CREATE))

    def position(self, connection: psycopg.Connection[Any]) -> int | None:
        """The position that was saved last; None before the first one: then take a snapshot."""
        row = connection.cursor(row_factory=tuple_row)
        return _position(row.execute(_on(self._table, POSITION), (self._reader,)).fetchone())

    def save(self, connection: psycopg.Connection[Any], position: int) -> None:
        """Saves this position in the open transaction. Raises CursorMoved if the saved one is not lower."""
        saved = connection.execute(_on(self._table, SAVE), (self._reader, position))
        _moved(saved.rowcount, self._reader, position)


class AsyncCursor:
    """A reader's position, for asyncio."""

    def __init__(self, reader: str, table: str = "onrecord_cursor") -> None:
        self._reader, self._table = reader, table

    async def create(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Creates the table if it is missing."""
        await connection.execute(_on(self._table, CREATE))

    async def position(self, connection: psycopg.AsyncConnection[Any]) -> int | None:
        """The position that was saved last; None before the first one: then take a snapshot."""
        row = connection.cursor(row_factory=tuple_row)
        return _position(await (await row.execute(_on(self._table, POSITION), (self._reader,))).fetchone())

    async def save(self, connection: psycopg.AsyncConnection[Any], position: int) -> None:
        """Saves this position in the open transaction. Raises CursorMoved if the saved one is not lower."""
        saved = await connection.execute(_on(self._table, SAVE), (self._reader, position))
        _moved(saved.rowcount, self._reader, position)


def _on(table: str, query: str) -> sql.Composed:
    return sql.SQL(query).format(table=sql.Identifier(*table.split(".")))


def _position(row: tuple[Any, ...] | None) -> int | None:
    return None if row is None else int(row[0])


def _moved(rows: int, reader: str, position: int) -> None:
    if rows == 0:
        raise CursorMoved(f"{reader} is at {position} or later")
