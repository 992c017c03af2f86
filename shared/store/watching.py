"""Counts and lists what the processes watch: open runs, rejections, the newest articles."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Engine, func, select

from shared.messages import Rejected
from shared.store.engine import reader
from shared.store.records import RunState
from shared.store.tables import article, change, rejected, run


def open_runs(engine: Engine) -> int:
    """The number of open runs of new submissions. Runs that reprocess articles wait behind them and do not count."""
    live = select(func.count()).where(run.c.state == RunState.OPEN, run.c.backfill_id.is_(None))
    with reader(engine) as connection:
        return connection.execute(live).scalar_one()


def rejections(engine: Engine, stream_ids: Collection[str]) -> list[Rejected]:
    """The rejected ones among these inbox entries, with the reasons."""
    query = (
        select(rejected.c.stream_id, rejected.c.uri, rejected.c.code, rejected.c.reason)
        .where(rejected.c.stream_id == func.any(list(stream_ids)))
        .order_by(rejected.c.id)
    )
    with reader(engine) as connection:
        return [Rejected(**row._mapping) for row in connection.execute(query)]


def newest_uris(engine: Engine, limit: int) -> list[str]:
    """The uris of the articles that were accepted last, newest first."""
    with reader(engine) as connection:
        return list(connection.execute(select(article.c.uri).order_by(article.c.id.desc()).limit(limit)).scalars())


def position(engine: Engine, run_id: int) -> int | None:
    """The newest position of the change feed that tells of a run; None if none does."""
    told = select(change.c.position).where(change.c.run_id == run_id).order_by(change.c.position.desc()).limit(1)
    with reader(engine) as connection:
        found: int | None = connection.execute(told).scalar_one_or_none()
    return found
