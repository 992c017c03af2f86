"""Work on large tables while others read and write: indexes, and constraints over rows that are there already."""

from __future__ import annotations

from collections.abc import Mapping

from alembic import op
from sqlalchemy import Connection, text

LOCK_TIMEOUT = "15min"
"""How long a build waits for transactions older than itself. Nobody waits behind it meanwhile."""


def create_indexes(definitions: Mapping[str, str]) -> None:
    """Creates those that are missing: name to what stands behind ON. One that a broken build left is built anew."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        before = _unhurried(connection)
        for name, definition in definitions.items():
            if not _is_there(connection, name):
                _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")
                _run(connection, f"CREATE INDEX CONCURRENTLY {name} ON {definition}")
        _restore(connection, before)


def drop_indexes(names: Mapping[str, str]) -> None:
    """Drops those that are there."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        before = _unhurried(connection)
        for name in reversed(list(names)):
            _run(connection, f"DROP INDEX CONCURRENTLY IF EXISTS core.{name}")
        _restore(connection, before)


def validate(constraints: Mapping[str, str]) -> None:
    """Checks the rows that were there before the constraint: its name to its table. Readers and writers go on."""
    with op.get_context().autocommit_block():
        connection = op.get_bind()
        before = _unhurried(connection)
        for name, table in constraints.items():
            _run(connection, f"ALTER TABLE core.{table} VALIDATE CONSTRAINT {name}")
        _restore(connection, before)


def _is_there(connection: Connection, name: str) -> bool:
    valid = "SELECT indisvalid FROM pg_index WHERE indexrelid = to_regclass(:name)"
    return bool(connection.execute(text(valid), {"name": f"core.{name}"}).scalar_one_or_none())


def _unhurried(connection: Connection) -> dict[str, str]:
    """Lets statements take the time that a large table needs; returns what was set before."""
    names = ("lock_timeout", "statement_timeout")
    before = {name: str(connection.execute(text(f"SHOW {name}")).scalar_one()) for name in names}
    _restore(connection, {"lock_timeout": LOCK_TIMEOUT, "statement_timeout": "0"})
    return before


def _restore(connection: Connection, settings: Mapping[str, str]) -> None:
    for name, value in settings.items():
        connection.execute(text("SELECT set_config(:name, :value, false)"), {"name": name, "value": value})


def _run(connection: Connection, statement: str) -> None:
    connection.execution_options(no_parameters=True).exec_driver_sql(statement)
