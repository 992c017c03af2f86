"""The sweeper finds what was never sent and what was lost, and no run twice."""

from __future__ import annotations

from functools import partial

from sqlalchemy import Engine

from shared.store import runs, sweeping
from shared.store.records import Due, Stage
from tests.integration.store import given


def due(engine: Engine, sent_before_seconds: float = 60, limit: int = 100) -> list[Due]:
    return sweeping.due(engine, limit=limit, sent_before_seconds=sent_before_seconds)


def test_a_run_that_was_never_sent_is_due_once(engine: Engine) -> None:
    run = given.accepted(engine)

    assert due(engine) == [Due(run_id=run.run_id, stage=Stage.PARSE)]
    assert due(engine) == []


def test_a_run_that_was_sent_long_ago_is_due_again(engine: Engine) -> None:
    run = given.accepted(engine)
    runs.mark_sent(engine, [run.run_id])

    assert due(engine) == []
    assert [found.run_id for found in due(engine, sent_before_seconds=0)] == [run.run_id]


def test_a_run_that_moved_on_is_due_with_its_stage_after_its_time(engine: Engine) -> None:
    run = given.accepted(engine)
    runs.release(engine, given.up_to(engine, run.run_id, Stage.ENTITIES))

    assert due(engine) == []
    assert due(engine, sent_before_seconds=0) == [Due(run_id=run.run_id, stage=Stage.ENTITIES)]


def test_a_run_that_somebody_holds_is_not_due_until_the_lease_is_over(engine: Engine) -> None:
    held, expired = given.accepted(engine, "held"), given.accepted(engine, "expired")
    given.claimed(engine, held.run_id, Stage.PARSE)
    given.claimed(engine, expired.run_id, Stage.PARSE, lease_seconds=0)

    assert [found.run_id for found in due(engine, sent_before_seconds=0)] == [expired.run_id]


def test_runs_that_have_ended_are_never_due(engine: Engine) -> None:
    given.finished(engine, "done")
    bad = given.accepted(engine, "bad")
    runs.quarantine(engine, bad.run_id, code="c", reason="r")

    assert due(engine, sent_before_seconds=0) == []


def test_the_limit_takes_the_never_sent_first_then_the_oldest(engine: Engine) -> None:
    sent, new = given.accepted(engine, "sent"), given.accepted(engine, "new")
    runs.mark_sent(engine, [sent.run_id])

    assert [found.run_id for found in due(engine, sent_before_seconds=0, limit=1)] == [new.run_id]
    assert [found.run_id for found in due(engine, sent_before_seconds=0, limit=1)] == [sent.run_id]


def test_any_number_of_sweepers_finds_each_run_once(engine: Engine) -> None:
    wanted = sorted(given.accepted(engine, f"uri:{n}").run_id for n in range(30))

    at_once = given.all_at_once([partial(due, engine, 60, 5)] * 6)
    rest = due(engine)

    assert sorted(found.run_id for sweep in [*at_once, rest] for found in sweep) == wanted
