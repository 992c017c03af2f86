"""Notes what people do by hand, in the transaction of the deed, and lists it for those who ask who did what."""

from __future__ import annotations

import getpass
import socket
from datetime import datetime
from functools import cache

from sqlalchemy import Connection, Engine, bindparam, insert, text

from shared.model import Record
from shared.store.tables import audit
from shared.store.tables.audit import Deed as Deed

FIND = """
    SELECT entry, at, deed, about, items, because, stream_id, login, role, host(address) AS address, application,
        machine, person
    FROM onrecord_admin.audit
    WHERE (:deed IS NULL OR deed = :deed) AND (:about IS NULL OR strpos(about, :about) > 0)
        AND (:by IS NULL OR :by IN (login, person, machine)) AND (:since IS NULL OR at >= :since)
        AND (:until IS NULL OR at < :until)
    ORDER BY entry DESC LIMIT :limit
"""
TYPES = {"deed": "text", "about": "text", "by": "text", "since": "timestamptz", "until": "timestamptz"}


class Audited(Record):
    """One deed: what, to what, when, why, and who, as the database and the program know it."""

    entry: int
    at: datetime
    deed: Deed
    about: str
    items: int
    because: str | None
    stream_id: str | None
    login: str
    role: str
    address: str | None
    application: str | None
    machine: str | None
    person: str | None


class Asked(Record):
    """A selection of deeds: those that fit everything given."""

    deed: Deed | None = None
    about: str | None = None
    """A part of what it was done to."""
    by: str | None = None
    """A login, a user of a machine, or a machine."""
    since: datetime | None = None
    until: datetime | None = None


def note(
    connection: Connection,
    deed: Deed,
    about: str,
    *,
    items: int = 1,
    because: str | None = None,
    stream_id: str | None = None,
) -> None:
    """Notes a deed in its own transaction: both stand, or neither. The database adds login, role, address and time."""
    machine, person = _here()
    row = {"deed": deed, "about": about, "items": items, "because": because, "stream_id": stream_id}
    # RETURNING would need the right to read the table, which intake lacks.
    connection.execute(insert(audit).inline().values(row | {"machine": machine, "person": person}))


def find(engine: Engine, asked: Asked, limit: int = 100) -> list[Audited]:
    """The selected deeds, newest first."""
    query = FIND
    for name, kind in TYPES.items():
        query = query.replace(f":{name}", f"CAST(:{name} AS {kind})")
    prepared = text(query).bindparams(*(bindparam(name) for name in (*TYPES, "limit")))
    with engine.connect() as connection:
        rows = connection.execute(prepared, asked.model_dump() | {"limit": limit})
        return [Audited(**row._mapping) for row in rows]


@cache
def _here() -> tuple[str, str | None]:
    """This machine's name, and the user who runs this process; None where the user has no name, as in a container."""
    try:
        person = getpass.getuser()
    except (OSError, KeyError):
        person = None
    return socket.gethostname(), person
