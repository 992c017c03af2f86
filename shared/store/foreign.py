"""Puts foreign bytes from a task queue into the quarantine, without a run."""

from __future__ import annotations

from sqlalchemy import Engine, func, insert, select

from shared.store.tables import quarantined
from shared.store.texts import storable

FOREIGN_LOCK = 0x6F6E_666F
"""Key of the advisory lock: two sweepers that read the same entry store it once."""

CODE = "foreign_message"


def keep_foreign(engine: Engine, *, reason: str, payload: bytes) -> None:
    """Quarantines bytes that name no run. The reason identifies the entry: a second call changes nothing."""
    reason = storable(reason)
    known = select(quarantined.c.id).where(quarantined.c.run_id.is_(None), quarantined.c.reason == reason)
    with engine.begin() as connection:
        connection.execute(select(func.pg_advisory_xact_lock(FOREIGN_LOCK)))
        if connection.execute(known).first() is None:
            connection.execute(insert(quarantined).values(code=CODE, reason=reason, payload=payload))
