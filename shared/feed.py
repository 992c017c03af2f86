"""Lets a reader follow the change feed, from a snapshot or from a saved position. Needs psycopg and pydantic only.

from shared.feed import follow
for change in follow("postgresql://onrecord_reader@localhost/onrecord", after=41):
    print(change.position, change.kind, change.uri)
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import psycopg
from psycopg.conninfo import conninfo_to_dict
from psycopg.rows import class_row, tuple_row

from shared.bounds import bounds, bounds_async, check_bounds, dense, first_line, readable
from shared.cursors import AsyncCursor, Cursor
from shared.errors import BadSettings, DatabaseUnreachable
from shared.messages import Change
from shared.positions import Position

__all__ = ["AsyncCursor", "Cursor", "Position", "follow", "follow_async", "read", "snapshot", "snapshot_async"]

CHANNEL = "onrecord_change"

BATCH = 500
"""Changes fetched at once: some 50 kB."""

POLL_SECONDS = 5.0
"""Seconds that a lost notification can delay a change: poolers and standbys pass no notifications on."""

LONGEST_PAUSE = 10.0
"""Most seconds between two attempts to connect again; the first attempts follow each other faster."""

CONNECTION: dict[str, Any] = {
    "application_name": "onrecord-reader",
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
    "prepare_threshold": None,  # poolers give prepared statements to strangers
}

LATER = """
    SELECT position, kind, article_id, uri, version, run_id, at, epoch FROM onrecord_v1.change
    WHERE position > %s ORDER BY position LIMIT %s
"""
HEAD = "SELECT last_position, epoch FROM onrecord_v1.feed_bounds"
NO_TIMEOUT = "SET LOCAL statement_timeout = 0"
"""A snapshot reads whole views: the reader role's time-out of a minute would end every copy of millions of rows."""


def follow(dsn: str, *, after: int = 0, poll: float = POLL_SECONDS, patience: float = 600) -> Iterator[Change]:
    """Yields each change after that position, in order, for ever. Notifications only wake it; the positions count.

    For `patience` seconds it tries to reopen a lost connection; the first connection must succeed at once.
    A position that knows its epoch, as the cursor's does, is refused when the database has been restored since.
    Raises DatabaseUnreachable; FeedRestored, FeedPruned or FeedBehind (all are FeedLost); BadSettings, NotAllowed or
    SchemaOutdated if no retry can help.
    """
    waiting = _Patience(patience)
    while True:
        try:
            with psycopg.connect(_conninfo(dsn), autocommit=True, **CONNECTION) as connection:
                after = _listen(connection, after)
                waiting.connected()
                while True:
                    changes = _fetch(connection, after)
                    for change in changes:
                        yield change
                        after = change.position
                    if not changes:
                        list(connection.notifies(timeout=poll, stop_after=1))
        except psycopg.OperationalError as error:
            time.sleep(waiting.pause(error))


async def follow_async(
    dsn: str, *, after: int = 0, poll: float = POLL_SECONDS, patience: float = 600
) -> AsyncIterator[Change]:
    """The same for asyncio."""
    waiting = _Patience(patience)
    while True:
        try:
            opened = psycopg.AsyncConnection.connect(_conninfo(dsn), autocommit=True, **CONNECTION)
            async with await opened as connection:
                after = await _listen_async(connection, after)
                waiting.connected()
                while True:
                    changes = await _fetch_async(connection, after)
                    for change in changes:
                        yield change
                        after = change.position
                    if not changes:
                        [_ async for _ in connection.notifies(timeout=poll, stop_after=1)]
        except psycopg.OperationalError as error:
            await asyncio.sleep(waiting.pause(error))


def read(dsn: str, *, after: int = 0) -> Iterator[Change]:
    """Yields each change after that position up to the newest one, then ends. Raises the errors of `follow`."""
    try:
        with psycopg.connect(_conninfo(dsn), autocommit=True, **CONNECTION) as connection:
            after = check_bounds(connection, after)
            while changes := _fetch(connection, after):
                yield from changes
                after = changes[-1].position
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(first_line(error)) from error


