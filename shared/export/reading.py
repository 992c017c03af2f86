"""Reads views in windows of articles: a million articles need no more memory or longer statements than a thousand."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

import psycopg
from psycopg.rows import class_row

from shared.bounds import check_bounds, dense
from shared.errors import DatabaseUnreachable, FeedPruned
from shared.export.tables import Table
from shared.feed import snapshot
from shared.messages import Change, ChangeKind
from shared.positions import Position

WINDOW = 1000
"""Articles or changes in one query: each statement stays short, however large the tables are."""

FETCHED = 500
"""Rows that a server-side cursor delivers at once."""

Row = tuple[Any, ...]
Connection = psycopg.Connection[Any]

NEXT_ARTICLES = "SELECT article_id, uri, version FROM onrecord_v1.article WHERE article_id > %s ORDER BY 1 LIMIT %s"
NEXT_CHANGES = """
    SELECT position, kind, article_id, uri, version, run_id, at, epoch FROM onrecord_v1.change
    WHERE position > %s AND position <= %s ORDER BY position LIMIT %s
"""
FIRST_SINCE = """
    SELECT (SELECT min(position) FROM onrecord_v1.change WHERE at >= %s) AS first_since, first_position, last_position,
        (SELECT at FROM onrecord_v1.change ORDER BY position LIMIT 1) > %s AS is_older_than_all
    FROM onrecord_v1.feed_bounds
"""


@dataclass(frozen=True)
class Target:
    """An article whose rows are to be read, and the change that asks for it; a snapshot has no changes."""

    article_id: int
    uri: str
    version: int
    position: int
    change: ChangeKind | None = None


@dataclass(frozen=True)
class Window:
    """Articles that are read at once, and the position that is reached after them."""

    targets: tuple[Target, ...]
    position: int
    last_article: int | None = None
    """In a snapshot, the last article of the window; None in the windows of changes."""


@contextmanager
def reading(dsn: str) -> Iterator[tuple[Position, Connection]]:
    """The newest position, and a connection that sees the views as they were then. Raises DatabaseUnreachable."""
    try:
        with snapshot(dsn) as (head, connection):
            connection.execute("SET LOCAL TIME ZONE 'UTC'")
            yield head, connection
    except psycopg.OperationalError as error:
        raise DatabaseUnreachable(str(error).strip().split("\n", 1)[0]) from error


def newest_article(dsn: str) -> int:
    """The greatest number of an article; 0 if there is none. Raises DatabaseUnreachable."""
    with reading(dsn) as (_, connection):
        row = connection.execute("SELECT coalesce(max(article_id), 0) FROM onrecord_v1.article").fetchone()
    return int(row[0]) if row else 0


def position_of(connection: Connection, since: int | datetime) -> int:
    """This position, or the last one before this moment. Raises FeedLost if the feed does not go on there."""
    if isinstance(since, int):
        return check_bounds(connection, since)
    row = connection.execute(FIRST_SINCE, (since, since)).fetchone()
    assert row is not None
    first_since, first, last, is_older_than_all = row
    if is_older_than_all and first > 1:
        raise FeedPruned(f"the oldest change left, {first}, is later than {since.isoformat()}")
    return int(last if first_since is None else first_since - 1)


def all_articles(connection: Connection, position: int, after: int = 0, size: int = WINDOW) -> Iterator[Window]:
    """Windows of all articles after this one, in the order of their numbers."""
    while found := connection.execute(NEXT_ARTICLES, (after, size)).fetchall():
        targets = tuple(Target(article_id, uri, version, position) for article_id, uri, version in found)
        after = targets[-1].article_id
        yield Window(targets, position, last_article=after)


def changed_articles(connection: Connection, after: int, until: int, size: int = WINDOW) -> Iterator[Window]:
    """Windows of the articles that changed between two positions, each article at its last change in its window.

    All windows read the state at the last position: an article that changes again comes again, with the same rows.
    """
    while after < until:
        with connection.cursor(row_factory=class_row(Change)) as cursor:
            changes = dense(cursor.execute(NEXT_CHANGES, (after, until, size)).fetchall(), after)
        after = changes[-1].position
        # The quarantine of a version does not change what readers see of the article.
        last = {change.article_id: change for change in changes if change.kind is not ChangeKind.QUARANTINED}
        targets = sorted(last.values(), key=lambda change: change.position)
        yield Window(tuple(Target(c.article_id, c.uri, c.version, c.position, c.kind) for c in targets), after)


def batches(connection: Connection, table: Table, window: Window) -> Iterator[list[Row]]:
    """The rows of a window's articles, in batches."""
    arguments = [[getattr(target, name) for target in window.targets] for name in Target.__dataclass_fields__]
    with connection.cursor(name="onrecord_export") as cursor:
        cursor.itersize = FETCHED
        cursor.execute(table.query(), arguments)
        rows = iter(cursor)
        while batch := list(islice(rows, FETCHED)):
            yield batch
