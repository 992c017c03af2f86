"""Makes a database whole again from a dump: roles, owners, rights, this version's schema, a new epoch of the feed."""

from __future__ import annotations

from collections.abc import Callable

from sqlalchemy import Connection, func, select, text

from shared.errors import DatabaseInUse, DatabaseNotEmpty
from shared.model import Record
from shared.store import auditing, epochs, migrate
from shared.store.auditing import Deed
from shared.store.epochs import Epoch
from shared.store.revisions import RESTORING, revision
from shared.store.tables import article, metadata
from shared.store.turns import exclusively, set_

SCHEMAS = ("onrecord_v1", "onrecord_admin", "core")

HOLDS = "SELECT to_regclass('core.article') IS NOT NULL"

AT_WORK = """
    SELECT pid FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = 'onrecord' AND pid <> pg_backend_pid() ORDER BY pid
"""
"""Sessions of processes and commands that write. Readers have names of their own, and may stay."""


class Restored(Record):
    """What a restored database holds, and what was done to it."""

    articles: int
    dumped_at: str | None
    """The schema's revision in the dump."""
    revision: str | None
    epoch: Epoch


def restore(
    database_url: str, fill: Callable[[], None], *, replace: bool = False, because: str | None = None
) -> Restored:
    """Lets `fill` restore the dump into the database, and does the rest. With `replace` what it held is dropped first.

    It holds the turn of migrations all the while. Raises DatabaseInUse, DatabaseNotEmpty, MigrationBusy, PoolerFound,
    WrongOwner.
    """
    with exclusively(database_url) as connection:
        _refuse_beside_processes(connection)
        _clear(connection, replace=replace)
        migrate.make_roles(connection)
        connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {RESTORING}"))
        connection.commit()
        fill()
        dumped_at = revision(connection)
        connection.commit()
        migrate.upgrade_on(connection)
        epoch = epochs.begin_on(connection)
        auditing.note(connection, Deed.RESTORED, connection.engine.url.database or "", because=because)
        connection.commit()
        _analyze(connection)
        count = connection.execute(select(func.count()).select_from(article)).scalar_one()
        found = revision(connection)
        connection.execute(text("RESET ROLE"))  # the mark belongs to whoever restores, not to the tables' owner
        connection.execute(text(f"DROP SCHEMA {RESTORING}"))
        connection.commit()
    return Restored(articles=count, dumped_at=dumped_at, revision=found, epoch=epoch)


def _refuse_beside_processes(connection: Connection) -> None:
    """A process that meets half a schema fails or writes into it. Raises DatabaseInUse."""
    pids = connection.execute(text(AT_WORK)).scalars().all()
    connection.rollback()
    if pids:
        raise DatabaseInUse(f"{connection.engine.url.database}, by sessions {', '.join(map(str, pids))}")


def _clear(connection: Connection, *, replace: bool) -> None:
    """Drops our schemas, if they hold no article or are to be replaced. Raises DatabaseNotEmpty."""
    if connection.execute(text(HOLDS)).scalar_one() and not replace:
        held = connection.execute(select(article.c.id).limit(1)).first()
        if held is not None:
            raise DatabaseNotEmpty(connection.engine.url.database or "")
    for schema in SCHEMAS:
        connection.execute(text(f"DROP SCHEMA IF EXISTS {schema} CASCADE"))
    connection.commit()


def _analyze(connection: Connection) -> None:
    """A restored table has no statistics, and without them Postgres would read whole tables."""
    set_(connection, "statement_timeout", "0")
    connection.execute(text("ANALYZE " + ", ".join(metadata.tables)))
    connection.commit()
