"""Defines which views can be exported, reads their columns from the database, and makes the JSON Schema of a row."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

import psycopg
from psycopg import sql
from psycopg.rows import class_row

from shared.export.errors import ExportNotFollowed
from shared.messages import ChangeKind


class What(StrEnum):
    """The kinds of rows that can be exported: the parts of an article, and the identities across articles."""

    ARTICLES = "articles"
    SEGMENTS = "segments"
    ENTITIES = "entities"
    MENTIONS = "mentions"
    QUOTATIONS = "quotations"
    QUOTATION_SPANS = "quotation_spans"
    IDENTITIES = "identities"
    IDENTITY_ALIASES = "identity_aliases"
    IDENTITY_MEMBERS = "identity_members"

    @property
    def view(self) -> str:
        """The name of the view in `onrecord_v1`."""
        return VIEWS.get(self, self.value.removesuffix("s"))

    @property
    def by_article(self) -> bool:
        """Whether each row belongs to one article."""
        return self not in (What.IDENTITIES, What.IDENTITY_ALIASES)

    @property
    def followed(self) -> bool:
        """Whether the change feed reports changes of these rows; it does not report changes of identities."""
        return self.by_article and self is not What.IDENTITY_MEMBERS


VIEWS = {What.ENTITIES: "entity", What.IDENTITIES: "identity", What.IDENTITY_ALIASES: "identity_alias"}
"""The views whose names differ from the names of their rows by more than the plural s."""


@dataclass(frozen=True)
class Column:
    """A column: its name, its type in Postgres, and its meaning."""

    name: str
    kind: str
    comment: str


TOLD = (
    Column("position", "bigint", "The position in the change feed at which this row was read."),
    Column("change", "text", "The kind of that change; null in a snapshot."),
    Column("gone", "boolean", "True: the article no longer has such rows, and all columns but the key are null."),
)
"""The columns of each exported row after the columns of its view."""

KEY = ("article_id", "uri", "version")
"""The columns of every view that are filled even if the rows are gone."""

ORDER = ("quotation", "ordinal", "entity")
"""The columns that tell the rows of an article apart, in the views that have them."""

JSON_TYPES: dict[str, dict[str, Any]] = {
    "bigint": {"type": ["integer", "null"]},
    "integer": {"type": ["integer", "null"]},
    "double precision": {"type": ["number", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "text": {"type": ["string", "null"]},
    "text[]": {"type": ["array", "null"], "items": {"type": "string"}},
    "timestamp with time zone": {"type": ["string", "null"], "format": "date-time"},
    "date": {"type": ["string", "null"], "format": "date"},
    "jsonb": {"type": ["array", "object", "null"]},
}
ALWAYS: dict[str, dict[str, Any]] = {
    "article_id": {"type": "integer"},
    "uri": {"type": "string"},
    "version": {"type": "integer", "minimum": 1},
    "position": {"type": "integer", "minimum": 0},
    "change": {"enum": [None, *(kind.value for kind in ChangeKind if kind is not ChangeKind.QUARANTINED)]},
    "gone": {"type": "boolean"},
}

COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS kind,
        coalesce(col_description(a.attrelid, a.attnum), '') AS comment
    FROM pg_attribute AS a WHERE a.attrelid = to_regclass(%s) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""


@dataclass(frozen=True)
class Table:
    """A view and the columns of its exported rows."""

    what: What
    columns: tuple[Column, ...]

    def query(self) -> sql.Composed:
        """The query for the rows of given articles, in their order; a row with `gone` for an article without rows."""
        own = [column.name for column in self.columns[: -len(TOLD)]]
        selected = [
            sql.SQL("coalesce(v.{0}, t.{0}) AS {0}" if name in KEY else "v.{0}").format(sql.Identifier(name))
            for name in own
        ]
        order = [sql.SQL("v.{}").format(sql.Identifier(name)) for name in ORDER if name in own]
        return sql.SQL(
            """
            SELECT {selected}, t.position, t.change, v.article_id IS NULL AS gone
            FROM unnest(%s::bigint[], %s::text[], %s::integer[], %s::bigint[], %s::text[])
                AS t (article_id, uri, version, position, change)
            LEFT JOIN {view} AS v ON v.article_id = t.article_id
            WHERE v.article_id IS NOT NULL OR t.change IS NOT NULL
            ORDER BY {order}
            """
        ).format(
            selected=sql.SQL(", ").join(selected),
            view=sql.Identifier("onrecord_v1", self.what.view),
            order=sql.SQL(", ").join([sql.SQL("t.position, t.article_id"), *order]),
        )

    def schema(self) -> str:
        """The JSON Schema of a row."""
        properties = {
            column.name: ALWAYS.get(column.name, JSON_TYPES.get(column.kind, {})) | {"description": column.comment}
            for column in self.columns
        }
        body = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": f"An exported row of {self.what}",
            "type": "object",
            "properties": properties,
            "required": list(properties),
            "additionalProperties": False,
        }
        return json.dumps(body, indent=2, ensure_ascii=False) + "\n"


def check_followed(*kinds: What) -> None:
    """Raises ExportNotFollowed if the feed does not report changes of these rows."""
    if alone := [what.value for what in kinds if not what.followed]:
        raise ExportNotFollowed(", ".join(alone))


def table(connection: psycopg.Connection[Any], what: What) -> Table:
    """The view with its columns in this database: an upgrade may have added columns."""
    with connection.cursor(row_factory=class_row(Column)) as cursor:
        own = cursor.execute(COLUMNS, (f"onrecord_v1.{what.view}",)).fetchall()
    return Table(what, (*own, *TOLD))
