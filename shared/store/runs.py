"""Changes the state of runs, for workers and sweeper: claimed with a lease and a token, released, sent, quarantined."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Connection, Engine, Interval, bindparam, exists, func, insert, select, update
from sqlalchemy.sql.dml import ReturningUpdate

from shared.errors import LeaseLost
from shared.store.engine import UNHURRIED, single
from shared.store.feed import announce
from shared.store.records import ChangeKind, Claim, Refusal, RunState, Stage
from shared.store.tables import article, backfill, quarantined, run, version
from shared.store.texts import storable

NO_LEASE = {"lease_token": None, "lease_until": None}
HELD = (run.c.id == bindparam("of_run")) & (run.c.lease_token == bindparam("token"))
"""Whether a run still belongs to a claim: it does after the lease ends, until another worker claims it."""


def claim(engine: Engine, run_id: int, stage: Stage, lease_seconds: int) -> Claim | Refusal:
    """Claims one stage of a run, if it is the next one and no worker holds it. Counts the attempt."""
    given = {"of_run": run_id, "at_stage": stage, "lease": timedelta(seconds=lease_seconds)}
    with single(engine) as connection:
        row = connection.execute(_taken(), given).one_or_none()
        if row is None:
            return _refusal(connection, run_id, stage)
    return Claim(
        run_id=run_id,
        stage=stage,
        token=row.lease_token,
        attempt=row.attempts,
        article_id=row.article_id,
        uri=row.uri,
        version=row.version,
    )


@lru_cache(maxsize=1)
def _taken() -> ReturningUpdate[Any]:
    return (
        update(run)
        .where(run.c.id == bindparam("of_run"), run.c.state == RunState.OPEN, run.c.stage == bindparam("at_stage"))
        .where(is_free(), ~_is_paused())
        .where(version.c.id == run.c.version_id, article.c.id == version.c.article_id)
        .values(
            lease_token=func.gen_random_uuid(),
            lease_until=func.clock_timestamp() + bindparam("lease", type_=Interval),
            attempts=run.c.attempts + 1,
        )
        .returning(run.c.lease_token, run.c.attempts, version.c.article_id, article.c.uri, version.c.version, UNHURRIED)
    )


def release(engine: Engine, claim: Claim, *, counted: bool = True) -> bool:
    """Releases the stage, which can be claimed again at once. Returns False if the claim was lost already.

    `counted=False` does not count the attempt: a server failed, not the article.
    """
    attempts = run.c.attempts if counted else run.c.attempts - 1
    released = update(run).where(HELD).values(**NO_LEASE, attempts=attempts)
    with single(engine) as connection:
        return connection.execute(released, holder(claim)).rowcount == 1


def mark_sent(engine: Engine, run_ids: Iterable[int]) -> None:
    """Notes that messages for these runs have just been sent."""
    sent = update(run).where(run.c.id == func.any(sorted(run_ids)), run.c.state == RunState.OPEN)
    with single(engine) as connection:
        connection.execute(sent.values(sent_at=func.clock_timestamp()))


def quarantine(engine: Engine, held: Claim | int, *, code: str, reason: str, traceback: str | None = None) -> None:
    """Quarantines a run by its claim, or by its id if no worker holds it. Raises LeaseLost otherwise."""
    run_id = held.run_id if isinstance(held, Claim) else held
    mine, given = (HELD, holder(held)) if isinstance(held, Claim) else ((run.c.id == run_id) & is_free(), {})
    ended = (
        update(run)
        .where(mine, run.c.state == RunState.OPEN)
        .values(state=RunState.QUARANTINED, finished_at=func.clock_timestamp(), **NO_LEASE)
        .returning(run.c.stage)
    )
    with engine.begin() as connection:
        stage = connection.execute(ended, given).scalar_one_or_none()
        if stage is None:
            raise LeaseLost(f"run {run_id} was not quarantined")
        row = {
            "run_id": run_id,
            "stage": stage,
            "code": code,
            "reason": storable(reason),
            "traceback": storable(traceback),
        }
        connection.execute(insert(quarantined).values(row))
        announce(connection, ChangeKind.QUARANTINED, run_id)


def is_free() -> ColumnElement[bool]:
    """Whether no worker holds a valid lease on the run."""
    return run.c.lease_until.is_(None) | (run.c.lease_until < func.clock_timestamp())


def _is_paused() -> ColumnElement[bool]:
    """Whether the run belongs to an order that is paused."""
    return exists().where(backfill.c.id == run.c.backfill_id, backfill.c.paused_at.is_not(None))


def holder(claim: Claim) -> dict[str, object]:
    """The parameters of HELD."""
    return {"of_run": claim.run_id, "token": claim.token}


def _refusal(connection: Connection, run_id: int, stage: Stage) -> Refusal:
    query = select(run.c.state, run.c.stage, _is_paused().label("paused")).where(run.c.id == run_id)
    row = connection.execute(query).one_or_none()
    if row is None:
        return Refusal.UNKNOWN
    if row.state != RunState.OPEN:
        return Refusal.ENDED
    if stage.before(Stage(row.stage)):
        return Refusal.DONE
    if Stage(row.stage).before(stage):
        return Refusal.EARLY
    return Refusal.PAUSED if row.paused else Refusal.BUSY
