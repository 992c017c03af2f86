"""Exports one view into one file or pipe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from shared.export.formats import Format, sink
from shared.export.identities import identity_batches
from shared.export.reading import Connection, Row, Window, all_articles, batches, changed_articles, position_of, reading
from shared.export.records import Exported
from shared.export.tables import Table, What, check_followed, table


def into_file(
    dsn: str,
    file: IO[bytes],
    *,
    format: Format,  # noqa: A002 - the option's name
    what: What,
    since: int | datetime | None = None,
) -> Exported:
    """Writes all rows as they are at one moment, or with `since` the rows of the articles that changed after it.

    Rows come in the order of their positions: a reader who stopped after position n continues with `since` n - 1.
    Raises DatabaseUnreachable, FeedLost, ParquetMissing, ExportNotFollowed.
    """
    if since is not None:
        check_followed(what)
    articles = rows = 0
    with reading(dsn) as (head, connection):
        of = table(connection, what)
        out = sink(format, of, file)
        for begun, batch in _batches(connection, of, head, since):
            articles += begun
            if batch:
                out.write(batch)
                rows += len(batch)
        out.close()
    file.flush()
    return Exported(position=head, articles=articles, rows=rows)


def row_schema(dsn: str, what: What) -> str:
    """The JSON Schema of the rows, with a description of every column. Raises DatabaseUnreachable."""
    with reading(dsn) as (_, connection):
        return table(connection, what).schema()


def _batches(
    connection: Connection, of: Table, head: int, since: int | datetime | None
) -> Iterator[tuple[int, list[Row]]]:
    """Batches of rows, and how many articles begin with each batch."""
    if not of.what.by_article:
        yield from ((0, batch) for batch in identity_batches(connection, of, head))
        return
    for window in _windows(connection, head, since):
        yield len(window.targets), []
        yield from ((0, batch) for batch in batches(connection, of, window))


def _windows(connection: Connection, head: int, since: int | datetime | None) -> Iterator[Window]:
    if since is None:
        return all_articles(connection, head)
    return changed_articles(connection, position_of(connection, since), head)
