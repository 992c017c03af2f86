"""Brings a database to this version's schema: roles, migrations, views, rights. Two upgrades at once do no harm."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import psycopg
from alembic import command
from sqlalchemy import Connection, text

from shared.errors import MigrationBlocked, MigrationBusy, SchemaOutdated, Transient
from shared.store import epochs, owners
from shared.store.engine import make_engine
from shared.store.revisions import config
from shared.store.scripts import run_script, script
from shared.store.tables import SCHEMA

MIGRATION_LOCK = 0x6F6E_6D67
"""Key of the advisory lock that one migrating process holds."""

LOCK_TIMEOUT = "2s"
"""While a migration waits for a table's lock, all later readers wait behind it: so it gives up soon and tries again."""

LOCK_ATTEMPTS = 60
LOCK_PAUSE = 3.0
"""Seconds between two attempts, in which the waiting readers proceed; all attempts together take five minutes."""

STATEMENT_TIMEOUT = "15min"

PATIENCE_SECONDS = 3600.0
"""How long a second process waits for the migrations of the first one: indexes of large tables take long."""

TURN_SECONDS = 0.2

OWNER = "onrecord_owner"

logger = logging.getLogger(__name__)


def upgrade(database_url: str, *, lossless_failover: bool = False) -> None:
    """Brings roles, tables, views and rights to this version's state. A restored database begins a new epoch and
    gets back its owners.

    No step makes readers wait: one that cannot get its locks gives up and tries again. Raises MigrationBlocked.
    """
    with _exclusively(database_url) as connection:
        run_script(connection, "sql", "roles.sql")
        connection.commit()
        _retry_while_blocked(connection, lambda: _mend_owners(connection))
        _act_as_owner(connection)
        # Each migration is a transaction of its own: an attempt continues where the previous one was stopped.
        _retry_while_blocked(connection, lambda: command.upgrade(config(connection), "head"))
        _retry_while_blocked(connection, lambda: _renew_views(connection))
        _retry_while_blocked(connection, lambda: epochs.renew_on(connection, lossless_failover=lossless_failover))


def downgrade(database_url: str, target: str) -> None:
    """Reverts the migrations after `target`, all of them for "base". Drops the views until the next upgrade."""
    with _exclusively(database_url) as connection:
        _act_as_owner(connection)
        connection.execute(text("DROP SCHEMA IF EXISTS onrecord_v1 CASCADE"))
        command.downgrade(config(connection), target)
        connection.commit()


@contextmanager
def _exclusively(database_url: str) -> Iterator[Connection]:
    engine = make_engine(database_url, application_name="onrecord-migrate")
    try:
        with engine.connect() as connection:
            _listen(connection)
            _set(connection, "statement_timeout", STATEMENT_TIMEOUT)
            _set(connection, "lock_timeout", LOCK_TIMEOUT)
            connection.commit()
            _take_turn(connection)
            _check_encoding(connection)
            yield connection
    finally:
        engine.dispose()


def _take_turn(connection: Connection) -> None:
    """Waits for the lock of the session, since each step is a transaction of its own. It ends with the session.

    It asks repeatedly, in short transactions: a concurrent index build waits for all open transactions, and would wait
    for one that waits for this lock.
    """
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not _has_turn(connection):
        if time.monotonic() >= deadline:
            raise MigrationBusy(f"for {PATIENCE_SECONDS / 60:g} minutes")
        time.sleep(TURN_SECONDS)


def _has_turn(connection: Connection) -> bool:
    got = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": MIGRATION_LOCK}).scalar_one()
    connection.commit()
    return bool(got)


def _set(connection: Connection, name: str, value: str) -> None:
    connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})


def _check_encoding(connection: Connection) -> None:
    encoding = connection.execute(text("SHOW server_encoding")).scalar_one()
    if encoding != "UTF8":
        raise SchemaOutdated(f"the database's encoding is {encoding}; offsets count code points, so it must be UTF8")


