"""Keeps a reader's position in the change feed, in a table and a transaction of the reader's own."""

from __future__ import annotations

from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import tuple_row

from shared.errors import CursorMoved
from shared.positions import Position, epoch_of

CREATE = "CREATE TABLE IF NOT EXISTS {table} (reader text PRIMARY KEY, position bigint NOT NULL, epoch uuid)"
HAS_EPOCH = "SELECT 1 FROM pg_attribute WHERE attrelid = to_regclass(%s) AND attname = 'epoch' AND NOT attisdropped"
ADD_EPOCH = "ALTER TABLE {table} ADD COLUMN IF NOT EXISTS epoch uuid"
"""For tables of earlier releases. It needs the table's owner and waits for its readers, so nobody runs it in vain."""

POSITION = "SELECT position, epoch FROM {table} WHERE reader = %s"
SAVE = """
    INSERT INTO {table} AS c (reader, position, epoch) VALUES (%s, %s, %s)
    ON CONFLICT (reader) DO UPDATE SET position = excluded.position, epoch = coalesce(excluded.epoch, c.epoch)
    WHERE c.position < excluded.position AND coalesce(c.epoch = excluded.epoch, true)
"""
FORGET = "DELETE FROM {table} WHERE reader = %s"


class Cursor:
    """A reader's position, for plain connections."""

    def __init__(self, reader: str, table: str = "onrecord_cursor") -> None:
        self._reader, self._table = reader, table

    def create(self, connection: psycopg.Connection[Any]) -> None:
        """Creates the table if it is missing, and its column for the epoch."""
        connection.execute(_on(self._table, CREATE))
        if connection.execute(HAS_EPOCH, (_name(self._table),)).fetchone() is None:
            connection.execute(_on(self._table, ADD_EPOCH))

    def position(self, connection: psycopg.Connection[Any]) -> Position | None:
        """The position that was saved last; None before the first one: then take a snapshot."""
        row = connection.cursor(row_factory=tuple_row)
        return _position(row.execute(_on(self._table, POSITION), (self._reader,)).fetchone())

    def save(self, connection: psycopg.Connection[Any], position: int) -> None:
        """Saves this position in the open transaction. Raises CursorMoved if the saved one is not lower."""
        saved = connection.execute(_on(self._table, SAVE), (self._reader, position, epoch_of(position)))
        _moved(saved.rowcount, self._reader, position)

    def forget(self, connection: psycopg.Connection[Any]) -> None:
        """Forgets the position in the open transaction, to start again from a snapshot."""
        connection.execute(_on(self._table, FORGET), (self._reader,))


class AsyncCursor:
    """A reader's position, for asyncio."""

    def __init__(self, reader: str, table: str = "onrecord_cursor") -> None:
        self._reader, self._table = reader, table

    async def create(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Creates the table if it is missing, and its column for the epoch."""
        await connection.execute(_on(self._table, CREATE))
        if await (await connection.execute(HAS_EPOCH, (_name(self._table),))).fetchone() is None:
            await connection.execute(_on(self._table, ADD_EPOCH))

    async def position(self, connection: psycopg.AsyncConnection[Any]) -> Position | None:
        """The position that was saved last; None before the first one: then take a snapshot."""
        row = connection.cursor(row_factory=tuple_row)
        return _position(await (await row.execute(_on(self._table, POSITION), (self._reader,))).fetchone())

    async def save(self, connection: psycopg.AsyncConnection[Any], position: int) -> None:
        """Saves this position in the open transaction. Raises CursorMoved if the saved one is not lower."""
        saved = await connection.execute(_on(self._table, SAVE), (self._reader, position, epoch_of(position)))
        _moved(saved.rowcount, self._reader, position)

    async def forget(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """Forgets the position in the open transaction, to start again from a snapshot."""
        await connection.execute(_on(self._table, FORGET), (self._reader,))


def _on(table: str, query: str) -> sql.Composed:
    return sql.SQL(query).format(table=sql.Identifier(*table.split(".")))


def _name(table: str) -> str:
    """The table's name as Postgres reads it, with the same quotation marks as in the other statements."""
    return sql.Identifier(*table.split(".")).as_string(None)


def _position(row: tuple[Any, ...] | None) -> Position | None:
    return None if row is None else Position(*row)


def _moved(rows: int, reader: str, position: int) -> None:
    if rows == 0:
        raise CursorMoved(f"{reader} is at {position} or later, or in another epoch")
