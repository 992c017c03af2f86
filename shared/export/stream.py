"""One view into one file or pipe."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from shared.export.formats import Format, sink
from shared.export.reading import Connection, Window, all_articles, batches, changed_articles, position_of, reading
from shared.export.records import Exported
from shared.export.tables import What, table


def into_file(
    dsn: str,
    file: IO[bytes],
    *,
    format: Format,  # noqa: A002 - the option's name
    what: What,
    since: int | datetime | None = None,
) -> Exported:
    """All rows as they stand at one moment, or those of the articles that changed since then.

    Rows come in the order of their positions: who broke off after the one at position n goes on since n - 1.
    Raises DatabaseUnreachable, FeedPruned, FeedBehind, ParquetMissing.
    """
    articles = rows = 0
    with reading(dsn) as (head, connection):
        of = table(connection, what)
        out = sink(format, of, file)
        for window in _windows(connection, head, since):
            articles += len(window.told)
            for batch in batches(connection, of, window):
                out.write(batch)
                rows += len(batch)
        out.close()
    file.flush()
    return Exported(position=head, articles=articles, rows=rows)


def row_schema(dsn: str, what: What) -> str:
    """The JSON Schema of the rows, with the meaning of every column. Raises DatabaseUnreachable."""
    with reading(dsn) as (_, connection):
        return table(connection, what).schema()


def _windows(connection: Connection, head: int, since: int | datetime | None) -> Iterator[Window]:
    if since is None:
        return all_articles(connection, head)
    return changed_articles(connection, position_of(connection, since), head)
