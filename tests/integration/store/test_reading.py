"""Counts, states and quotations, as the command line shows them."""

from __future__ import annotations

from sqlalchemy import Engine

from shared.store import accepting, quarantining, reading, retracting, runs
from shared.store.quarantining import Wanted
from shared.store.records import Rejection, RunState, Stage
from tests.integration.store import given


def test_the_status_of_an_empty_store_is_zero(engine: Engine) -> None:
    status = reading.status(engine)

    assert set(status.open.values()) == {0}
    assert (status.done, status.quarantined, status.rejected, status.articles, status.position) == (0, 0, 0, 0, 0)


def test_the_status_counts_everything_once(engine: Engine) -> None:
    given.finished(engine, "done")
    given.accepted(engine, "done", "Another text.")
    given.up_to(engine, given.accepted(engine, "at entities").run_id, Stage.ENTITIES, "at entities")
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="c", reason="r")
    accepting.reject(engine, Rejection(stream_id="1-0", code="c", reason="r", payload=b""))

    status = reading.status(engine)

    assert status.open == {Stage.PARSE: 1, Stage.ENTITIES: 1, Stage.QUOTATIONS: 0}
    assert (status.done, status.quarantined, status.rejected, status.articles, status.position) == (1, 1, 1, 1, 2)


def test_a_dropped_entry_no_longer_counts_and_a_failed_retry_counts_once(engine: Engine) -> None:
    # Given three quarantined runs, one of which was tried again and failed again
    for uri in "abc":
        runs.quarantine(engine, given.accepted(engine, uri).run_id, code=uri, reason="r")
    assert quarantining.retry(engine, Wanted(code="a")).resolved == 1
    runs.quarantine(engine, given.claimed(engine, 1, Stage.PARSE), code="a", reason="again")
    assert reading.status(engine).quarantined == 3

    # When one is dropped, Then two wait, as many as the list shows
    assert quarantining.drop(engine, Wanted(code="b")).resolved == 1

    assert reading.status(engine).quarantined == 2
    assert sorted(row.code for row in reading.quarantined(engine)) == ["a", "c"]


def test_run_states_tell_of_the_newest_version_in_the_order_asked(engine: Engine) -> None:
    given.finished(engine, "done")
    given.finished(engine, "revised")
    revised = given.accepted(engine, "revised", "Another text.")
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="no words")

    states = reading.run_states(engine, ["bad", "unknown", "revised", "done", "bad"])

    assert [(s.uri, s.version, s.state, s.stage, s.code) for s in states] == [
        ("bad", 1, RunState.QUARANTINED, Stage.PARSE, "empty_text"),
        ("revised", 2, RunState.OPEN, Stage.PARSE, None),
        ("done", 1, RunState.DONE, None, None),
    ]
    assert states[1].run_id == revised.run_id


def test_quotations_name_the_speaker_or_else_the_words_in_the_text(engine: Engine) -> None:
    given.finished(engine, "b")
    given.finished(engine, "a")

    rows = reading.quotations(engine)

    assert [(row.uri, row.ordinal) for row in rows] == [(uri, n) for uri in "ab" for n in range(4)]
    assert [(row.speaker, row.medium, row.method) for row in rows[:3]] == [
        ("Anna Berg", "Mastodon", "explicit"),
        ("Anna Berg", None, "continuation"),
        (None, None, "none"),
    ]


def test_quotations_of_some_articles_up_to_a_limit(engine: Engine) -> None:
    for uri in ("a", "b"):
        given.finished(engine, uri)

    assert {row.uri for row in reading.quotations(engine, ["b", "c"])} == {"b"}
    assert len(reading.quotations(engine, limit=2)) == 2


def test_a_retracted_article_is_gone_for_readers(engine: Engine) -> None:
    given.finished(engine)
    retracting.retract(engine, "lpa:1")

    assert reading.article(engine, "lpa:1") is None
    assert reading.quotations(engine) == []
    assert reading.status(engine).articles == 0


def test_the_quarantine_shows_the_newest_first(engine: Engine) -> None:
    for uri in ("a", "b", "c"):
        runs.quarantine(engine, given.accepted(engine, uri).run_id, code="c", reason=f"about {uri}")

    assert [entry.reason for entry in reading.quarantined(engine, limit=2)] == ["about c", "about b"]
