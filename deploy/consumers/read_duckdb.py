"""Reads quotations into Arrow once, page by page, and queries them in DuckDB without the server.

It needs duckdb, pyarrow and psycopg, but no DuckDB extension, which would have to be downloaded.

python read_duckdb.py "postgresql://onrecord_reader@localhost/onrecord"
"""

from __future__ import annotations

import sys

import duckdb
import psycopg
import pyarrow

PAGE = 10_000
SCHEMA = pyarrow.schema(
    {
        "uri": pyarrow.string(),
        "speaker_name": pyarrow.string(),
        "publisher": pyarrow.string(),
        "published_at": pyarrow.timestamp("us", tz="UTC"),
        "kind": pyarrow.string(),
        "content": pyarrow.string(),
    }
)
QUESTION = """
    SELECT publisher, count(*) AS quotations, count(DISTINCT speaker_name) AS speakers,
        round(avg(length(content)), 1) AS characters
    FROM quotation GROUP BY publisher ORDER BY quotations DESC, publisher
"""


def quotations(dsn: str) -> pyarrow.Table:
    """One row for each quotation."""
    query = f"SELECT {', '.join(SCHEMA.names)} FROM onrecord_v1.quotation"
    # A named cursor stays on the server, which sends one page at each request.
    with psycopg.connect(dsn) as connection, connection.cursor("quotations") as cursor:
        cursor.execute(query)
        pages = iter(lambda: cursor.fetchmany(PAGE), [])
        return pyarrow.Table.from_batches(map(_batch, pages), SCHEMA)


def _batch(rows: list[tuple[object, ...]]) -> pyarrow.RecordBatch:
    columns = [pyarrow.array(cells, field.type) for cells, field in zip(zip(*rows, strict=True), SCHEMA, strict=True)]
    return pyarrow.RecordBatch.from_arrays(columns, schema=SCHEMA)


def main(dsn: str) -> None:
    """Print the publishers, the one with most quotations first."""
    with duckdb.connect() as duck:
        duck.register("quotation", quotations(dsn))
        print("publisher", "quotations", "speakers", "characters", sep="\t")
        for row in duck.execute(QUESTION).fetchall():
            print(*row, sep="\t")


if __name__ == "__main__":
    main(sys.argv[1])
