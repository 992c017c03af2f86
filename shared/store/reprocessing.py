"""Stores orders to reprocess articles, and finds which of their runs are due. New submissions come first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import ColumnElement, Connection, Engine, Select, case, func, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_if_new

from shared.model import Record
from shared.store import auditing
from shared.store.auditing import Deed
from shared.store.copying import copy_results
from shared.store.records import Due, RunState, Stage
from shared.store.runs import is_free
from shared.store.sweeping import SWEEPER_LOCK
from shared.store.tables import article, backfill, run, version

BATCH = 200
"""Articles ordered in one transaction: with `--stage`, it copies some 20,000 rows of earlier results."""


class Order(Record):
    """An order: the articles to reprocess, the first stage, and the name of the new pipeline version."""

    pipeline_version: str
    from_stage: Stage = Stage.PARSE
    publisher: str | None = None
    since: datetime | None = None
    """Only articles whose visible version was accepted after that moment."""


class BackfillState(StrEnum):
    """The state of an order."""

    RUNNING = "running"
    PAUSED = "paused"
    DONE = "done"


class Backfill(Record):
    """An order and its progress."""

    id: int
    pipeline_version: str
    from_stage: Stage
    publisher: str | None
    since: datetime | None
    ordered_at: datetime
    state: BackfillState
    total: int
    done: int
    quarantined: int
    open: int


class Candidate(NamedTuple):
    """An article to reprocess: its visible run, and the version and model of that run."""

    article_id: int
    run_id: int
    version_id: int
    model: str | None


def order(engine: Engine, wanted: Order, *, because: str | None = None) -> Iterator[int]:
    """Adds runs for all articles on record that fit the order, and yields their number after each batch.

    It leaves out an article version that has a run at that pipeline version already: a second order adds nothing.
    """
    backfill_id, after = None, 0
    while True:
        with engine.begin() as connection:
            found = _candidates(connection, wanted, after)
            if not found:
                return
            if backfill_id is None:
                backfill_id = _add_order(connection, wanted)
                auditing.note(connection, Deed.ORDERED, _named(wanted), because=because)
            count = _add_runs(connection, wanted, backfill_id, found)
        after = found[-1].article_id
        yield count


def progress(engine: Engine) -> list[Backfill]:
    """All orders, the newest first."""
    counts = [func.count(run.c.id).filter(run.c.state == state).label(state) for state in RunState]
    columns = [backfill.c[name] for name in Backfill.model_fields if name in backfill.c]
    state = case(
        (counts[0] == 0, BackfillState.DONE),
        (backfill.c.paused_at.is_not(None), BackfillState.PAUSED),
        else_=BackfillState.RUNNING,
    )
    query = (
        select(*columns, state.label("state"), func.count(run.c.id).label("total"), *counts)
        .outerjoin(run, run.c.backfill_id == backfill.c.id)
        .group_by(backfill.c.id)
        .order_by(backfill.c.id.desc())
    )
    with engine.connect() as connection:
        return [Backfill(**row._mapping) for row in connection.execute(query)]


def pause(engine: Engine, pipeline_version: str | None = None, *, because: str | None = None) -> int:
    """Lets no stage of open orders (or of those at this pipeline version) begin; running stages may finish."""
    meant = [backfill.c.paused_at.is_(None), *_meant(pipeline_version)]
    with engine.begin() as connection:
        paused = update(backfill).where(*meant).values(paused_at=func.clock_timestamp())
        versions = connection.execute(paused.returning(backfill.c.pipeline_version)).scalars().all()
        _note(connection, Deed.PAUSED, versions, because)
        return len(versions)


def resume(engine: Engine, pipeline_version: str | None = None, *, because: str | None = None) -> int:
    """Resumes paused orders: all their open runs are due at once, since their messages were refused meanwhile."""
    with engine.begin() as connection:
        meant = [backfill.c.paused_at.is_not(None), *_meant(pipeline_version)]
        resumed = update(backfill).where(*meant).values(paused_at=None)
        rows = connection.execute(resumed.returning(backfill.c.id, backfill.c.pipeline_version)).all()
        ids = [row.id for row in rows]
        sent = update(run).where(run.c.backfill_id == func.any(ids), run.c.state == RunState.OPEN)
        connection.execute(sent.where(run.c.sent_at.is_not(None), is_free()).values(sent_at=None))
        _note(connection, Deed.RESUMED, [row.pipeline_version for row in rows], because)
    return len(ids)


def due(engine: Engine, *, limit: int, sent_before_seconds: float | None) -> list[Due]:
    """Runs of active orders that no worker holds and that were never sent; notes them as sent now.

    With `sent_before_seconds` also runs that were sent so long ago that their messages are lost. Oldest order first.
    """
    with engine.begin() as connection:
        if not connection.execute(select(func.pg_try_advisory_xact_lock(SWEEPER_LOCK))).scalar_one():
            return []
        ids = list(connection.execute(_waiting(limit, sent_before_seconds)).scalars())
        sent = update(run).where(run.c.id == func.any(ids)).values(sent_at=func.clock_timestamp())
        rows = connection.execute(sent.returning(run.c.id, run.c.stage)).all() if ids else []
    return [Due(run_id=row.id, stage=Stage(row.stage)) for row in sorted(rows, key=lambda row: ids.index(row.id))]


def _waiting(limit: int, sent_before_seconds: float | None) -> Select[int]:
    unsent: ColumnElement[bool] = run.c.sent_at.is_(None)
    if sent_before_seconds is not None:
        unsent |= run.c.sent_at < func.clock_timestamp() - func.make_interval(0, 0, 0, 0, 0, 0, sent_before_seconds)
    return (
        select(run.c.id)
        .join(backfill, backfill.c.id == run.c.backfill_id)
        .where(run.c.state == RunState.OPEN, unsent, is_free(), backfill.c.paused_at.is_(None))
        .order_by(run.c.backfill_id, run.c.sent_at.asc().nulls_first(), run.c.id)
        .limit(limit)
        .with_for_update(of=run, skip_locked=True)
    )


def _candidates(connection: Connection, wanted: Order, after: int) -> list[Candidate]:
    seen = run.alias("seen")
    there = select(run.c.id).where(run.c.version_id == version.c.id, run.c.pipeline_version == wanted.pipeline_version)
    query = (
        select(article.c.id, seen.c.id, version.c.id, seen.c.model)
        .join(seen, seen.c.id == article.c.visible_run_id)
        .join(version, version.c.id == seen.c.version_id)
        .where(article.c.id > after, article.c.retracted_at.is_(None), ~there.exists())
        .order_by(article.c.id)
        .limit(BATCH)
    )
    if wanted.publisher is not None:
        query = query.where(article.c.publisher == wanted.publisher)
    if wanted.since is not None:
        query = query.where(version.c.received_at >= wanted.since)
    return [Candidate(*row) for row in connection.execute(query)]


def _named(wanted: Order) -> str:
    """The order in words, without what it does not limit."""
    limits = {"from": wanted.from_stage, "publisher": wanted.publisher, "since": wanted.since}
    return " ".join([wanted.pipeline_version, *(f"{name}={value}" for name, value in limits.items() if value)])


def _note(connection: Connection, deed: Deed, versions: Sequence[str], because: str | None) -> None:
    if versions:
        auditing.note(connection, deed, " ".join(versions), items=len(versions), because=because)


def _add_order(connection: Connection, wanted: Order) -> int:
    added = insert(backfill).values(wanted.model_dump()).returning(backfill.c.id)
    return int(connection.execute(added).scalar_one())


def _add_runs(connection: Connection, wanted: Order, backfill_id: int, found: list[Candidate]) -> int:
    held = wanted.from_stage is not Stage.PARSE
    rows = [
        {
            "version_id": candidate.version_id,
            "pipeline_version": wanted.pipeline_version,
            "stage": wanted.from_stage,
            "backfill_id": backfill_id,
            "model": candidate.model if held else None,
        }
        for candidate in found
    ]
    added = insert_if_new(run).values(rows).on_conflict_do_nothing().returning(run.c.version_id, run.c.id)
    new = {row.version_id: row.id for row in connection.execute(added)}
    pairs = {c.run_id: new[c.version_id] for c in found if c.version_id in new}
    copy_results(connection, pairs, before=wanted.from_stage)
    return len(new)


def _meant(pipeline_version: str | None) -> list[ColumnElement[bool]]:
    """The conditions for orders that are not done yet, of this pipeline version if one is named."""
    going_on = select(run.c.id).where(run.c.backfill_id == backfill.c.id, run.c.state == RunState.OPEN).exists()
    named = [] if pipeline_version is None else [backfill.c.pipeline_version == pipeline_version]
    return [going_on, *named]
