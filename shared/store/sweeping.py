"""Finds the runs of new submissions whose message was never sent or was lost, for the sweeper."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Engine, func, select, update

from shared.store.records import Due, RunState, Stage
from shared.store.runs import is_free
from shared.store.tables import run

SWEEPER_LOCK = 0x6F6E_7377
"""Key of the advisory lock: one sweeper looks at a time, and the others skip it."""


def due(engine: Engine, *, limit: int, sent_before_seconds: float) -> list[Due]:
    """Open runs that no worker holds and that were never sent or sent so long ago, oldest first. Marks them as sent."""
    long_ago = func.clock_timestamp() - timedelta(seconds=sent_before_seconds)
    waiting = (
        select(run.c.id)
        .where(run.c.state == RunState.OPEN, run.c.backfill_id.is_(None), is_free())
        .where(run.c.sent_at.is_(None) | (run.c.sent_at < long_ago))
        .order_by(run.c.sent_at.asc().nulls_first(), run.c.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    with engine.begin() as connection:
        if not connection.execute(select(func.pg_try_advisory_xact_lock(SWEEPER_LOCK))).scalar_one():
            return []
        ids = list(connection.execute(waiting).scalars())
        sent = update(run).where(run.c.id.in_(ids)).values(sent_at=func.clock_timestamp())
        rows = connection.execute(sent.returning(run.c.id, run.c.stage)).all() if ids else []
    return [Due(run_id=row.id, stage=Stage(row.stage)) for row in sorted(rows, key=lambda row: ids.index(row.id))]
