"""Reading views in windows of articles: a million take no more memory, and no longer statements, than a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import psycopg
from psycopg.rows import class_row

from shared.errors import DatabaseUnreachable, FeedPruned
from shared.export.tables import Table
from shared.feed import check_bounds, dense, snapshot
from shared.messages import Change, ChangeKind

WINDOW = 1000
"""Articles, or changes, that are looked up at once: each statement then takes a moment, however large the tables."""

FETCHED = 500
"""Rows that a server-side cursor hands over at once."""

Row = tuple[Any, ...]
Connection = psycopg.Connection[Any]

NEXT_ARTICLES = "SELECT article_id, uri, version FROM onrecord_v1.article WHERE article_id > %s ORDER BY 1 LIMIT %s"
NEXT_CHANGES = """
    SELECT position, kind, article_id, uri, version, run_id, at FROM onrecord_v1.change
    WHERE position > %s AND position <= %s ORDER BY position LIMIT %s
"""
FIRST_SINCE = """
    SELECT (SELECT min(position) FROM onrecord_v1.change WHERE at >= %s) AS first_since, first_position, last_position,
        (SELECT at FROM onrecord_v1.change ORDER BY position LIMIT 1) > %s AS is_older_than_all
    FROM onrecord_v1.feed_bounds
"""


@dataclass(frozen=True)
class Told:
    """An article whose rows are to be read, and the change that tells so; none in a snapshot."""

    article_id: int
    uri: str
    version: int
    position: int
    change: ChangeKind | None = None


@dataclass(frozen=True)
class Window:
    """Articles that are read at once, and how far one has come with them."""

    told: tuple[Told, ...]
    position: int
    last_article: int | None = None
    """In a snapshot: all articles up to this one are done; None in what comes after it."""


@contextmanager
def reading(dsn: str) -> Iterator[tuple[int, Connection]]:
    """The newest position, and a connection that sees the views as they were there. Raises DatabaseUnreachable."""
    try:
        with snapshot(dsn) as (head, connection):
            connection.execute("SET TIME ZONE 'UTC'")
            yield head, connection
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(str(error).strip().split("\n", 1)[0]) from error


def position_of(connection: Connection, since: int | datetime) -> int:
    """The last position before this moment, or this position. Raises FeedPruned or FeedBehind if it is not there."""
    if isinstance(since, int):
        check_bounds(connection, since)
        return since
    row = connection.execute(FIRST_SINCE, (since, since)).fetchone()
    assert row is not None
    first_since, first, last, is_older_than_all = row
    if is_older_than_all and first > 1:
        raise FeedPruned(f"the oldest change left, {first}, came after {since.isoformat()}")
    return int(last if first_since is None else first_since - 1)


def all_articles(connection: Connection, position: int, after: int = 0, size: int = WINDOW) -> Iterator[Window]:
    """All articles after this one, in the order of their numbers."""
    while found := connection.execute(NEXT_ARTICLES, (after, size)).fetchall():
        told = tuple(Told(article_id, uri, version, position) for article_id, uri, version in found)
        after = told[-1].article_id
        yield Window(told, position, last_article=after)


def changed_articles(connection: Connection, after: int, until: int, size: int = WINDOW) -> Iterator[Window]:
    """The articles that changed from one position to another; in each window each at its last change in it.

    What is read is their state at the end of all, so that one which changes again comes again, with the same rows.
    """
    while after < until:
        with connection.cursor(row_factory=class_row(Change)) as cursor:
            changes = dense(cursor.execute(NEXT_CHANGES, (after, until, size)).fetchall(), after)
        after = changes[-1].position
        # A version that was quarantined leaves the article as it was.
        last = {change.article_id: change for change in changes if change.kind is not ChangeKind.QUARANTINED}
        told = sorted(last.values(), key=lambda change: change.position)
        yield Window(tuple(Told(c.article_id, c.uri, c.version, c.position, c.kind) for c in told), after)


def batches(connection: Connection, table: Table, window: Window) -> Iterator[list[Row]]:
    """The rows of a window's articles, a few at a time."""
    arguments = [[getattr(told, name) for told in window.told] for name in Told.__dataclass_fields__]
    with connection.cursor(name="onrecord_export") as cursor:
        cursor.itersize = FETCHED
        cursor.execute(table.query(), arguments)
        rows = iter(cursor)
        while batch := list(islice(rows, FETCHED)):
            yield batch
