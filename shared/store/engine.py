"""The connection to Postgres, with its bounds, and its failures as the house's own errors."""

from __future__ import annotations

from typing import Any

import psycopg
from sqlalchemy import Engine, create_engine, event, make_url, text
from sqlalchemy.engine import URL, ExceptionContext
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import NullPool

from shared.errors import BadSettings, DatabaseUnreachable, NotAllowed, OnrecordError, SchemaOutdated, Transient

STATEMENT_TIMEOUT = "60s"
"""No statement of the pipeline needs a second; what runs a minute waits for something that will not come."""

LOCK_TIMEOUT = "30s"
"""Shorter than the statement's, so that a wait for a lock is told from slow work."""

IDLE_TIMEOUT = "10s"
"""Nobody thinks between two statements of a transaction: who is silent so long is gone, and holds locks."""

KEEPALIVE = {
    "connect_timeout": 5,
    "keepalives_idle": 30,
    "keepalives_interval": 10,
    "keepalives_count": 3,
    "tcp_user_timeout": 60_000,
}
"""A half-open connection is noticed within a minute instead of the kernel's two hours."""

ROLE_CURE = "GRANT the role to the user who logs in; `onrecord db upgrade` makes roles that are missing"

PASSING = (
    psycopg.errors.SerializationFailure,
    psycopg.errors.DeadlockDetected,
    psycopg.errors.LockNotAvailable,
    psycopg.errors.QueryCanceled,
    psycopg.errors.TooManyConnections,
    psycopg.errors.DiskFull,
    psycopg.errors.ReadOnlySqlTransaction,
)
"""What the server refuses now and may grant in a moment (the last: a standby that is about to take over)."""


OURS: dict[tuple[type[psycopg.Error], ...], type[OnrecordError]] = {
    PASSING: Transient,
    (psycopg.errors.InsufficientPrivilege,): NotAllowed,
    (psycopg.errors.UndefinedTable, psycopg.errors.UndefinedColumn): SchemaOutdated,
}
"""What the driver's errors are to us; others are bugs."""


def make_engine(
    database_url: str, *, role: str | None = None, application_name: str = "onrecord", keeps: bool = True
) -> Engine:
    """An engine for this database; with `role`, all its connections act as that role. Connects on first use.

    One that `keeps` no connections opens one each time: for a command that looks and goes.
    """
    pool = {"pool_pre_ping": True, "pool_size": 2, "max_overflow": 10} if keeps else {"poolclass": NullPool}
    engine = create_engine(
        sqlalchemy_url(database_url),
        isolation_level="READ COMMITTED",
        hide_parameters=True,  # articles do not belong into logs and tracebacks
        **pool,
        connect_args={**KEEPALIVE, "application_name": application_name},
    )
    event.listen(engine, "connect", lambda connection, _: _set_up(connection, role))
    event.listen(engine, "handle_error", _in_our_words)
    return engine


def sqlalchemy_url(database_url: str) -> URL:
    """The URL with our driver in it, whether it was written postgres://, postgresql:// or postgresql+psycopg://."""
    try:
        url = make_url(database_url)
    except (ArgumentError, ValueError):
        raise BadSettings("the database URL cannot be read") from None  # the URL itself may hold a password
    if url.drivername.split("+")[0] not in ("postgres", "postgresql"):
        raise BadSettings(f"a database URL starts with postgresql://, not with {url.drivername}://")
    return url.set(drivername="postgresql+psycopg")


def ping(engine: Engine) -> None:
    """Asks the database for a sign of life. Raises DatabaseUnreachable."""
    with engine.connect() as connection:
        connection.execute(text("SELECT 1"))


def _set_up(connection: psycopg.Connection[Any], role: str | None) -> None:
    # Not by `options` of the connection string: poolers such as PgBouncer refuse these.
    settings = {
        "statement_timeout": STATEMENT_TIMEOUT,
        "lock_timeout": LOCK_TIMEOUT,
        "idle_in_transaction_session_timeout": IDLE_TIMEOUT,
        "timezone": "UTC",
    }
    if role is not None:
        settings["role"] = role
    before, connection.autocommit = connection.autocommit, True
    try:
        for name, value in settings.items():
            connection.execute("SELECT set_config(%s, %s, false)", (name, value))
    except (psycopg.errors.InsufficientPrivilege, psycopg.errors.InvalidParameterValue) as error:
        connection.close()
        raise BadSettings(f"{_first_line(error)}; {ROLE_CURE}") from None
    connection.autocommit = before


def _in_our_words(context: ExceptionContext) -> BaseException | None:
    """What SQLAlchemy raises in place of the driver's error; None leaves its own."""
    error = context.original_exception
    if context.is_pre_ping:
        return None  # the pool's own check: it connects anew
    unconnected = context.connection is None and isinstance(error, psycopg.OperationalError)
    if context.is_disconnect or unconnected:
        return DatabaseUnreachable(_first_line(error))
    for kinds, ours in OURS.items():
        if isinstance(error, kinds):
            return ours(_first_line(error))
    return None


def _first_line(error: BaseException) -> str:
    return str(error).strip().split("\n", 1)[0]
