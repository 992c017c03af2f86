"""Deletes rows that are past their retention, for the sweeper. Articles, versions and runs stay for ever."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Column, Connection, Engine, Select, Table, delete, func, select, update

from shared.model import Record
from shared.store.tables import article, parsed, quarantined, rejected, run

PRUNER_LOCK = 0x6F6E_7072
"""Key of the advisory lock: one sweeper deletes at a time, and the others skip it."""


class Retention(Record):
    """How many days rows are kept after they were last needed."""

    rejected_days: float
    resolved_days: float
    superseded_days: float
    feed_days: float | None = None
    """None: the change feed is kept for ever."""


class Pruned(Record):
    """How many rows were deleted."""

    rejected: int = 0
    resolved: int = 0
    superseded: int = 0
    changes: int = 0


def prune(engine: Engine, kept: Retention, *, limit: int) -> Pruned:
    """Deletes at most `limit` of each: rejections, resolved quarantine entries, results of superseded runs, changes."""
    with engine.begin() as connection:
        if not connection.execute(select(func.pg_try_advisory_xact_lock(PRUNER_LOCK))).scalar_one():
            return Pruned()
        return Pruned(
            rejected=_delete_old(connection, rejected, rejected.c.at, kept.rejected_days, limit),
            resolved=_delete_old(connection, quarantined, quarantined.c.resolved_at, kept.resolved_days, limit),
            superseded=_delete_results(connection, kept.superseded_days, limit),
            changes=_forget_changes(connection, kept.feed_days, limit),
        )


def _delete_old(connection: Connection, table: Table, moment: Column[object], days: float, limit: int) -> int:
    old = select(table.c.id).where(moment < func.clock_timestamp() - timedelta(days=days)).limit(limit)
    return connection.execute(delete(table).where(table.c.id.in_(old))).rowcount


def superseded(days: float, limit: int) -> Select[int]:
    """The runs superseded longest ago, without a join: with the articles joined, the query would read them all."""
    return (
        select(run.c.id)
        .where(run.c.superseded_at < func.clock_timestamp() - timedelta(days=days))
        .order_by(run.c.superseded_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _delete_results(connection: Connection, days: float, limit: int) -> int:
    """Deletes the parsed article and all rows that refer to it; the run itself stays, for the history."""
    old = set(connection.execute(superseded(days, limit)).scalars())
    seen = select(article.c.visible_run_id).where(article.c.visible_run_id == func.any(list(old)))
    ids = list(old - set(connection.execute(seen).scalars()))  # readers need what they see, marked or not
    connection.execute(delete(parsed).where(parsed.c.run_id == func.any(ids)))
    connection.execute(update(run).where(run.c.id == func.any(list(old))).values(superseded_at=None))
    return len(ids)


def _forget_changes(connection: Connection, days: float | None, limit: int) -> int:
    """Deletes through a function of the database: the writer's role may add to the feed but not delete from it."""
    if days is None:
        return 0
    forgotten = select(func.core.forget_changes(timedelta(days=days), limit))
    return int(connection.execute(forgotten).scalar_one())
