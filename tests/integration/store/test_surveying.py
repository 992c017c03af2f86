"""What waits and what was finished lately: counted right, at a cost that articles on record do not raise."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, event, text

from shared.errors import NotAllowed
from shared.messages import ChangeKind
from shared.store import accepting, quarantining, reading, retracting, runs, surveying
from shared.store.engine import make_engine
from shared.store.quarantining import Wanted
from shared.store.records import Rejection, Stage
from shared.store.surveying import RECENT_SECONDS, StageBacklog
from tests.integration.store import given

MANY = 20_000
"""Rows with which Postgres prefers an index that has few entries to reading the table."""

Ago = Callable[[str, str, timedelta], None]


@pytest.fixture
def monitor(database_url: str) -> Iterator[Engine]:
    """An engine as the metrics process has it."""
    engine = make_engine(database_url, role="onrecord_monitor", keeps=False)
    yield engine
    engine.dispose()


@pytest.fixture
def ago(engine: Engine) -> Ago:
    """Puts a moment of all rows of a table back."""

    def put_back(table: str, column: str, span: timedelta) -> None:
        with engine.begin() as connection:
            connection.execute(text(f"UPDATE core.{table} SET {column} = {column} - :span"), {"span": span})

    return put_back


def test_an_empty_store_has_no_backlog(monitor: Engine) -> None:
    # Given a store with nothing in it
    # When it is surveyed
    found = surveying.backlog(monitor)

    # Then nothing waits, nothing was finished, and there is no age
    assert found.stages == tuple(StageBacklog(stage=stage) for stage in Stage)
    assert (found.runs, found.oldest_seconds, found.position) == (0, None, 0)
    assert (found.quarantined, found.recent.kinds, found.recent.age_seconds) == ({}, {}, None)
    assert found.identities_due == 0
    assert found.database_bytes > 1_000_000


def test_the_backlog_counts_what_waits_by_stage_with_the_oldest(engine: Engine, monitor: Engine, ago: Ago) -> None:
    # Given a run at its second stage that was ordered an hour ago, a new one, and one in the quarantine
    given.up_to(engine, given.accepted(engine, "old").run_id, Stage.ENTITIES, "old")
    ago("run", "created_at", timedelta(hours=1))
    given.accepted(engine, "new")
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="r")

    # When the store is surveyed
    found = surveying.backlog(monitor)

    # Then each stage has its number and its oldest run, and the quarantine its code
    parse, entities, quotations = found.stages
    assert (parse.runs, entities.runs, quotations.runs, found.runs) == (1, 1, 0, 2)
    assert quotations.oldest_seconds is None
    assert parse.oldest_seconds is not None
    assert 0 <= parse.oldest_seconds < 60
    assert found.oldest_seconds == entities.oldest_seconds
    assert 3600 <= (found.oldest_seconds or 0) < 3700
    assert found.quarantined == {"empty_text": 1}


def test_an_entry_that_was_dropped_does_not_wait(engine: Engine, monitor: Engine) -> None:
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="r")
    quarantining.drop(engine, Wanted(code="empty_text"))
    assert surveying.backlog(monitor).quarantined == {}


def test_the_rate_is_that_of_the_last_changes(engine: Engine, monitor: Engine, ago: Ago) -> None:
    # Given two articles that were finished an hour ago, and two, one of them retracted, a minute ago
    for uri in ("a", "b"):
        given.finished(engine, uri)
    ago("change", "at", timedelta(hours=1))
    for uri in ("c", "d"):
        given.finished(engine, uri)
    retracting.retract(engine, "d")
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.change SET at = at - interval '1 minute' WHERE position > 2"))

    # When the store is surveyed
    found = surveying.backlog(monitor)

    # Then the last ones count by kind, over the minute in which they happened
    assert found.position == 5
    assert found.recent.kinds == {ChangeKind.PROCESSED: 2, ChangeKind.RETRACTED: 1}
    assert 60 <= found.recent.seconds < 90
    assert 2 <= found.recent.per_minute <= 3
    assert 60 <= (found.recent.age_seconds or 0) < 90


def test_a_standstill_has_no_changes_over_the_whole_span(engine: Engine, monitor: Engine, ago: Ago) -> None:
    given.finished(engine)
    ago("change", "at", timedelta(hours=1))
    recent = surveying.backlog(monitor).recent
    assert (recent.kinds, recent.seconds, recent.per_minute) == ({}, RECENT_SECONDS, 0)
    assert 3600 <= (recent.age_seconds or 0) < 3700


def test_the_last_errors_are_those_of_the_quarantine_and_of_intake(engine: Engine) -> None:
    # Given an article in the quarantine, and a later submission that was rejected
    runs.quarantine(engine, given.accepted(engine, "bad").run_id, code="empty_text", reason="no words")
    accepting.reject(engine, Rejection(stream_id="1-0", uri="worse", code="not_json", reason="r", payload=b"{"))

    # When the last errors are asked for
    found = surveying.failures(engine, 5)

    # Then both are told, the newest first
    assert [(f.where, f.uri, f.code) for f in found] == [
        ("intake", "worse", "not_json"),
        ("parse", "bad", "empty_text"),
    ]
    assert len(surveying.failures(engine, 1)) == 1
    assert surveying.rejections(engine) == {"not_json": 1}


def test_the_monitor_counts_everything_and_reads_nothing(engine: Engine, monitor: Engine) -> None:
    # Given an article, a rejection, and the role of the metrics process
    given.finished(engine)
    accepting.reject(engine, Rejection(stream_id="1-0", code="c", reason="r", payload=b"{"))

    # When it counts, Then it may
    assert reading.status(monitor).articles == 1
    assert surveying.rejections(monitor) == {"c": 1}

    # When it asks for words, names or uris, or writes, Then it is refused
    refused = [
        "SELECT uri FROM core.article",
        "SELECT submission FROM core.version",
        "SELECT text FROM core.parsed",
        "SELECT reason FROM core.quarantined",
        "SELECT payload FROM core.rejected",
        "SELECT uri FROM core.change",
        "SELECT 1 FROM core.quotation",
        "UPDATE core.run SET state = 'done'",
        "DELETE FROM core.rejected",
    ]
    for statement in refused:
        with monitor.connect() as connection, pytest.raises(NotAllowed, match="permission denied"):
            connection.execute(text(statement))


@pytest.mark.parametrize(
    ("granted", "may"),
    [
        ("onrecord_monitor", True), ("onrecord_worker", True), ("onrecord_writer", True),
        ("onrecord_intake", False), ("onrecord_reader", False),
    ],
)  # fmt: skip
def test_who_may_count_was_granted_it(engine: Engine, granted: str, may: bool) -> None:
    # Given a role, as a login has it
    # When it is asked whether it may act as the monitor, Then only those may that serve metrics
    with engine.connect() as connection:
        member = text("SELECT pg_has_role(:granted, 'onrecord_monitor', 'MEMBER')")
        assert connection.execute(member, {"granted": granted}).scalar_one() is may


@pytest.fixture
def statements(engine: Engine) -> list[tuple[str, Any]]:
    """The statements that the engine executes, with their parameters."""
    seen: list[tuple[str, Any]] = []
    event.listen(
        engine, "before_cursor_execute", lambda _c, _k, statement, values, *_: seen.append((statement, values))
    )
    return seen


FILL = f"""
INSERT INTO core.article (uri) SELECT 'tag:' || n FROM generate_series(1, {MANY}) AS n;
INSERT INTO core.version (article_id, version, content_sha256, submission)
    SELECT id, 1, repeat('0', 64), '{{}}' FROM core.article;
