"""Opens the only kind of connection that pages have: as `onrecord_reader`, in a transaction that cannot write."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, Row, text

from shared.store.engine import make_engine

READER = "onrecord_reader"

TIMEOUT_SECONDS = 10
"""Nobody waits longer for a page."""

COUNTING_SECONDS = 60
"""Counts over all articles are made beside the pages, and kept."""


def open_engine(database_url: str) -> Engine:
    """An engine for pages. Who logs in may be `onrecord_reader` itself, or a user who may take that role.

    Each transaction sees one state of the views, and the server refuses whatever would write in it.
    """
    engine = make_engine(database_url, role=READER, application_name="onrecord web")
    return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)


@contextmanager
def reading(engine: Engine, seconds: int = TIMEOUT_SECONDS) -> Iterator[Connection]:
    """A connection that sees one state of the views until the block ends, and can write nothing."""
    with engine.begin() as connection:
        connection.execute(text("SELECT set_config('statement_timeout', :bound, true)"), {"bound": f"{seconds}s"})
        yield connection


def rows(connection: Connection, query: str, **values: object) -> Sequence[Row[Any]]:
    """The rows of a query."""
    return connection.execute(text(query), values).all()


def row(connection: Connection, query: str, **values: object) -> Row[Any] | None:
    """The only row of a query, or None."""
    return connection.execute(text(query), values).one_or_none()
