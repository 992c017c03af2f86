"""Work on large tables while others read and write: indexes, and constraints over rows that are there already."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from alembic import op
from sqlalchemy import Connection, text

TIMEOUTS = {"lock_timeout": "15min", "statement_timeout": "0"}
"""A build waits for transactions older than itself, and nobody waits behind it; it may take as long as it takes."""


def create_indexes(definitions: Mapping[str, str]) -> None:
    """Creates those that are missing: name to what stands behind ON. One that a broken build left is built anew."""
    with _unhurried() as connection:
        for name, definition in definitions.items():
            if not _is_whole(connection, name):
                _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")
                _run(connection, f"CREATE INDEX CONCURRENTLY {name} ON {definition}")


def drop_indexes(names: Mapping[str, str]) -> None:
    """Drops those that are there."""
    with _unhurried() as connection:
        for name in reversed(list(names)):
            _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")


def validate(constraints: Mapping[str, str]) -> None:
    """Checks the rows that were there before the constraint: its name to its table. Readers and writers go on."""
    with _unhurried() as connection:
        for name, table in constraints.items():
            _run(connection, f"ALTER TABLE core.{table} VALIDATE CONSTRAINT {name}")


@contextmanager
def _unhurried() -> Iterator[Connection]:
    """Outside of a transaction, with the time that a large table takes; afterwards what was set before."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        before = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in TIMEOUTS}
        _set(connection, TIMEOUTS)
        try:
            yield connection
        finally:
            _set(connection, before)


def _is_whole(connection: Connection, name: str) -> bool:
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)"
    return bool(connection.execute(text(valid), {"name": f"core.{name}"}).scalar_one_or_none())


def _set(connection: Connection, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})


def _run(connection: Connection, statement: str) -> None:
    connection.execution_options(no_parameters=True).exec_driver_sql(statement)
