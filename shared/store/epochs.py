"""Decides whether the change feed still counts in the database that began its epoch, and begins a new epoch where not.

A restored database has lost its newest changes and gives their positions to others: a reader who followed on would
never know. Where the database is another one than the head row remembers, all readers therefore start again.
"""

from __future__ import annotations

import logging
from uuid import UUID

import psycopg
from sqlalchemy import Connection, Engine, func, select, text, update
from sqlalchemy.exc import DBAPIError

from shared.errors import DatabaseUnreachable, OnrecordError
from shared.model import Record
from shared.store import auditing
from shared.store.auditing import Deed
from shared.store.tables import feed_head

ORIGIN = """
    SELECT concat_ws('/', (SELECT system_identifier FROM pg_control_system()), d.oid,
        to_regclass('core.feed_head')::oid, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))
    FROM pg_database AS d WHERE d.datname = current_database()
"""
"""Which database this is. A dump is restored into another cluster (the first number), another database or other tables.
A recovery to a point in time, and a standby that takes over, go on on another timeline (the last one)."""

logger = logging.getLogger(__name__)


class Epoch(Record):
    """The feed's epoch, where it began, and where the database is now; None where the server does not tell."""

    epoch: UUID
    position: int
    origin: str | None
    here: str | None

    def is_over(self, *, lossless_failover: bool = False) -> bool:
        """Whether this is another database. After a failover that lost nothing only the timeline is another one."""
        if self.origin is None or self.here is None or self.origin == self.here:
            return False
        same_tables = self.origin.rsplit("/", 1)[0] == self.here.rsplit("/", 1)[0]
        return not (lossless_failover and same_tables)


def current(engine: Engine) -> Epoch:
    """The epoch in which the feed counts."""
    with engine.connect() as connection:
        return _current(connection)


def renew(engine: Engine, *, lossless_failover: bool = False) -> Epoch | None:
    """Begins a new epoch if the old one is over, and returns it. Notes the database where nothing is noted yet."""
    with engine.begin() as connection:
        return renew_on(connection, lossless_failover=lossless_failover)


def renew_on(connection: Connection, *, lossless_failover: bool = False) -> Epoch | None:
    """The same in an open transaction. A standby changes nothing: what it shows is its primary's."""
    if connection.execute(select(func.pg_is_in_recovery())).scalar_one():
        return None
    found = _current(connection)
    if found.is_over(lossless_failover=lossless_failover):
        return _begin(connection, found)
    if found.here != found.origin and found.here is not None:
        _note(connection, found)
    return None


def begin(engine: Engine, *, because: str | None = None) -> Epoch:
    """Begins a new epoch in any case: for a restore that the database cannot notice, such as that of its whole disk."""
    with engine.begin() as connection:
        begun = begin_on(connection)
        auditing.note(connection, Deed.EPOCH_BEGUN, str(begun.epoch), because=because)
        return begun


def begin_on(connection: Connection) -> Epoch:
    """The same in an open transaction."""
    return _begin(connection, _current(connection))


def keep(engine: Engine, *, because: str | None = None) -> Epoch:
    """Keeps the epoch although the database is another one: for a move that has lost nothing, such as pg_upgrade."""
    with engine.begin() as connection:
        found = _current(connection)
        _note(connection, found)
        auditing.note(connection, Deed.EPOCH_KEPT, str(found.epoch), because=because)
        return found.model_copy(update={"origin": found.here})


def _current(connection: Connection) -> Epoch:
    here = _here(connection)
    row = connection.execute(select(feed_head.c.epoch, feed_head.c.n, feed_head.c.origin)).one()
    return Epoch(epoch=row.epoch, position=row.n, origin=row.origin, here=here)


def _begin(connection: Connection, over: Epoch) -> Epoch:
    # Two at once begin one epoch: the second one waits here, and finds the head as the first one left it.
    begun = (
        update(feed_head)
        .where(feed_head.c.epoch == over.epoch)
        .values(epoch=func.gen_random_uuid(), origin=over.here)
        .returning(feed_head.c.epoch)
    )
    epoch = connection.execute(begun).scalar_one_or_none()
    if epoch is None:
        return _current(connection)
    logger.warning("feed_epoch_begun: %s at position %d; it was %s", epoch, over.position, over.epoch)
    return Epoch(epoch=epoch, position=over.position, origin=over.here, here=over.here)


def _note(connection: Connection, found: Epoch) -> None:
    connection.execute(update(feed_head).where(feed_head.c.epoch == found.epoch).values(origin=found.here))


def _here(connection: Connection) -> str | None:
    """Which database this is; None on a server that does not tell, as some managed ones, or on a standby."""
    try:
        with connection.begin_nested():
            return str(connection.execute(text(ORIGIN)).scalar_one())
    except (DBAPIError, OnrecordError, psycopg.Error) as error:
        if connection.invalidated:
            # The server has gone away, which tells nothing of what it may be asked; the transaction is over.
            raise DatabaseUnreachable(str(error).split("\n", 1)[0]) from error
        logger.debug("feed_origin_unknown: %s", str(error).split("\n", 1)[0])
        return None
