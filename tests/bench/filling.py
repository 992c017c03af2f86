"""Fills a database up to so many articles, by SQL: for figures that need a large store and not the way into it."""

from __future__ import annotations

import psycopg

from tests.generated import Shape, announce, fill, identify

THIN = Shape(quotations=4, entities=3, sentences=4)
CHUNK = 200_000
"""Articles written in one transaction."""


def fill_up(url: str, articles: int, shape: Shape = THIN) -> None:
    """Adds articles until there are so many, tells of them in the feed, and lets the sequences go on after them."""
    with psycopg.connect(url) as connection:
        there = connection.execute("SELECT coalesce(max(id), 0) FROM core.article").fetchone()
    for first in range(int(there[0]) + 1 if there else 1, articles + 1, CHUNK):
        with psycopg.connect(url) as connection:
            fill(connection, shape, first, min(first + CHUNK - 1, articles))
            identify(connection, first, min(first + CHUNK - 1, articles))
    with psycopg.connect(url) as connection:
        announce(connection)
        for table in ("article", "version", "run"):
            connection.execute(
                f"SELECT setval(pg_get_serial_sequence('core.{table}', 'id'), (SELECT max(id) FROM core.{table}))"
            )
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