INSERT INTO core.run (version_id, pipeline_version, state, finished_at) SELECT id, '1', 'done', now() FROM core.version;
UPDATE core.article AS a SET visible_run_id = r.id, identified_run_id = r.id
    FROM core.version AS v JOIN core.run AS r ON r.version_id = v.id WHERE v.article_id = a.id;
INSERT INTO core.change (position, kind, article_id, uri, version)
    SELECT n, 'processed', n, 'tag:' || n, 1 FROM generate_series(1, {MANY}) AS n;
UPDATE core.feed_head SET n = {MANY};
"""


def test_no_question_of_a_scrape_reads_a_whole_table(engine: Engine, statements: list[tuple[str, Any]]) -> None:
    # Given many articles that are done, a few that wait, and the statements of one survey
    with engine.begin() as connection:
        connection.connection.cursor().execute(FILL)
    given.accepted(engine, "new")
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM ANALYZE core.article, core.run, core.change, core.quarantined"))
    statements.clear()
    assert surveying.backlog(engine).recent.per_minute > 0
    asked = [(statement, values) for statement, values in statements if "core." in statement]

    # When Postgres is asked how it would answer them
    with engine.connect() as connection:
        cursor = connection.connection.cursor()
        plans = [
            "\n".join(row[0] for row in cursor.execute(f"EXPLAIN {statement}", values).fetchall())
            for statement, values in asked
        ]

    # Then it reads indexes of what is unfinished, and the newest end of the feed
    assert len(plans) == 5
    whole = [plan for plan in plans if any(f"Seq Scan on {table}" in plan for table in ("article", "run", "change"))]
    assert whole == []