@contextmanager
def snapshot(dsn: str) -> Iterator[tuple[Position, psycopg.Connection[Any]]]:
    """A position, and a connection that sees the views as they were there: read the views, then follow from there.

    Changes become visible in the order of their positions: the views hold all changes up to the position and none
    after it. Raises DatabaseUnreachable.
    """
    try:
        connection = psycopg.connect(_conninfo(dsn), **CONNECTION)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(first_line(error)) from error
    with connection:
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        connection.read_only = True
        connection.execute(NO_TIMEOUT)
        with readable(), connection.cursor(row_factory=tuple_row) as cursor:
            head = cursor.execute(HEAD).fetchone()
        assert head is not None
        yield Position(*head), connection


@asynccontextmanager
async def snapshot_async(dsn: str) -> AsyncIterator[tuple[Position, psycopg.AsyncConnection[Any]]]:
    """The same for asyncio."""
    try:
        connection = await psycopg.AsyncConnection.connect(_conninfo(dsn), **CONNECTION)
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(first_line(error)) from error
    async with connection:
        await connection.set_isolation_level(psycopg.IsolationLevel.REPEATABLE_READ)
        await connection.set_read_only(True)
        await connection.execute(NO_TIMEOUT)
        with readable():
            cursor = connection.cursor(row_factory=tuple_row)
            head = await (await cursor.execute(HEAD)).fetchone()
        assert head is not None
        yield Position(*head), connection


class _Patience:
    """Decides how long `follow` tries to reopen a lost connection."""

    def __init__(self, seconds: float) -> None:
        self._seconds, self._until, self._next = seconds, 0.0, 0.1
        self._was_connected = False

    def connected(self) -> None:
        self._was_connected, self._until, self._next = True, 0.0, 0.1

    def pause(self, error: psycopg.OperationalError) -> float:
        """Seconds until the next attempt. Raises DatabaseUnreachable when the patience has run out."""
        now = time.monotonic()
        self._until = self._until or now + self._seconds
        if not self._was_connected or now >= self._until:
            raise DatabaseUnreachable(first_line(error)) from error
        pause, self._next = self._next, min(2 * self._next, LONGEST_PAUSE)
        return pause


def _listen(connection: psycopg.Connection[Any], after: int) -> Position:
    """Listens before the first look, so that no change between the two is missed."""
    held = bounds(connection)
    if held.can_listen(connection):
        connection.execute(f"LISTEN {CHANNEL}")
    return held.check(after)


async def _listen_async(connection: psycopg.AsyncConnection[Any], after: int) -> Position:
    held = await bounds_async(connection)
    if held.can_listen(connection):
        await connection.execute(f"LISTEN {CHANNEL}")
    return held.check(after)


def _fetch(connection: psycopg.Connection[Any], after: int) -> list[Change]:
    with connection.cursor(row_factory=class_row(Change)) as cursor:
        changes = cursor.execute(LATER, (after, BATCH)).fetchall()
    if not changes:
        check_bounds(connection, after)  # nothing new, or everything is: a restored database says so here
    return dense(changes, after)


async def _fetch_async(connection: psycopg.AsyncConnection[Any], after: int) -> list[Change]:
    async with connection.cursor(row_factory=class_row(Change)) as cursor:
        changes = await (await cursor.execute(LATER, (after, BATCH))).fetchall()
    if not changes:
        (await bounds_async(connection)).check(after)
    return dense(changes, after)


def _conninfo(dsn: str) -> str:
    """Accepts SQLAlchemy's spelling of the URL, too. Raises BadSettings, without the URL: it may hold a password."""
    dsn = dsn.replace("postgresql+psycopg://", "postgresql://", 1)
    try:
        conninfo_to_dict(dsn)
    except psycopg.ProgrammingError:
        raise BadSettings("the database URL cannot be read") from None
    return dsn
