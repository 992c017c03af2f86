"""Reads and runs the SQL files of the package, for migrations and upgrades."""

from __future__ import annotations

from importlib.resources import files

from sqlalchemy import Connection


def script(*path: str) -> str:
    """The text of a file in the package `shared`."""
    return files("shared").joinpath(*path).read_text("utf-8")


def run_script(connection: Connection, *path: str) -> None:
    """Runs all statements of a file in the package `shared`."""
    # Without parameters, psycopg sends the whole file at once and leaves percent signs alone.
    connection.execution_options(no_parameters=True).exec_driver_sql(script(*path))