def _act_as_owner(connection: Connection) -> None:
    """Acts as the owner of the schema, or of a new one as onrecord_owner, if this user may act as that role."""
    query = """
        SELECT owner FROM (
            SELECT nspowner::regrole::text AS owner, 1 AS choice FROM pg_namespace WHERE nspname = :schema
            UNION ALL
            SELECT rolname::text, 2 FROM pg_roles
            WHERE rolname = :owner AND has_database_privilege(rolname, current_database(), 'CREATE')
        ) AS candidates
        WHERE pg_has_role(current_user, owner, 'MEMBER')
        ORDER BY choice LIMIT 1
    """
    owner = connection.execute(text(query), {"schema": SCHEMA, "owner": OWNER}).scalar_one_or_none()
    if owner is not None:
        _set(connection, "role", owner)
        connection.commit()


def _mend_owners(connection: Connection) -> None:
    """Gives what a restored dump left with somebody else to its owner. Raises WrongOwner if this user may not."""
    mended = owners.mend(connection)
    if mended:
        logger.warning("owners_mended: %d tables, views and functions", mended)


def _retry_while_blocked(connection: Connection, step: Callable[[], object]) -> None:
    """Tries the step until no other session holds a lock that it needs. Raises MigrationBlocked."""
    for attempt in range(1, LOCK_ATTEMPTS + 1):
        try:
            step()
            connection.commit()
            return
        except Transient as error:
            if not isinstance(error.__cause__, psycopg.errors.LockNotAvailable):
                raise
            connection.rollback()
            holders = _holders(connection)
            logger.warning("upgrade_waits: attempt %d of %d, for %s", attempt, LOCK_ATTEMPTS, holders)
        time.sleep(LOCK_PAUSE)
    raise MigrationBlocked(holders)


def _holders(connection: Connection) -> str:
    """The sessions that have held locks on our tables and views for longest, in words."""
    query = """
        SELECT a.pid, a.usename, a.application_name, coalesce(a.state, 'state unknown'),
            date_trunc('second', age(clock_timestamp(), a.xact_start))
        FROM pg_stat_activity AS a
        WHERE a.pid <> pg_backend_pid() AND a.datname = current_database() AND EXISTS (
            SELECT FROM pg_locks AS l JOIN pg_class AS c ON c.oid = l.relation
            WHERE l.pid = a.pid AND l.granted AND c.relnamespace::regnamespace::text IN ('core', 'onrecord_v1')
        )
        ORDER BY a.xact_start LIMIT 3
    """
    connection.execute(text("SET LOCAL ROLE NONE"))  # the owner's role cannot see other sessions
    found = [
        f"pid {pid} ({user}, {application or 'no name'}, {state}, for {since or 'some time'})"
        for pid, user, application, state, since in connection.execute(text(query))
    ]
    connection.rollback()
    return ", ".join(found) or "a session that has ended since"


def _renew_views(connection: Connection) -> None:
    """Renews the rights, and the views if they differ from this version's: replacing views waits for their readers."""
    digest = hashlib.sha256(script("sql", "onrecord_v1.sql").encode()).hexdigest()
    comment = f"Who said what, for readers. Version 1 of the contract: views and columns stay. Views of {digest[:16]}."
    found = connection.execute(text("SELECT obj_description(to_regnamespace('onrecord_v1'))")).scalar_one()
    if found != comment:
        run_script(connection, "sql", "onrecord_v1.sql")
        connection.execute(text(f"COMMENT ON SCHEMA onrecord_v1 IS '{comment}'"))
    run_script(connection, "sql", "grants.sql")


def _listen(connection: Connection) -> None:
    driver = connection.connection.driver_connection
    assert isinstance(driver, psycopg.Connection)
    driver.add_notice_handler(_log_notice)


def _log_notice(notice: psycopg.errors.Diagnostic) -> None:
    if notice.severity_nonlocalized == "WARNING":
        logger.warning("database_warning: %s", notice.message_primary)
