"""What is past its retention goes; what readers see, and what may still be needed, never does."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine, Table, func, select, update

from shared.store import accepting, loading, pruning, quarantining, reading, runs, tables
from shared.store.pruning import Pruned, Retention
from shared.store.quarantining import Wanted
from shared.store.records import Rejection, Stage
from tests.integration.store import given

KEPT = Retention(rejected_days=10, resolved_days=20, superseded_days=30)

RESULTS = (tables.parsed, tables.segment, tables.entity, tables.entity_role, tables.entity_link, tables.mention)
RESULTS += (tables.quotation, tables.quotation_span, tables.quotation_speaker)


def prune(engine: Engine, limit: int = 100) -> Pruned:
    return pruning.prune(engine, KEPT, limit=limit)


def aged(engine: Engine, table: Table, column: str, days: float) -> None:
    """Moves a time in all rows into the past."""
    moment = table.c[column]
    with engine.begin() as connection:
        connection.execute(update(table).values({column: moment - timedelta(days=days)}))


def count(engine: Engine, table: Table, **of: int) -> int:
    with engine.connect() as connection:
        return connection.execute(select(func.count()).select_from(table).filter_by(**of)).scalar_one()


@pytest.mark.parametrize(("days", "left"), [(9, 1), (11, 0)])
def test_rejected_entries_go_after_their_time(engine: Engine, days: float, left: int) -> None:
    accepting.reject(engine, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))
    aged(engine, tables.rejected, "at", days)

    assert prune(engine).rejected == 1 - left
    assert count(engine, tables.rejected) == left


@pytest.mark.parametrize(("days", "left"), [(19, 1), (21, 0)])
def test_resolved_quarantine_entries_go_after_their_time(engine: Engine, days: float, left: int) -> None:
    runs.quarantine(engine, given.accepted(engine).run_id, code="c", reason="r")
    quarantining.retry(engine, Wanted())
    aged(engine, tables.quarantined, "resolved_at", days)

    assert prune(engine).resolved == 1 - left
    assert count(engine, tables.quarantined) == left


def test_unresolved_quarantine_entries_stay_however_old(engine: Engine) -> None:
    runs.quarantine(engine, given.accepted(engine).run_id, code="c", reason="r")
    aged(engine, tables.quarantined, "at", 1000)

    assert prune(engine) == Pruned()
    assert len(reading.quarantined(engine)) == 1


@pytest.mark.parametrize(("days", "gone"), [(29, False), (31, True)])
def test_superseded_results_go_after_their_time_and_the_run_stays(engine: Engine, days: float, gone: bool) -> None:
    # Given two versions of an article, the first replaced so long ago
    first = given.finished(engine)
    second = given.finished(engine, text=given.TEXT + "More.")
    aged(engine, tables.run, "superseded_at", days)
    # When pruned, then nothing of the first is left but its run, and readers see the second as before
    assert prune(engine).superseded == int(gone)
    for table in RESULTS:
        assert (count(engine, table, run_id=first.run_id) == 0) is gone, table.name
        assert count(engine, table, run_id=second.run_id) > 0, table.name
    assert count(engine, tables.run) == 2
    article = reading.article(engine, "lpa:1")
    assert article is not None
    assert article.version == 2


def test_an_old_article_that_was_just_replaced_keeps_its_results(engine: Engine) -> None:
    first = given.finished(engine)
    aged(engine, tables.run, "finished_at", 1000)
    given.finished(engine, text=given.TEXT + "More.")

    assert prune(engine) == Pruned()
    assert loading.load_parsed(engine, first.run_id).uri == "lpa:1"


def test_what_readers_see_stays_whatever_a_row_says(engine: Engine) -> None:
    done = given.finished(engine)
    with engine.begin() as connection:
        connection.execute(update(tables.run).values(superseded_at=func.now() - timedelta(days=99)))

    assert prune(engine).superseded == 0
    assert loading.load_parsed(engine, done.run_id).uri == "lpa:1"


def test_what_a_dropped_run_had_found_goes(engine: Engine) -> None:
    new = given.accepted(engine)
    runs.quarantine(engine, given.up_to(engine, new.run_id, Stage.ENTITIES), code="c", reason="r")
    quarantining.drop(engine, Wanted())
    aged(engine, tables.run, "superseded_at", 31)

    assert prune(engine).superseded == 1
    assert count(engine, tables.parsed) == 0


def test_no_more_than_the_limit_goes_at_once(engine: Engine) -> None:
    for number in range(5):
        accepting.reject(engine, Rejection(stream_id=f"{number}-0", code="c", reason="r", payload=b""))
    aged(engine, tables.rejected, "at", 99)

    assert [prune(engine, limit=3).rejected for _ in range(3)] == [3, 2, 0]


def test_one_prunes_at_a_time(engine: Engine) -> None:
    accepting.reject(engine, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))
    aged(engine, tables.rejected, "at", 99)
    with engine.begin() as other:
        other.execute(select(func.pg_advisory_xact_lock(pruning.PRUNER_LOCK)))
        assert prune(engine) == Pruned()

    assert prune(engine).rejected == 1
