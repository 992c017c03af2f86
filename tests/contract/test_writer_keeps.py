"""The writer's rights are enough for what comes after an article is on record."""

from __future__ import annotations

from sqlalchemy import Engine, text

from shared.store import accepting, pruning, quarantining, reading, reprocessing, retracting, runs
from shared.store.foreign import keep_foreign
from shared.store.pruning import Retention
from shared.store.quarantining import Wanted
from shared.store.records import Rejection, Stage
from shared.store.reprocessing import BackfillState, Order
from tests.integration.store import given


def test_a_writer_quarantines_retracts_processes_again_and_prunes(writer: Engine, engine: Engine) -> None:
    keep_foreign(writer, reason="r", payload=b"{")
    runs.quarantine(writer, given.accepted(writer, "bad").run_id, code="c", reason="r")
    assert quarantining.retry(writer, Wanted(code="c")).resolved == 1
    assert quarantining.drop(writer, Wanted()).resolved == 1
    given.finished(writer)
    assert sum(reprocessing.order(writer, Order(pipeline_version="2", from_stage=Stage.QUOTATIONS))) == 1
    reprocessing.pause(writer)
    reprocessing.resume(writer)
    assert len(reprocessing.due(writer, limit=9, sent_before_seconds=0)) == 1
    assert [order.state for order in reprocessing.progress(writer)] == [BackfillState.RUNNING]
    retracting.retract(writer, "lpa:1")
    given.finished(writer, text=given.TEXT + "More.")
    accepting.reject(writer, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))
    with engine.begin() as owner:
        owner.execute(text("UPDATE core.run SET superseded_at = superseded_at - interval '1 day'"))

    pruned = pruning.prune(writer, Retention(rejected_days=0, resolved_days=0, superseded_days=0), limit=9)

    assert (pruned.rejected, pruned.resolved, pruned.superseded) == (1, 2, 1)
    assert reading.article(writer, "lpa:1") is not None
