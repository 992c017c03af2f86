"""Makes connections to Postgres with time-outs, and turns the driver's errors into Onrecord's own."""

from __future__ import annotations

import select
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import psycopg
from sqlalchemy import ColumnElement, Connection, Engine, create_engine, event, literal_column, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError, DisconnectionError
from sqlalchemy.pool import ConnectionPoolEntry, NullPool

from shared.errors import BadSettings, DatabaseUnreachable, NotAllowed, OnrecordError, SchemaOutdated, Transient

STATEMENT_TIMEOUT = "60s"
"""No statement of the pipeline needs a second: one that runs for a minute will not succeed."""

LOCK_TIMEOUT = "30s"
"""Shorter than the statement time-out, so that the error tells a wait for a lock from slow work."""

IDLE_TIMEOUT = "10s"
"""No process pauses between two statements of a transaction: a silent one has died, and its locks must be freed."""

KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A half-open connection is noticed within a minute instead of the kernel's two hours."""

ROLE_CURE = "GRANT the role to the user who logs in; `onrecord db upgrade` creates missing roles"

TEMPORARY = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.TooManyConnections,
    psycopg.errors.DiskFull,
    psycopg.errors.ReadOnlySqlTransaction,
)
"""Errors that may pass in a moment (the last one: a standby that is about to take over)."""


OURS: dict[tuple[type[psycopg.Error], ...], type[OnrecordError]] = {
    TEMPORARY: Transient,
    (psycopg.errors.InsufficientPrivilege,): NotAllowed,
    (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn): SchemaOutdated,
}
"""Onrecord's error for each of the driver's errors; all others are bugs."""


POOLED = "onrecord_pooled"
"""In what SQLAlchemy remembers of a connection: whether it leads to a pooler, such as PgBouncer."""

UNHURRIED: ColumnElement[str] = literal_column("set_config('synchronous_commit', 'off', true)")
"""A column for a statement whose transaction is done again if a crash of the server loses it, such as a claim: it does
not wait for the disk. A later transaction that waits keeps the earlier ones, too."""

HURRIED: ColumnElement[str] = literal_column(
    "set_config('synchronous_commit', (SELECT reset_val FROM pg_settings WHERE name = 'synchronous_commit'), true)"
)
"""The other way round: the transaction waits for the disk after all, for somebody will be told of it."""


def make_engine(
    database_url: str, *, role: str | None = None, application_name: str = "onrecord", keeps: bool = True
) -> Engine:
    """An engine for this database; with `role`, all its connections act as that role. Connects on first use.

    Without `keeps` it opens a connection each time, as a short command needs it.
    """
    pool = {"pool_size": 2, "max_overflow": 10} if keeps else {"poolclass": NullPool}
    engine = create_engine(
        sqlalchemy_url(database_url),
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # articles do not belong in logs and tracebacks
        **pool,
        connect_args={**KEEPALIVE, "application_name": application_name},
    )
    event.listen(engine, "connect", lambda connection, record: _set_up(connection, record, role))
    event.listen(engine, "begin", lambda connection: _begin(connection, role))
    event.listen(engine, "checkout", lambda connection, *_: _check(connection))
    event.listen(engine, "handle_error", _translated)
    return engine


def reader(engine: Engine) -> AbstractContextManager[Connection]:
    """A connection for queries alone, each by itself, without a transaction: read them in a `with` block.

    A transaction that only reads would end by a rollback, and with each rollback the driver forgets the statements that
    it has prepared: then Postgres would plan every statement anew.
    """
    return single(engine)


@contextmanager
def single(engine: Engine) -> Iterator[Connection]:
    """A connection on which each statement is a transaction of its own, without the round trips of BEGIN and COMMIT.

    Behind a pooler all statements are one transaction: only there does a connection have its role and bounds.
    """
    with engine.connect() as connection:
        if is_pooled(connection):
            with connection.begin():
                yield connection
        else:
            yield connection.execution_options(isolation_level="AUTOCOMMIT")


def is_pooled(connection: Connection) -> bool:
    """Whether a pooler stands between this connection and the server."""
    return bool(connection.info[POOLED])


def sqlalchemy_url(database_url: str) -> URL:
    """The URL with our driver; the given one may begin with postgres://, postgresql:// or postgresql+psycopg://."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        raise BadSettings("the database URL cannot be read") from None  # the URL itself may hold a password
    if url.drivername.split("+")[0] not in ("postgres", "postgresql"):
        raise BadSettings(f"a database URL starts with postgresql://, not with {url.drivername}://")
    return url.set(drivername="postgresql+psycopg")


def ping(engine: Engine) -> None:
    """Checks that the database answers. Raises DatabaseUnreachable."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _settings(role: str | None) -> dict[str, str]:
    """The bounds of a session, and its role."""
    settings = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
        "timezone": "UTC",
    }
    return settings if role is None else settings | {"role": role}


def _begin(connection: Connection, role: str | None) -> None:
    """Behind a pooler each transaction may have another session: it brings its bounds and role, and leaves none."""
    if is_pooled(connection):
        settings = _settings(role)
        calls = ", ".join(["set_config(%s, %s, true)"] * len(settings))
        connection.exec_driver_sql(f"SELECT {calls}", tuple(word for item in settings.items() for word in item))


def _set_up(connection: psycopg.Connection[Any], record: ConnectionPoolEntry, role: str | None) -> None:
    """Sets the session's bounds and role, once; behind a pooler, which would give them to strangers, never."""
    before, connection.autocommit = connection.autocommit, True
    try:
        found = connection.execute("SELECT pg_backend_pid()").fetchone()
        # The server tells a session its own process; a pooler makes a number up, since the process changes.
        record.info[POOLED] = found is not None and found[0] != connection.info.backend_pid
        if record.info[POOLED]:
            connection.prepare_threshold = None  # its prepared statements would lie about in sessions of others
        else:
            # Not by `options` of the connection string: poolers such as PgBouncer reject these.
            for name, value in _settings(role).items():
                connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue) as error:
        connection.close()
        raise BadSettings(f"{_first_line(error)}; {ROLE_CURE}") from None
    connection.autocommit = before


def _check(connection: psycopg.Connection[Any]) -> None:
    """Refuses a connection that the server has cut, and the pool opens another.

    A server that cuts a connection sends something, and no server sends anything to a connection at rest. So only then
    does the check cost a round trip; with SQLAlchemy's own check each use would.
    """
    try:
        incoming = select.poll()
        incoming.register(connection.fileno(), select.POLLIN)
        if incoming.poll(0):
            connection.execute("")
            connection.rollback()
    except psycopg.OperationalError as error:
        raise DisconnectionError(_first_line(error)) from error


def _translated(context: ExceptionContext) -> BaseException | None:
    """Onrecord's error for the driver's error, which SQLAlchemy then raises; None leaves SQLAlchemy's own."""
    error = context.original_exception
    unconnected = context.connection is None and isinstance(error, psycopg.OperationalError)
    if context.is_disconnect or unconnected:
        return DatabaseUnreachable(_first_line(error))
    for kinds, ours in OURS.items():
        if isinstance(error, kinds):
            return ours(_first_line(error))
    return None


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
