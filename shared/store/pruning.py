"""Deleting what is past its retention. Articles, versions and runs stay for good."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Column, Connection, Engine, Select, Table, delete, func, select, update

from shared.model import Record
from shared.store.tables import article, parsed, quarantined, rejected, run

PRUNER_LOCK = 0x6F6E_7072
"""Key of the advisory lock: one sweeper deletes at a time, the others find nothing to do."""


class Retention(Record):
    """How many days things are kept after they were last needed."""

    rejected_days: float
    resolved_days: float
    superseded_days: float
    feed_days: float | None = None
    """None: the change feed is kept for good."""


class Pruned(Record):
    """How much was deleted."""

    rejected: int = 0
    resolved: int = 0
    superseded: int = 0
    changes: int = 0


def prune(engine: Engine, kept: Retention, *, limit: int) -> Pruned:
    """Deletes at most so many of each: rejected and resolved quarantine entries, superseded runs' results, changes."""
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
    """The runs superseded longest ago, by that order alone: joined with the articles, it would read all of these."""
    return (
        select(run.c.id)
        .where(run.c.superseded_at < func.clock_timestamp() - timedelta(days=days))
        .order_by(run.c.superseded_at)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def _delete_results(connection: Connection, days: float, limit: int) -> int:
    """The run stays, for history; its parsed article goes, and with it all that hangs off it."""
    old = set(connection.execute(superseded(days, limit)).scalars())
    seen = select(article.c.visible_run_id).where(article.c.visible_run_id == func.any(list(old)))
    ids = list(old - set(connection.execute(seen).scalars()))  # what readers see is needed, whatever a mark says
    connection.execute(delete(parsed).where(parsed.c.run_id == func.any(ids)))
    connection.execute(update(run).where(run.c.id == func.any(list(old))).values(superseded_at=None))
    return len(ids)


def _forget_changes(connection: Connection, days: float | None, limit: int) -> int:
    """The database does it itself: the writer may add to the feed, and not delete from it."""
    if days is None:
        return 0
    forgotten = select(func.core.forget_changes(timedelta(days=days), limit))
    return int(connection.execute(forgotten).scalar_one())
