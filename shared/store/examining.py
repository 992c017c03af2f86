"""Asks a database how it stands, for `onrecord doctor`: revision, contract, roles, clock, offsets of a sample."""

from __future__ import annotations

from sqlalchemy import Engine, text

from shared.model import Record
from shared.store.engine import reader
from shared.store.revisions import revision as revision_of

ROLES = ("onrecord_owner", "onrecord_writer", "onrecord_intake", "onrecord_worker", "onrecord_reader")

MEMBERS = """
    SELECT wanted AS name, r.oid IS NOT NULL AS "exists",
        coalesce(pg_has_role(current_user, r.oid, 'MEMBER'), false) AS mine
    FROM unnest(CAST(:roles AS text[])) WITH ORDINALITY AS w (wanted, place)
    LEFT JOIN pg_roles AS r ON r.rolname = wanted ORDER BY place
"""

OFFSETS = """
    WITH sample AS (
        SELECT article_id, text FROM onrecord_v1.article ORDER BY article_id DESC LIMIT :articles
    ), told AS (
        SELECT article_id, start_char, end_char, exact FROM onrecord_v1.mention
        UNION ALL SELECT article_id, start_char, end_char, exact FROM onrecord_v1.quotation_span
    )
    SELECT count(*) AS compared,
        count(*) FILTER (WHERE substr(text, start_char + 1, end_char - start_char) IS DISTINCT FROM exact) AS wrong
    FROM sample JOIN told USING (article_id)
"""


class Role(Record):
    """A role, and whether this login may act as it."""

    name: str
    exists: bool
    mine: bool


def revision(engine: Engine) -> str | None:
    """The revision of the schema."""
    with reader(engine) as connection:
        return revision_of(connection)


def contract(engine: Engine) -> str:
    """The contract that the views keep: `onrecord_v1 1.3`."""
    with reader(engine) as connection:
        row = connection.execute(text("SELECT name, major, minor FROM onrecord_v1.contract")).one()
    return f"{row.name} {row.major}.{row.minor}"


def roles(engine: Engine) -> list[Role]:
    """The roles that the schema needs."""
    with reader(engine) as connection:
        rows = connection.execute(text(MEMBERS), {"roles": list(ROLES)})
        return [Role(**row._mapping) for row in rows]


def clock(engine: Engine) -> float:
    """The database's time, in seconds since 1970."""
    with reader(engine) as connection:
        return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())


def offsets(engine: Engine, articles: int) -> tuple[int, int]:
    """How many rows of the newest articles were compared, and how many do not stand where their offsets say."""
    with reader(engine) as connection:
        row = connection.execute(text(OFFSETS), {"articles": articles}).one()
    return row.compared, row.wrong
