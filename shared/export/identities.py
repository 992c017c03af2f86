"""Reads identities and their names for an export, window by window: they belong to no single article and change."""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import sql

from shared.export.reading import WINDOW, Connection, Row
from shared.export.tables import TOLD, Table

NEXT_IDENTITIES = "SELECT identity_id FROM onrecord_v1.identity WHERE identity_id > %s ORDER BY 1 LIMIT %s"


def identity_batches(connection: Connection, of: Table, position: int, size: int = WINDOW) -> Iterator[list[Row]]:
    """All rows of a view of identities, as they are at this position of the feed."""
    after = 0
    while found := connection.execute(NEXT_IDENTITIES, (after, size)).fetchall():
        numbers = [number for (number,) in found]
        after = numbers[-1]
        yield connection.execute(_query(of), (position, numbers)).fetchall()


def _query(of: Table) -> sql.Composed:
    own = [column.name for column in of.columns[: -len(TOLD)]]
    return sql.SQL(
        """
        SELECT {selected}, %s::bigint AS position, NULL::text AS change, false AS gone
        FROM {view} AS v WHERE v.identity_id = ANY(%s::bigint[]) ORDER BY v.identity_id, v.name
        """
    ).format(
        selected=sql.SQL(", ").join(sql.SQL("v.{}").format(sql.Identifier(name)) for name in own),
        view=sql.Identifier("onrecord_v1", of.what.view),
    )
