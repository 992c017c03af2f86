"""Lets one process at a time change the schema of a database, on a session of its own with the server."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
from sqlalchemy import Connection, text

from shared.errors import MigrationBusy, PoolerFound, SchemaOutdated
from shared.store.engine import is_pooled, make_engine

MIGRATION_LOCK = 0x6F6E_6D67
"""Key of the advisory lock that one migrating process holds."""

LOCK_TIMEOUT = "2s"
"""While a migration waits for a table's lock, all later readers wait behind it: so it gives up soon and tries again."""

STATEMENT_TIMEOUT = "15min"

PATIENCE_SECONDS = 3600.0
"""How long a second process waits for the migrations of the first one: indexes of large tables take long."""

TURN_SECONDS = 0.2
TOLD_SECONDS = 30.0
"""Seconds between two lines that tell for whom a process waits."""

HOLDER = """
    SELECT a.pid, a.usename, a.application_name, coalesce(host(a.client_addr), 'this machine'),
        date_trunc('second', age(clock_timestamp(), a.backend_start))
    FROM pg_locks AS l JOIN pg_stat_activity AS a ON a.pid = l.pid
    WHERE l.locktype = 'advisory' AND l.granted AND l.classid = 0 AND l.objid = :key AND l.objsubid = 1
        AND l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""

logger = logging.getLogger(__name__)


@contextmanager
def exclusively(database_url: str) -> Iterator[Connection]:
    """A connection that holds the turn while the block runs. Raises MigrationBusy, PoolerFound, SchemaOutdated."""
    engine = make_engine(database_url, application_name="onrecord-migrate")
    try:
        with engine.connect() as connection:
            _refuse_pooler(connection)
            _listen(connection)
            set_(connection, "statement_timeout", STATEMENT_TIMEOUT)
            set_(connection, "lock_timeout", LOCK_TIMEOUT)
            connection.commit()
            _take_turn(connection)
            _check_encoding(connection)
            yield connection
    finally:
        engine.dispose()


def check_direct(database_url: str) -> None:
    """Raises PoolerFound if the URL leads to a pooler."""
    engine = make_engine(database_url, application_name="onrecord-migrate")
    try:
        with engine.connect() as connection:
            _refuse_pooler(connection)
    finally:
        engine.dispose()


def set_(connection: Connection, name: str, value: str) -> None:
    """Sets a variable of the session."""
    connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})


def _refuse_pooler(connection: Connection) -> None:
    """A pooler would give the session's lock and settings to whoever comes next, and the next upgrade would hang."""
    if is_pooled(connection):
        raise PoolerFound(connection.engine.url.render_as_string(hide_password=True))


def _take_turn(connection: Connection) -> None:
    """Waits for the lock of the session, since each step is a transaction of its own. It ends with the session.

    It asks repeatedly, in short transactions: a concurrent index build waits for all open transactions, and would wait
    for one that waits for this lock.
    """
    deadline, tell_at = time.monotonic() + PATIENCE_SECONDS, 0.0
    while not _has_turn(connection):
        now = time.monotonic()
        if now >= deadline:
            raise MigrationBusy(f"for {PATIENCE_SECONDS / 60:g} minutes: {_holder(connection)}")
        if now >= tell_at:
            logger.warning("upgrade_waits: for the upgrade of %s", _holder(connection))
            tell_at = now + TOLD_SECONDS
        time.sleep(TURN_SECONDS)


def _has_turn(connection: Connection) -> bool:
    got = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": MIGRATION_LOCK}).scalar_one()
    connection.commit()
    return bool(got)


def _holder(connection: Connection) -> str:
    """The session that has the turn, in words."""
    found = connection.execute(text(HOLDER), {"key": MIGRATION_LOCK}).first()
    connection.rollback()
    if found is None:
        return "a session that has ended since"
    pid, user, application, host, since = found
    return f"pid {pid} ({user}, {application or 'no name'}, from {host}, for {since or 'some time'})"


def _check_encoding(connection: Connection) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise SchemaOutdated(f"the database's encoding is {encoding}; offsets count code points, so it must be UTF8")


def _listen(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.add_notice_handler(_log_notice)


def _log_notice(notice: psycopg.errors.Diagnostic) -> None:
    if notice.severity_nonlocalized == "WARNING":
        logger.warning("database_warning: %s", notice.message_primary)
