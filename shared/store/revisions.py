"""Decides whether a database's schema fits this version, from the revisions of both, for every process at its start."""

from __future__ import annotations

from functools import cache

from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from shared.errors import RestoreUnfinished, SchemaOutdated
from shared.store import owners
from shared.store.engine import make_engine
from shared.store.tables import SCHEMA

RESTORING = "onrecord_restoring"
"""An empty schema that stands in a database as long as it is being restored: its tables look whole before they are."""


def check_schema(engine: Engine) -> None:
    """Raises SchemaOutdated if the database lacks a migration that this version brings, WrongOwner if it was restored
    by somebody who kept it, RestoreUnfinished if it was restored in part."""
    with engine.connect() as connection:
        check_whole(connection)
        found = revision(connection)
        owners.check(connection)
    # A newer version brought the revisions that this one does not know: migrations only add, so they are good enough.
    if found is None or (found in known() and found != head()):
        raise SchemaOutdated(f"it is at {found or 'nothing'}, this version needs {head()}")


def check_whole(connection: Connection) -> None:
    """Raises RestoreUnfinished if a restore of the database broke off, or goes on."""
    if connection.execute(text("SELECT to_regnamespace(:name) IS NOT NULL"), {"name": RESTORING}).scalar_one():
        raise RestoreUnfinished(connection.engine.url.database or "")


def current(database_url: str) -> str | None:
    """The revision that the database is at; None before the first one."""
    engine = make_engine(database_url, application_name="onrecord-migrate")
    try:
        with engine.connect() as connection:
            return revision(connection)
    finally:
        engine.dispose()


def revision(connection: Connection) -> str | None:
    """The revision of the database, on an open connection; None before the first one."""
    context = MigrationContext.configure(connection, opts={"version_table_schema": SCHEMA})
    return context.get_current_revision()


@cache
def head() -> str:
    """The newest revision that this version brings."""
    found = ScriptDirectory.from_config(config()).get_current_head()
    assert found is not None
    return found


def pending(at: str | None) -> int:
    """How many migrations this version brings beyond that revision; 0 for a revision that it does not know."""
    if at is not None and at not in known():
        return 0
    return sum(1 for _ in ScriptDirectory.from_config(config()).iterate_revisions("head", at or "base"))


@cache
def known() -> frozenset[str]:
    """All revisions that this version brings."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(config()).walk_revisions())


def config(connection: Connection | None = None) -> Config:
    """Alembic's configuration, to read the migrations or, on an open connection, to run them."""
    made = Config()
    made.set_main_option("script_location", "shared:migrations")
    made.set_main_option("path_separator", "os")
    made.attributes["connection"] = connection
    return made
