"""Shows in pandas how the shares of the speakers' roles change from week to week.

python read_pandas.py "postgresql://onrecord_reader@localhost/onrecord"
"""

from __future__ import annotations

import sys

import pandas
import psycopg

QUERY = """
    SELECT published_at, publisher, coalesce(speaker_role, speaker_type, 'nobody named') AS role
    FROM onrecord_v1.quotation WHERE published_at IS NOT NULL
"""


def quotations(dsn: str) -> pandas.DataFrame:
    """One row for each quotation."""
    with psycopg.connect(dsn) as connection, connection.execute(QUERY) as cursor:
        columns = [column.name for column in cursor.description or ()]
        frame = pandas.DataFrame(cursor.fetchall(), columns=columns)
    return frame.assign(published_at=pandas.to_datetime(frame["published_at"], utc=True))


def main(dsn: str) -> None:
    """Print percentages: a row for each week, a column for each of the six most frequent roles."""
    frame = quotations(dsn)
    week = frame["published_at"].dt.strftime("%G-W%V").rename("week")
    shares = pandas.crosstab(week, frame["role"], normalize="index").mul(100).round(1)
    print(shares[frame["role"].value_counts().index[:6]].to_string())


if __name__ == "__main__":
    main(sys.argv[1])
