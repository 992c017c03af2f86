"""One worker holds a stage at a time; who has lost it can change nothing any more."""

from __future__ import annotations

from functools import partial

import pytest
from sqlalchemy import Engine, select

from shared.errors import LeaseLost, NotFound
from shared.store import reading, results, runs, tables
from shared.store.records import Claim, Refusal, Stage
from tests.integration.store import given

EXPIRED = 0
"""A lease that ends the moment it begins, in place of a wait."""


def test_a_claim_says_what_it_is_for_and_counts_the_attempts(engine: Engine) -> None:
    run = given.accepted(engine)

    attempts = [given.claimed(engine, run.run_id, Stage.PARSE, EXPIRED) for _ in range(3)]

    assert [claim.attempt for claim in attempts] == [1, 2, 3]
    assert (attempts[0].uri, attempts[0].version, attempts[0].article_id) == ("lpa:1", 1, run.article_id)


def test_attempts_count_each_stage_for_itself(engine: Engine) -> None:
    run = given.accepted(engine)
    given.claimed(engine, run.run_id, Stage.PARSE, EXPIRED)

    assert given.up_to(engine, run.run_id, Stage.ENTITIES).attempt == 1


def test_eight_workers_at_one_run_and_one_of_them_gets_it(engine: Engine) -> None:
    run = given.accepted(engine)

    answers = given.all_at_once([partial(runs.claim, engine, run.run_id, Stage.PARSE, 60)] * 8)

    assert sum(isinstance(answer, Claim) for answer in answers) == 1
    assert [answer for answer in answers if not isinstance(answer, Claim)] == [Refusal.BUSY] * 7


def test_refusals_say_why(engine: Engine) -> None:
    waiting, done = given.accepted(engine, "waiting"), given.finished(engine, "done")
    ahead = given.accepted(engine, "ahead")
    given.up_to(engine, ahead.run_id, Stage.ENTITIES, "ahead")

    asked = [(waiting.run_id, Stage.ENTITIES), (ahead.run_id, Stage.PARSE), (ahead.run_id, Stage.ENTITIES)]
    asked += [(done.run_id, stage) for stage in Stage] + [(10**9, Stage.PARSE)]

    assert [runs.claim(engine, run_id, stage, 60) for run_id, stage in asked] == [
        Refusal.EARLY,
        Refusal.DONE,
        Refusal.BUSY,
        Refusal.ENDED,
        Refusal.ENDED,
        Refusal.ENDED,
        Refusal.UNKNOWN,
    ]


def test_what_is_released_can_be_claimed_at_once(engine: Engine) -> None:
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.PARSE)

    assert runs.release(engine, claim)

    assert given.claimed(engine, claim.run_id, Stage.PARSE).attempt == 2


def test_a_lost_claim_releases_nothing(engine: Engine) -> None:
    lost = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE, EXPIRED)
    given.claimed(engine, lost.run_id, Stage.PARSE)

    assert not runs.release(engine, lost)
    assert runs.claim(engine, lost.run_id, Stage.PARSE, 60) is Refusal.BUSY


def test_a_stale_finisher_is_fenced_off_and_writes_nothing(engine: Engine) -> None:
    stale = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE, EXPIRED)
    holder = given.claimed(engine, stale.run_id, Stage.PARSE)

    with pytest.raises(LeaseLost):
        results.save_parsed(engine, stale, given.parsed(headline="stale"))
    with pytest.raises(NotFound):
        results.load_parsed(engine, stale.run_id)

    results.save_parsed(engine, holder, given.parsed())
    with pytest.raises(LeaseLost):
        results.save_parsed(engine, stale, given.parsed(headline="stale"))
    assert results.load_parsed(engine, stale.run_id).headline != "stale"


def test_a_lease_that_ran_out_still_counts_if_nobody_else_has_claimed(engine: Engine) -> None:
    late = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE, EXPIRED)

    results.save_parsed(engine, late, given.parsed())

    assert results.load_parsed(engine, late.run_id) == given.parsed()


def test_saving_twice_with_one_claim_saves_once(engine: Engine) -> None:
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.QUOTATIONS)

    def save() -> bool:
        try:
            results.save_quotations(engine, claim, given.quotations())
        except LeaseLost:
            return False
        return True

    assert sorted(given.all_at_once([save] * 6)) == [False] * 5 + [True]
    assert reading.status(engine).position == 1
    assert reading.article(engine, "lpa:1") == given.article()


def test_a_claim_of_one_stage_cannot_save_another(engine: Engine) -> None:
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.PARSE)

    with pytest.raises(LeaseLost):
        results.save_entities(engine, claim, given.found())


@pytest.mark.parametrize("stage", Stage)
def test_a_quarantined_run_has_ended_with_its_reason(engine: Engine, stage: Stage) -> None:
    claim = given.up_to(engine, given.accepted(engine).run_id, stage)

    runs.quarantine(engine, claim, code="empty_text", reason="no words \0", traceback="line 1 \ud800")

    [entry] = reading.quarantined(engine)
    assert (entry.run_id, entry.uri, entry.stage, entry.code) == (claim.run_id, "lpa:1", stage, "empty_text")
    assert runs.claim(engine, claim.run_id, stage, 60) is Refusal.ENDED
    [told] = change_kinds(engine)
    assert told == "quarantined"


def test_a_stale_worker_quarantines_nothing(engine: Engine) -> None:
    stale = given.claimed(engine, given.accepted(engine).run_id, Stage.PARSE, EXPIRED)
    given.claimed(engine, stale.run_id, Stage.PARSE)

    with pytest.raises(LeaseLost):
        runs.quarantine(engine, stale, code="bug", reason="late")

    assert reading.quarantined(engine) == []
    assert change_kinds(engine) == []


def test_a_run_is_quarantined_by_its_id_only_while_nobody_holds_it(engine: Engine) -> None:
    claim = given.up_to(engine, given.accepted(engine).run_id, Stage.PARSE)
    with pytest.raises(LeaseLost):
        runs.quarantine(engine, claim.run_id, code="poison", reason="kills its process")

    runs.release(engine, claim)
    runs.quarantine(engine, claim.run_id, code="poison", reason="kills its process")

    assert [entry.code for entry in reading.quarantined(engine)] == ["poison"]


def change_kinds(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(tables.change.c.kind).order_by(tables.change.c.position)).scalars())
