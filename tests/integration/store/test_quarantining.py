"""The quarantine is searched by what is known of its entries, and each is let out once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
from sqlalchemy import Engine, select

from shared.errors import NotFound
from shared.store import accepting, quarantining, reading, runs, tables
from shared.store.foreign import keep_foreign
from shared.store.quarantining import Resolved, Wanted
from shared.store.records import RunState, Stage
from tests.integration.store import given


def quarantined(engine: Engine, uri: str, code: str = "empty_text", publisher: str | None = None) -> int:
    """The id of a new entry."""
    new = accepting.accept(engine, given.submission(uri, publisher=publisher), "1")
    runs.quarantine(engine, new.run_id, code=code, reason=f"about {uri}", traceback="line 1\nline 2")
    return quarantining.find(engine, Wanted())[0].id


@pytest.fixture
def three(engine: Engine) -> dict[str, int]:
    """Three entries: their ids by their uris."""
    return {
        "a": quarantined(engine, "a", "empty_text", "Gazette"),
        "b": quarantined(engine, "b", "bug", "Gazette"),
        "c": quarantined(engine, "c", "bug"),
    }


@pytest.mark.parametrize(
    ("wanted", "uris"),
    [
        (Wanted(), "cba"),
        (Wanted(code="bug"), "cb"),
        (Wanted(publisher="Gazette"), "ba"),
        (Wanted(code="bug", publisher="Gazette"), "b"),
        (Wanted(code="unheard_of"), ""),
        (Wanted(since=datetime.now(UTC) - timedelta(days=1)), "cba"),
        (Wanted(since=datetime.now(UTC) + timedelta(days=1)), ""),
        (Wanted(until=datetime.now(UTC) - timedelta(days=1)), ""),
    ],
    ids=[
        *("all", "a code", "a publisher", "code and publisher", "an unheard-of code"),
        *("since yesterday", "from tomorrow on", "until yesterday"),
    ],
)
def test_entries_are_found_by_code_publisher_and_time(
    engine: Engine, three: dict[str, int], wanted: Wanted, uris: str
) -> None:
    assert [row.uri for row in quarantining.find(engine, wanted)] == list(uris)


def test_entries_are_found_by_their_ids(engine: Engine, three: dict[str, int]) -> None:
    assert [row.uri for row in quarantining.find(engine, Wanted(ids=(three["a"], three["c"])))] == ["c", "a"]


def test_an_entry_tells_all_that_is_known(engine: Engine, three: dict[str, int]) -> None:
    entry = quarantining.entry(engine, three["a"])

    assert (entry.uri, entry.version, entry.publisher, entry.stage) == ("a", 1, "Gazette", Stage.PARSE)
    assert (entry.code, entry.reason, entry.traceback) == ("empty_text", "about a", "line 1\nline 2")
    assert entry.payload is not None
    assert '"uri":"a"' in entry.payload


def test_foreign_bytes_are_shown_with_what_is_no_text_escaped(engine: Engine) -> None:
    keep_foreign(engine, reason="on queue x", payload=b"\x00ok\xff")
    [row] = quarantining.find(engine, Wanted())

    assert quarantining.entry(engine, row.id).payload == "\x00ok\\xff"


def test_an_entry_that_is_not_there_is_told(engine: Engine) -> None:
    with pytest.raises(NotFound, match="entry 7"):
        quarantining.entry(engine, 7)


def test_what_is_retried_is_open_at_its_stage_with_all_attempts(engine: Engine) -> None:
    # Given an article that failed for good at its second stage
    new = given.accepted(engine)
    claim = given.up_to(engine, new.run_id, Stage.ENTITIES)
    runs.quarantine(engine, claim, code="bug", reason="r")
    # When it is retried
    assert quarantining.retry(engine, Wanted(code="bug")) == Resolved(resolved=1)
    # Then it goes on at that stage as if it had never failed, and the entry is no longer there
    again = given.claimed(engine, new.run_id, Stage.ENTITIES)
    assert again.attempt == 1
    assert reading.quarantined(engine) == []
    [found] = reading.run_states(engine, ["lpa:1"])
    assert found.state is RunState.OPEN


def test_what_fails_again_is_a_new_entry(engine: Engine) -> None:
    first = quarantined(engine, "a")
    quarantining.retry(engine, Wanted())
    [found] = reading.run_states(engine, ["a"])
    runs.quarantine(engine, found.run_id, code="bug", reason="again")

    [row] = quarantining.find(engine, Wanted())

    assert row.id > first
    assert quarantining.entry(engine, first).resolved_at is not None


def test_bytes_without_a_run_cannot_be_retried_only_dropped(engine: Engine) -> None:
    keep_foreign(engine, reason="on queue x", payload=b"{")

    assert quarantining.retry(engine, Wanted()) == Resolved(resolved=0, without_run=1)
    assert quarantining.drop(engine, Wanted()) == Resolved(resolved=1)
    assert quarantining.find(engine, Wanted()) == []


def test_what_is_dropped_stays_quarantined_and_is_never_retried(engine: Engine) -> None:
    entry = quarantined(engine, "a")

    assert quarantining.drop(engine, Wanted(ids=(entry,))).resolved == 1

    assert quarantining.retry(engine, Wanted(ids=(entry,))).resolved == 0
    [found] = reading.run_states(engine, ["a"])
    assert found.state is RunState.QUARANTINED
    with engine.connect() as connection:
        assert connection.execute(select(tables.run.c.superseded_at)).scalar_one() is not None


def test_two_who_retry_at_once_retry_each_entry_once(
    engine: Engine, three: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(quarantining, "BATCH", 1)

    done = given.all_at_once([partial(quarantining.retry, engine, Wanted())] * 4)

    assert sum(one.resolved for one in done) == 3
