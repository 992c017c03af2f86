"""Runs migrations for Alembic, on the connection that `shared.store.migrate` has opened and locked."""

from __future__ import annotations

from alembic import context
from sqlalchemy import Connection, inspect
from sqlalchemy.schema import CreateSchema

from shared.store.tables import SCHEMA, metadata


def run(connection: Connection) -> None:
    """Runs the migrations that the command asks for, each in a transaction of its own."""
    if not inspect(connection).has_schema(SCHEMA):  # IF NOT EXISTS needs the right to create in any case
        connection.execute(CreateSchema(SCHEMA))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=metadata,
        version_table_schema=SCHEMA,
        include_schemas=True,
        include_name=lambda name, kind, _: kind != "schema" or name == SCHEMA,
        transaction_per_migration=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if not isinstance(given, Connection):
    raise RuntimeError("Migrations run through shared.store.migrate, which locks the database first.")
run(given)
