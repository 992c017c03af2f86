"""Builds indexes and validates constraints on large tables while others read and write, for migrations."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from alembic import op
from sqlalchemy import Connection, text

TIMEOUTS = {"lock_timeout": "15min", "statement_timeout": "0"}
"""A concurrent build waits for older transactions, and nobody waits behind it: its time needs no bound."""


def create_indexes(definitions: Mapping[str, str]) -> None:
    """Creates the missing indexes, from name to definition behind ON. Rebuilds an index whose build has failed."""
    with _outside_transaction() as connection:
        for name, definition in definitions.items():
            if not _is_whole(connection, name):
                _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")
                _run(connection, f"CREATE INDEX CONCURRENTLY {name} ON {definition}")


def drop_indexes(names: Mapping[str, str]) -> None:
    """Drops the indexes that exist."""
    with _outside_transaction() as connection:
        for name in reversed(list(names)):
            _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")


def validate(constraints: Mapping[str, str]) -> None:
    """Checks the rows older than the constraints, from name to table, without stopping readers and writers."""
    with _outside_transaction() as connection:
        for name, table in constraints.items():
            _run(connection, f"ALTER TABLE core.{table} VALIDATE CONSTRAINT {name}")


@contextmanager
def _outside_transaction() -> Iterator[Connection]:
    """A connection outside of a transaction, with the time-outs that a large table needs; restores the former ones."""
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
