"""Articles are processed again behind live ones, from any stage, once; readers see old results until new ones come."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select, text

from shared.store import accepting, loading, reading, reprocessing, results, runs, sweeping, tables, watching
from shared.store.records import ChangeKind, Claim, Due, Refusal, RunState, Stage
from shared.store.reprocessing import Order
from tests.integration.store import given

TWO = Order(pipeline_version="2")


def ordered(engine: Engine, wanted: Order = TWO) -> int:
    return sum(reprocessing.order(engine, wanted))


def due(engine: Engine, sent_before_seconds: float | None = None, limit: int = 100) -> list[Due]:
    return reprocessing.due(engine, limit=limit, sent_before_seconds=sent_before_seconds)


def pipeline_version(engine: Engine, uri: str = "lpa:1") -> str:
    article = reading.article(engine, uri)
    assert article is not None
    return article.pipeline_version


def test_old_results_stay_until_new_ones_replace_them(engine: Engine) -> None:
    # Given an article on record, ordered to be processed again
    given.finished(engine)
    assert ordered(engine) == 1
    [again] = due(engine)
    # While it goes through its stages, readers see the old results
    claim = given.up_to(engine, again.run_id, Stage.QUOTATIONS)
    assert pipeline_version(engine) == "1"
    # When it is done, they see the new ones, and the feed says so
    results.save_quotations(engine, claim, given.quotations())
    assert pipeline_version(engine) == "2"
    with engine.connect() as connection:
        kinds = connection.execute(select(tables.change.c.kind).order_by(tables.change.c.position)).scalars().all()
    assert kinds == [ChangeKind.PROCESSED, ChangeKind.REPROCESSED]


def test_a_second_order_adds_nothing(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine)

    assert ordered(engine) == 0
    assert ordered(engine, Order(pipeline_version="1")) == 0
    assert len(reprocessing.progress(engine)) == 1


def test_four_orders_at_once_are_one(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reprocessing, "BATCH", 2)
    for number in range(5):
        given.finished(engine, f"lpa:{number}")

    counts = given.all_at_once([partial(ordered, engine)] * 4)

    assert sum(counts) == 5
    assert len(due(engine)) == 5


@pytest.mark.parametrize(
    ("wanted", "uris"),
    [
        (TWO, {"a", "b"}),
        (Order(pipeline_version="2", publisher="Gazette"), {"a"}),
        (Order(pipeline_version="2", since=datetime.now(UTC) - timedelta(days=1)), {"a", "b"}),
        (Order(pipeline_version="2", since=datetime.now(UTC) + timedelta(days=1)), set()),
    ],
    ids=["all", "a publisher", "since yesterday", "from tomorrow on"],
)
def test_only_articles_on_record_that_fit_are_ordered(engine: Engine, wanted: Order, uris: set[str]) -> None:
    for uri, publisher in (("a", "Gazette"), ("b", None)):
        run = accepting.accept(engine, given.submission(uri, publisher=publisher), "1")
        given.finish(engine, run.run_id, uri)
    given.accepted(engine, "still on its way")

    ordered(engine, wanted)

    found = {given.claimed(engine, run.run_id, run.stage).uri for run in due(engine)}
    assert found == uris


@pytest.mark.parametrize("stage", list(Stage))
def test_it_begins_at_a_stage_with_what_earlier_ones_found(engine: Engine, stage: Stage) -> None:
    # Given an article on record, When it is ordered from a stage on
    given.finished(engine)
    ordered(engine, Order(pipeline_version="2", from_stage=stage))
    # Then that stage is due, and finds what the earlier ones found in the visible run
    [again] = due(engine)
    assert again.stage is stage
    if stage is not Stage.PARSE:
        assert loading.load_parsed(engine, again.run_id) == given.parsed()
    assert (loading.load_entities(engine, again.run_id) == given.found()) is (stage is Stage.QUOTATIONS)
    # And the rest of the way leads to the whole article
    if stage is Stage.QUOTATIONS:
        results.save_quotations(engine, given.claimed(engine, again.run_id, stage), given.quotations())
        assert reading.article(engine, "lpa:1") == given.article().model_copy(update={"pipeline_version": "2"})


def test_a_newer_version_wins_over_the_older_one_that_is_processed_again(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine)
    newer = given.finished(engine, text=given.TEXT + "More.")
    [again] = due(engine)
    given.finish(engine, again.run_id)

    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert (article.version, article.pipeline_version) == (newer.version, "1")


def test_live_articles_are_not_counted_found_or_judged_by_what_is_processed_again(engine: Engine) -> None:
    # Given an article that is processed again
    given.finished(engine)
    ordered(engine)
    # Then it neither counts for intake's back-pressure nor is sent with the live ones, and the article stays done
    assert watching.open_runs(engine) == 0
    assert sweeping.due(engine, limit=9, sent_before_seconds=0) == []
    [state] = reading.run_states(engine, ["lpa:1"])
    assert state.state is RunState.DONE
    status = reading.status(engine)
    assert (sum(status.open.values()), status.backfill, status.done) == (0, 1, 1)


def test_each_run_is_due_once_until_it_is_lost(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine)

    assert len(due(engine)) == 1
    assert due(engine) == []
    assert due(engine, sent_before_seconds=60) == []
    assert len(due(engine, sent_before_seconds=0)) == 1


def test_the_oldest_order_goes_first(engine: Engine) -> None:
    first, second = given.finished(engine, "first"), given.finished(engine, "second")
    ordered(engine, Order(pipeline_version="2"))
    ordered(engine, Order(pipeline_version="3"))

    found = [run.run_id for run in due(engine, limit=3)]

    assert found == sorted(found)
    assert min(found) > max(first.run_id, second.run_id)


def test_what_is_paused_is_neither_due_nor_begun_and_stays_open(engine: Engine) -> None:
    # Given an order, one of whose runs has been sent and one has begun
    given.finished(engine, "a")
    given.finished(engine, "b")
    ordered(engine)
    begun, sent = due(engine)
    held = given.claimed(engine, begun.run_id, Stage.PARSE)
    # When it is paused
    assert reprocessing.pause(engine) == 1
    assert reprocessing.pause(engine) == 0
    # Then what was sent is refused, and nothing is due
    assert runs.claim(engine, sent.run_id, Stage.PARSE, 60) is Refusal.PAUSED
    assert due(engine, sent_before_seconds=0) == []
    # And the stage that runs is saved, the next one refused
    results.save_parsed(engine, held, given.parsed(held.uri))
    assert runs.claim(engine, begun.run_id, Stage.ENTITIES, 60) is Refusal.PAUSED
    # When it goes on, then all is due at once, each at its stage
    assert reprocessing.resume(engine) == 1
    assert {(run.run_id, run.stage) for run in due(engine)} == {
        (begun.run_id, Stage.ENTITIES),
        (sent.run_id, Stage.PARSE),
    }
    assert isinstance(runs.claim(engine, sent.run_id, Stage.PARSE, 60), Claim)


def test_one_order_is_paused_by_its_pipeline_version(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine, Order(pipeline_version="2"))
    ordered(engine, Order(pipeline_version="3"))

    assert reprocessing.pause(engine, "3") == 1

    assert [(b.pipeline_version, b.state) for b in reprocessing.progress(engine)] == [("3", "paused"), ("2", "running")]
    assert len(due(engine)) == 1


def test_progress_tells_how_far_it_is(engine: Engine) -> None:
    for number in range(4):
        given.finished(engine, f"lpa:{number}")
    ordered(engine, Order(pipeline_version="2", publisher=None, since=datetime(2026, 1, 1, tzinfo=UTC)))
    first, second, *_ = due(engine)
    given.finish(engine, first.run_id, "lpa:0")
    runs.quarantine(engine, second.run_id, code="bug", reason="r")

    [progress] = reprocessing.progress(engine)

    assert (progress.total, progress.done, progress.quarantined, progress.open) == (4, 1, 1, 2)
    assert progress.state == "running"
    assert (progress.from_stage, progress.since) == (Stage.PARSE, datetime(2026, 1, 1, tzinfo=UTC))


def test_a_run_that_fails_again_leaves_the_article_as_it_was(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine)
    [again] = due(engine)
    runs.quarantine(engine, again.run_id, code="bug", reason="r")

    assert pipeline_version(engine) == "1"
    assert reading.run_states(engine, ["lpa:1"])[0].state is RunState.DONE


def test_live_runs_are_found_by_an_index_without_the_others(engine: Engine) -> None:
    given.finished(engine)
    ordered(engine)
    with engine.connect() as connection:
        connection.execute(text("SET enable_seqscan = off"))
        query = "SELECT count(*) FROM core.run WHERE state = 'open' AND backfill_id IS NULL"
        plan = "\n".join(connection.execute(text(f"EXPLAIN {query}")).scalars())
    assert "ix_run_open_live" in plan
