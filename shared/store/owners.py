"""Decides to whom the tables, views and functions belong, and finds those that belong to somebody else.

A dump that is restored where the role onrecord_owner does not exist leaves everything with the user who restores it:
all works, until a migration may not alter a table; and a function that runs with its owner's rights has a superuser's.
"""

from __future__ import annotations

from sqlalchemy import Connection, Engine, text

from shared.errors import NotAllowed, WrongOwner
from shared.model import Record

WANTED = """
    SELECT CASE
        WHEN owner.rolname = 'onrecord_owner' THEN owner.rolname
        -- Whoever may act as onrecord_owner, superusers among them, gives new schemas to that role: see migrate.py.
        WHEN owner.rolsuper OR (ours.oid IS NOT NULL AND pg_has_role(owner.oid, ours.oid, 'MEMBER')
            AND has_database_privilege(ours.oid, current_database(), 'CREATE')) THEN 'onrecord_owner'
        ELSE owner.rolname
    END::text
    FROM pg_namespace AS n JOIN pg_roles AS owner ON owner.oid = n.nspowner
    LEFT JOIN pg_roles AS ours ON ours.rolname = 'onrecord_owner'
    WHERE n.nspname = 'core'
"""

OWNED = """
    WITH ours AS (
        SELECT oid, nspname, nspowner FROM pg_namespace WHERE nspname IN ('core', 'onrecord_v1', 'onrecord_admin')
    ), owned AS (
        SELECT 'SCHEMA' AS kind, quote_ident(nspname) AS name, nspowner AS owner, 0 AS rank FROM ours
        UNION ALL
        SELECT CASE c.relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
            ELSE 'TABLE' END, format('%I.%I', nspname, c.relname), c.relowner, 1
        FROM pg_class AS c JOIN ours ON ours.oid = c.relnamespace
        WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S')
            -- A sequence of a column goes with its table, and what an extension brought goes with the extension.
            AND NOT EXISTS (SELECT FROM pg_depend AS d WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass
                AND d.deptype IN ('e', 'i', 'a') AND d.refclassid IN ('pg_class'::regclass, 'pg_extension'::regclass)
                AND (c.relkind = 'S' OR d.deptype = 'e'))
        UNION ALL
        SELECT 'ROUTINE', format('%I.%I(%s)', nspname, p.proname, pg_get_function_identity_arguments(p.oid)),
            p.proowner, 2
        FROM pg_proc AS p JOIN ours ON ours.oid = p.pronamespace
        WHERE NOT EXISTS (SELECT FROM pg_depend AS d
            WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e')
    )
    SELECT kind, name, r.rolname::text AS owner FROM owned JOIN pg_roles AS r ON r.oid = owned.owner
    WHERE r.rolname <> :wanted ORDER BY rank, name
"""


class Stray(Record):
    """A schema, table, view or function that belongs to another role than it should."""

    kind: str
    name: str
    owner: str
    wanted: str

    @property
    def cure(self) -> str:
        """The statement that gives it to its owner."""
        quoted = '"' + self.wanted.replace('"', '""') + '"'
        return f"ALTER {self.kind} {self.name} OWNER TO {quoted}"


def strays(engine: Engine) -> list[Stray]:
    """All that belongs to another role than the owner of the schema; nothing where there is no schema."""
    with engine.connect() as connection:
        return find(connection)


def check(connection: Connection) -> None:
    """Raises WrongOwner if a schema, table, view or function belongs to another role than it should."""
    found = find(connection)
    if found:
        raise WrongOwner(_told(found))


def mend(connection: Connection) -> int:
    """Gives everything to its owner in the open transaction; returns how much that was. Raises WrongOwner."""
    found = find(connection)
    try:
        for stray in found:
            connection.execute(text(stray.cure.replace(":", r"\:")))
    except NotAllowed as error:
        raise WrongOwner(f"{_told(found)}; {error.detail}") from None
    return len(found)


def find(connection: Connection) -> list[Stray]:
    """The same on an open connection."""
    wanted = connection.execute(text(WANTED)).scalar_one_or_none()
    if wanted is None:
        return []
    rows = connection.execute(text(OWNED), {"wanted": wanted})
    return [Stray(kind=row.kind, name=row.name, owner=row.owner, wanted=wanted) for row in rows]


def _told(found: list[Stray]) -> str:
    others = f" and {len(found) - 1} more" if len(found) > 1 else ""
    owners = ", ".join(sorted({stray.owner for stray in found}))
    return f"{found[0].name}{others} belong to {owners}, not to {found[0].wanted}"
