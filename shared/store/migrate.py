"""Brings a database to this version's schema: roles, migrations, views, rights. Two upgrades at once do no harm."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable

import psycopg
from alembic import command
from sqlalchemy import Connection, text

from shared.errors import MigrationBlocked, Transient
from shared.store import epochs, owners
from shared.store.revisions import check_whole, config, known, revision
from shared.store.scripts import run_script, script
from shared.store.tables import SCHEMA
from shared.store.turns import exclusively, set_

LOCK_ATTEMPTS = 60
LOCK_PAUSE = 3.0
"""Seconds between two attempts, in which the waiting readers proceed; all attempts together take five minutes."""

OWNER = "onrecord_owner"

SHOWN = {
    "onrecord_v1": "Who said what, for readers. Version 1 of the contract: views and columns stay.",
    "onrecord_admin": "Who did what, for administrators.",
}
"""The schemas of views, each with a file of the same name, and what they hold."""

logger = logging.getLogger(__name__)


def upgrade(database_url: str, *, lossless_failover: bool = False) -> None:
    """Brings roles, owners, tables, views and rights to this version's state. A restored database begins a new epoch.

    No step makes readers wait: one that cannot get its locks gives up and tries again. A database that a newer version
    has upgraded stays as it is: this one can work with it, after a way back. Raises MigrationBlocked, MigrationBusy,
    PoolerFound, RestoreUnfinished, WrongOwner.
    """
    with exclusively(database_url) as connection:
        check_whole(connection)
        found = revision(connection)
        if found is not None and found not in known():
            logger.warning("schema_newer: it is at %s, which this version does not know; nothing is changed", found)
            return
        upgrade_on(connection)
        _retry_while_blocked(connection, lambda: epochs.renew_on(connection, lossless_failover=lossless_failover))


def upgrade_on(connection: Connection) -> None:
    """The same on a connection that has the turn, but for the epoch: roles, owners, tables, views and rights."""
    make_roles(connection)
    _retry_while_blocked(connection, lambda: _mend_owners(connection))
    _act_as_owner(connection)
    # Each migration is a transaction of its own: an attempt continues where the previous one was stopped.
    _retry_while_blocked(connection, lambda: command.upgrade(config(connection), "head"))
    _retry_while_blocked(connection, lambda: _renew_views(connection))


def make_roles(connection: Connection) -> None:
    """Creates the roles that the server lacks, if this user may."""
    run_script(connection, "sql", "roles.sql")
    connection.commit()


def downgrade(database_url: str, target: str) -> None:
    """Reverts the migrations after `target`, all of them for "base". Drops the views until the next upgrade."""
    with exclusively(database_url) as connection:
        _act_as_owner(connection)
        for schema in SHOWN:
            connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
        command.downgrade(config(connection), target)
        connection.commit()


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
        set_(connection, "role", owner)
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
    for schema, words in SHOWN.items():
        digest = hashlib.sha256(script("sql", f"{schema}.sql").encode()).hexdigest()
        comment = f"{words} Views of {digest[:16]}."
        said = text("SELECT obj_description(to_regnamespace(:schema))")
        if connection.execute(said, {"schema": schema}).scalar_one() != comment:
            run_script(connection, "sql", f"{schema}.sql")
            connection.execute(text(f"COMMENT ON SCHEMA {schema} IS '{comment}'"))
    run_script(connection, "sql", "grants.sql")
