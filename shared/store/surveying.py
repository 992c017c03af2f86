"""Counts what waits, what failed and what was finished lately, at a cost that the number of articles does not raise.

Each query reads an index of what is unfinished, or the newest end of a table. The totals of all time are in `reading`.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Engine, Select, func, select, text

from shared.model import Record
from shared.store import quarantining
from shared.store.engine import reader
from shared.store.quarantining import Wanted
from shared.store.records import ChangeKind, RunState, Stage
from shared.store.tables import article, change, feed_head, quarantined, rejected, run

RECENT_SECONDS = 300.0
"""The span over which the rate is taken: long enough for the slowest article, short enough to show a standstill."""

SHORTEST_SECONDS = 10.0
"""The shortest span for a rate: one article that has just been finished tells none."""

RECENT_CHANGES = 5000
"""Changes looked at for the rate. If more than these happened within the span, the rate is that of the newest ones."""

STATEMENT_TIMEOUT = "5s"
"""Who looks after a database in trouble must not add to it."""


class StageBacklog(Record):
    """The open runs of new submissions whose next stage is this one."""

    stage: Stage
    runs: int = 0
    oldest_seconds: float | None = None
    """Age of the oldest of them, since its submission was accepted."""


class Recent(Record):
    """What the change feed reported lately."""

    kinds: dict[ChangeKind, int]
    seconds: float
    """The span that the counts are for: since the oldest of them, so that a batch that has just begun has its rate."""
    age_seconds: float | None = None
    """Age of the newest change; None if there is none."""

    @property
    def per_minute(self) -> float:
        """Changes a minute."""
        return 60 * sum(self.kinds.values()) / self.seconds


class Backlog(Record):
    """What waits in the database, and what it finished lately."""

    stages: tuple[StageBacklog, ...]
    quarantined: dict[str, int]
    """Entries of the quarantine that wait for somebody, by code."""
    position: int
    """The newest position of the change feed."""
    recent: Recent
    identities_due: int
    """Articles whose entities have no identities yet."""
    database_bytes: int

    @property
    def runs(self) -> int:
        """The open runs of new submissions."""
        return sum(one.runs for one in self.stages)

    @property
    def oldest_seconds(self) -> float | None:
        """Age of the oldest open run; None if none is open."""
        return max((one.oldest_seconds for one in self.stages if one.oldest_seconds is not None), default=None)


class Failure(Record):
    """Something that could not be processed, for the list of the last ones."""

    at: datetime
    where: str
    """The stage that quarantined it, `queue` for a foreign message, or `intake` for a rejected submission."""
    uri: str | None
    code: str
    reason: str


def backlog(engine: Engine) -> Backlog:
    """What waits, in a transaction that may only read, and that gives up before it burdens the database."""
    with engine.begin() as connection:
        connection.execute(text("SET TRANSACTION READ ONLY"))
        connection.execute(select(func.set_config("statement_timeout", STATEMENT_TIMEOUT, True)))
        position = connection.execute(select(feed_head.c.n)).scalar_one()
        return Backlog(
            stages=_stages(connection),
            quarantined=_counted(connection, _codes()),
            position=position,
            recent=_recent(connection, position),
            identities_due=connection.execute(_identities_due()).scalar_one(),
            database_bytes=connection.execute(select(func.pg_database_size(func.current_database()))).scalar_one(),
        )


def rejections(engine: Engine) -> dict[str, int]:
    """The rejected submissions by code, as long as they are kept. It reads the whole table."""
    with reader(engine) as connection:
        return _counted(connection, select(rejected.c.code, func.count()).group_by(rejected.c.code))


def failures(engine: Engine, limit: int) -> list[Failure]:
    """The newest entries of the quarantine that wait for somebody, and the newest rejections; newest first."""
    set_aside = [
        Failure(at=row.at, where=row.stage or "queue", uri=row.uri, code=row.code, reason=row.reason)
        for row in quarantining.find(engine, Wanted(), limit)
    ]
    columns = (rejected.c.at, rejected.c.uri, rejected.c.code, rejected.c.reason)
    newest = select(*columns).order_by(rejected.c.id.desc()).limit(limit)
    with reader(engine) as connection:
        refused = [Failure(where="intake", **row._mapping) for row in connection.execute(newest)]
    return sorted(set_aside + refused, key=lambda failure: failure.at, reverse=True)[:limit]


def _stages(connection: Connection) -> tuple[StageBacklog, ...]:
    age = func.extract("epoch", func.clock_timestamp() - func.min(run.c.created_at))
    query = (
        select(run.c.stage, func.count(), age)
        .where(run.c.state == RunState.OPEN, run.c.backfill_id.is_(None))
        .group_by(run.c.stage)
    )
    found = {stage: (runs, oldest) for stage, runs, oldest in connection.execute(query)}
    return tuple(
        StageBacklog(stage=stage, runs=runs, oldest_seconds=oldest)
        for stage in Stage
        for runs, oldest in [found.get(stage, (0, None))]
    )


def _codes() -> Select[str, int]:
    return (
        select(quarantined.c.code, func.count())
        .where(quarantined.c.resolved_at.is_(None))
        .group_by(quarantined.c.code)
        .order_by(quarantined.c.code)
    )


def _recent(connection: Connection, position: int) -> Recent:
    """Positions have no gaps and grow with time, so that a look at the newest ones is enough."""
    age = func.extract("epoch", func.clock_timestamp() - change.c.at).label("age")
    newest = select(change.c.kind, age).where(change.c.position > position - RECENT_CHANGES).cte("newest")
    lately = newest.c.age <= RECENT_SECONDS
    query = select(newest.c.kind, func.count().filter(lately), func.max(newest.c.age).filter(lately)).add_columns(
        func.min(newest.c.age)
    )
    rows = connection.execute(query.group_by(newest.c.kind).order_by(newest.c.kind)).all()
    counts = {ChangeKind(kind): count for kind, count, *_ in rows if count}
    oldest = max((float(oldest) for *_, oldest, _ in rows if oldest is not None), default=RECENT_SECONDS)
    return Recent(
        kinds=counts,
        seconds=max(SHORTEST_SECONDS, oldest),
        age_seconds=max(0.0, float(min(youngest for *_, youngest in rows))) if rows else None,
    )


def _identities_due() -> Select[int]:
    """The condition of the index ix_article_unidentified."""
    stands = article.c.retracted_at.is_(None)
    return select(func.count()).where(stands, article.c.visible_run_id.is_distinct_from(article.c.identified_run_id))


def _counted(connection: Connection, query: Select[str, int]) -> dict[str, int]:
    return {row[0]: row[1] for row in connection.execute(query)}
