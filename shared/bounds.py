"""Decides whether the change feed goes on where a reader stopped: in the same epoch, and without a gap."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from uuid import UUID

import psycopg
from psycopg.rows import class_row

from shared.errors import FeedBehind, FeedPruned, FeedRestored, NotAllowed, SchemaOutdated
from shared.messages import Change
from shared.positions import Position, epoch_of

BOUNDS = """
    SELECT first_position AS first, last_position AS last, epoch, pg_is_in_recovery() AS is_standby,
        pg_backend_pid() AS pid
    FROM onrecord_v1.feed_bounds
"""


class Bounds(NamedTuple):
    """What the feed holds."""

    first: int
    last: int
    epoch: UUID
    is_standby: bool
    """A standby may be late."""
    pid: int

    def can_listen(self, connection: psycopg.Connection[Any] | psycopg.AsyncConnection[Any]) -> bool:
        """Whether the server itself answers, and is no standby. Behind a pooler, strangers would be woken."""
        return not self.is_standby and self.pid == connection.info.backend_pid

    def check(self, after: int) -> Position:
        """That position, in the feed's epoch. Raises FeedRestored, FeedPruned or FeedBehind."""
        same_epoch(after, self.epoch)
        if after < self.first - 1:
            raise FeedPruned(f"you read up to {after}, the oldest change left is {self.first}")
        if after > self.last and not self.is_standby:
            raise FeedBehind(f"you read up to {after}, the newest change is {self.last}")
        return Position(after, self.epoch)


def check_bounds(connection: psycopg.Connection[Any], after: int) -> Position:
    """That position, in the feed's epoch. Raises FeedRestored, FeedPruned or FeedBehind."""
    return bounds(connection).check(after)


def bounds(connection: psycopg.Connection[Any]) -> Bounds:
    """What the feed holds. Raises NotAllowed or SchemaOutdated."""
    with readable(), connection.cursor(row_factory=class_row(Bounds)) as cursor:
        found = cursor.execute(BOUNDS).fetchone()
    assert found is not None
    return found


async def bounds_async(connection: psycopg.AsyncConnection[Any]) -> Bounds:
    """The same for asyncio."""
    with readable():
        async with connection.cursor(row_factory=class_row(Bounds)) as cursor:
            found = await (await cursor.execute(BOUNDS)).fetchone()
    assert found is not None
    return found


def same_epoch(after: int, epoch: UUID | None) -> None:
    """Raises FeedRestored if the position is one of another epoch than the feed's."""
    mine = epoch_of(after)
    if mine is not None and mine != epoch:
        raise FeedRestored(f"you read up to {after} of epoch {mine}, it counts in epoch {epoch}")


def dense(changes: list[Change], after: int) -> list[Change]:
    """The same changes. Raises FeedRestored if the epoch is another one, FeedPruned if earlier changes are gone."""
    if changes:
        same_epoch(after, changes[0].epoch)
    if changes and changes[0].position != after + 1:
        raise FeedPruned(f"you read up to {after}, the oldest change left is {changes[0].position}")
    return changes


@contextmanager
def readable() -> Iterator[None]:
    """Guards the first read of the views. Raises NotAllowed, or SchemaOutdated if the views do not exist."""
    try:
        yield
    except psycopg.errors.InsufficientPrivilege as error:
        raise NotAllowed(first_line(error)) from None
    except (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn) as error:
        raise SchemaOutdated(first_line(error)) from None


def first_line(error: BaseException) -> str:
    """What the driver says, without its hints."""
    return str(error).strip().split("\n", 1)[0]
