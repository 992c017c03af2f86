"""Writes dbt's sources.yml from the comments in the database: python generate.py DSN > models/sources.yml

A key of one column gets the tests unique and not_null; each column of a longer key gets not_null.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator

import psycopg

HEAD = """\
# Written by deploy/consumers/dbt/generate.py from the comments in the database. Edit those.
version: 2

sources:
  - name: onrecord
    schema: onrecord_v1
    description: Articles, entities and quotations with their speakers; one finished version of each article.
    tables:
"""
VIEWS = """
    SELECT c.relname, obj_description(c.oid), array_agg(a.attname ORDER BY a.attnum),
        array_agg(col_description(c.oid, a.attnum) ORDER BY a.attnum),
        array_agg(format_type(a.atttypid, a.atttypmod) ORDER BY a.attnum)
    FROM pg_class AS c JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0
    WHERE c.relnamespace = 'onrecord_v1'::regnamespace AND c.relkind = 'v'
    GROUP BY c.oid, c.relname ORDER BY c.relname
"""


def sources(dsn: str) -> str:
    """The whole file."""
    with psycopg.connect(dsn) as connection:
        views = connection.execute(VIEWS).fetchall()
    return HEAD + "\n".join(line for view in views for line in _table(*view)) + "\n"


def _table(name: str, comment: str, columns: list[str], comments: list[str], types: list[str]) -> Iterator[str]:
    key = _key(comment)
    yield f"      - name: {name}"
    yield f"        description: {json.dumps(comment, ensure_ascii=False)}"
    yield "        columns:"
    for column, words, kind in zip(columns, comments, types, strict=True):
        yield f"          - name: {column}"
        yield f"            data_type: {kind}"
        yield f"            description: {json.dumps(words, ensure_ascii=False)}"
        if column in key:
            yield f"            data_tests: [{'unique, ' if len(key) == 1 else ''}not_null]"


def _key(comment: str) -> list[str]:
    """The columns that the comment names as the key: "Key: article_id, ordinal."."""
    found = re.search(r"\bKey: ([a-z_, ]+)", comment)
    return found[1].split(", ") if found else []


if __name__ == "__main__":
    print(sources(sys.argv[1]), end="")
