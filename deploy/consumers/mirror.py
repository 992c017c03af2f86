"""Mirrors quotations into a table of your own: python mirror.py SOURCE_DSN TARGET_DSN [--once]. Stop it any time."""

from __future__ import annotations

import sys
from typing import Any

import psycopg

from shared.errors import FeedLost
from shared.feed import Cursor, follow, read, snapshot

COLUMNS = "article_id, ordinal, uri, speaker_name, content"
TABLE = """
    CREATE TABLE IF NOT EXISTS my_quotation (article_id bigint, ordinal integer, uri text NOT NULL,
        speaker_name text, content text NOT NULL, PRIMARY KEY (article_id, ordinal))
"""
CURSOR = Cursor("mirror")


def mirror(source_dsn: str, target_dsn: str, *options: str) -> None:
    """Copies a snapshot first, if nothing was read before; then each changed article, together with the cursor."""
    with psycopg.connect(target_dsn, autocommit=True) as target, psycopg.connect(source_dsn, autocommit=True) as source:
        target.execute(TABLE)
        CURSOR.create(target)
        after = CURSOR.position(target)
        if after is None:
            with snapshot(source_dsn) as (after, frozen), target.transaction():
                target.execute("TRUNCATE my_quotation")
                copy(frozen, target)
                CURSOR.save(target, after)
        try:
            for change in (read if "--once" in options else follow)(source_dsn, after=after):
                with target.transaction():
                    target.execute("DELETE FROM my_quotation WHERE article_id = %s", [change.article_id])
                    copy(source, target, "WHERE article_id = %s", change.article_id)
                    CURSOR.save(target, change.position)
        except FeedLost:  # the source was restored from a backup, or its feed no longer reaches so far back
            CURSOR.forget(target)
            mirror(source_dsn, target_dsn, *options)


def copy(source: psycopg.Connection[Any], target: psycopg.Connection[Any], which: str = "", *values: int) -> None:
    """Copies the quotations that match, as they are now."""
    with target.cursor().copy(f"COPY my_quotation ({COLUMNS}) FROM STDIN") as sink, source.cursor() as cursor:
        for row in cursor.stream(f"SELECT {COLUMNS} FROM onrecord_v1.quotation {which}", values):
            sink.write_row(row)


if __name__ == "__main__":
    mirror(*sys.argv[1:])
