"""Shows in polars which speakers most publishers quote.

python read_polars.py "postgresql://onrecord_reader@localhost/onrecord"
"""

from __future__ import annotations

import sys

import polars
import psycopg

QUERY = """
    SELECT speaker_name, speaker_type, publisher, kind, confidence
    FROM onrecord_v1.quotation WHERE speaker_name IS NOT NULL
"""


def quotations(dsn: str) -> polars.DataFrame:
    """One row for each quotation with a named speaker."""
    with psycopg.connect(dsn) as connection:
        return polars.read_database(QUERY, connection, infer_schema_length=None)


def main(dsn: str) -> None:
    """Print the twenty speakers with most publishers."""
    by_speaker = (
        quotations(dsn)
        .group_by("speaker_name")
        .agg(
            polars.col("publisher").n_unique().alias("publishers"),
            polars.len().alias("quotations"),
            (polars.col("kind") == "direct").mean().round(2).alias("direct"),
            polars.col("confidence").mean().round(2),
        )
    )
    order = ["publishers", "quotations", "speaker_name"]
    print(by_speaker.sort(order, descending=[True, True, False]).head(20).write_csv(separator="\t"), end="")


if __name__ == "__main__":
    main(sys.argv[1])
