"""Who follows the feed sees every change once, in order: whatever writers, servers and the reader itself do."""

from __future__ import annotations

import asyncio
import json
from contextlib import closing
from functools import partial
from itertools import islice
from threading import Event, Thread

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, text

from shared.errors import (
    BadSettings,
    CursorMoved,
    DatabaseUnreachable,
    FeedBehind,
    FeedPruned,
    NotAllowed,
    SchemaOutdated,
)
from shared.feed import AsyncCursor, Cursor, follow, follow_async, read, snapshot, snapshot_async
from shared.messages import Change, ChangeKind
from shared.settings import settings
from shared.store import reprocessing, retracting, runs
from shared.store.reprocessing import Order
from tests.integration.store import given
from tests.integration.store.test_feed import EACH, WRITERS, write
from workers.cli import onrecord

NEVER = 300.0
"""A pause between two polls that no test outlives: what comes earlier came by a notification."""


def positions(changes: list[Change]) -> list[int]:
    return [change.position for change in changes]


def lose_all_readers(engine: Engine) -> int:
    """Ends the connections of all who follow; returns how many."""
    query = """
        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'onrecord-reader' AND datname = current_database()
    """
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def test_six_writers_with_rollbacks_and_lost_connections_none_missed_none_out_of_order(
    engine: Engine, database_url: str
) -> None:
    # Given a reader who follows, whose connection is lost all the time, and six writers, some slow, some failing
    run_id, seen, written = given.accepted(engine).run_id, [], Event()
    losses: list[int] = []

    def reader() -> None:
        for change in follow(database_url, poll=0.2):
            seen.append(change.position)
            if change.kind is ChangeKind.RETRACTED:
                return

    def thief() -> None:
        while not written.wait(0.02):
            losses.append(lose_all_readers(engine))

    threads = [Thread(target=reader), Thread(target=thief)]
    for thread in threads:
        thread.start()

    # When they have written, and a last change says so
    committed = given.all_at_once([partial(write, engine, run_id, seed) for seed in range(WRITERS)])
    written.set()
    given.finished(engine, "last")
    retracting.retract(engine, "last")
    for thread in threads:
        thread.join(timeout=60)

    # Then every change was seen once, in order
    assert 0 < sum(committed) < WRITERS * EACH
    assert sum(losses) > 0
    assert seen == list(range(1, sum(committed) + 3))


def test_all_that_can_happen_to_an_article_is_told(engine: Engine, database_url: str) -> None:
    # Given an article that is done, done again, replaced, withdrawn; and a version that cannot be done
    given.finished(engine, "a")
    again = given.accepted(engine, "a", pipeline_version="2")
    assert sum(reprocessing.order(engine, Order(pipeline_version="2"))) == 1
    [due] = reprocessing.due(engine, limit=9, sent_before_seconds=0)
    given.finish(engine, due.run_id, "a")
    second = given.finished(engine, "a", given.TEXT + "More.")
    retracting.retract(engine, "a")
    bad = given.accepted(engine, "a", "Another.")
    runs.quarantine(engine, bad.run_id, code="c", reason="r")
    # Then each is a typed event
    assert [(change.kind, change.version, change.run_id) for change in read(database_url)] == [
        (ChangeKind.PROCESSED, 1, again.run_id),
        (ChangeKind.REPROCESSED, 1, due.run_id),
        (ChangeKind.UPDATED, 2, second.run_id),
        (ChangeKind.RETRACTED, 2, None),
        (ChangeKind.QUARANTINED, 3, bad.run_id),
    ]


def test_a_commit_wakes_who_waits(engine: Engine, database_url: str) -> None:
    given.finished(engine, "a")
    with closing(follow(database_url, poll=NEVER)) as changes:
        assert next(changes).uri == "a"
        woken: list[Change] = []
        waiting = Thread(target=lambda: woken.append(next(changes)))
        waiting.start()

        given.finished(engine, "b")

        waiting.join(timeout=30)
        assert [(change.position, change.kind, change.uri, change.version) for change in woken] == [
            (2, ChangeKind.PROCESSED, "b", 1)
        ]


def test_asyncio_readers_see_the_same_and_outlive_a_lost_connection(engine: Engine, database_url: str) -> None:
    async def three() -> list[Change]:
        seen: list[Change] = []
        changes = follow_async(database_url, after=1, poll=NEVER)
        async for change in changes:
            seen.append(change)
            if len(seen) == 1:
                assert await asyncio.to_thread(lose_all_readers, engine) == 1
            if len(seen) == 2:
                asyncio.get_running_loop().run_in_executor(None, given.finished, engine, "d")
            if len(seen) == 3:
                break
        await changes.aclose()
        return seen

    for uri in "abc":
        given.finished(engine, uri)

    assert [(change.position, change.uri) for change in asyncio.run(three())] == [(2, "b"), (3, "c"), (4, "d")]


def test_a_late_reader_goes_on_from_a_snapshot_without_a_gap(engine: Engine, database_url: str) -> None:
    # Given a snapshot, and changes after it was taken
    given.finished(engine, "before")
    with snapshot(database_url) as (position, connection):
        given.finished(engine, "after")
        given.finished(engine, "before", text="Another text.")

        # Then what it shows is of its position, and the feed tells the rest
        assert connection.execute("SELECT uri, version FROM onrecord_v1.article").fetchall() == [("before", 1)]
        with pytest.raises(psycopg.errors.ReadOnlySqlTransaction):
            connection.execute("CREATE TABLE public.mine ()")
        connection.rollback()

    assert [(c.kind, c.uri) for c in read(database_url, after=position)] == [
        (ChangeKind.PROCESSED, "after"),
        (ChangeKind.UPDATED, "before"),
    ]


@pytest.mark.parametrize("door", [follow, read])
def test_a_reader_whose_changes_are_gone_is_told(engine: Engine, database_url: str, door: object) -> None:
    for uri in "abc":
        given.finished(engine, uri)
    with engine.begin() as connection:
        connection.execute(text("DELETE FROM core.change WHERE position < 3"))

    with pytest.raises(FeedPruned, match="up to 1, the oldest change left is 3"):
        next(door(database_url, after=1))
    assert next(door(database_url, after=2)).position == 3


def test_a_reader_ahead_of_the_feed_is_told(database_url: str) -> None:
    with pytest.raises(FeedBehind):
        next(follow(database_url, after=7))


def test_changes_that_vanish_while_somebody_follows_are_noticed(engine: Engine, database_url: str) -> None:
    given.finished(engine, "a")
    with closing(follow(database_url, poll=NEVER)) as changes:
        next(changes)
        for uri in "bc":
            given.finished(engine, uri)
        with engine.begin() as connection:
            connection.execute(text("DELETE FROM core.change WHERE position = 2"))
        with pytest.raises(FeedPruned):
            next(changes)


def test_a_database_that_does_not_answer_is_our_own_error() -> None:
    nowhere = "postgresql://localhost:1/none"
    for door in (follow, read):
        with pytest.raises(DatabaseUnreachable):
            next(door(nowhere))
    with pytest.raises(DatabaseUnreachable), snapshot(nowhere):
        pass


def test_a_cursor_is_as_crash_safe_as_the_readers_own_transaction(engine: Engine, database_url: str) -> None:
    for uri in "ab":
        given.finished(engine, uri)
    cursor = Cursor("test", "public.where_i_am")
    with psycopg.connect(database_url) as mine:
        cursor.create(mine)
        mine.commit()
        assert cursor.position(mine) is None

        # When a transaction fails after the save, Then the cursor stays where it was
        cursor.save(mine, 1)
        mine.commit()
        cursor.save(mine, 2)
        mine.rollback()
        assert cursor.position(mine) == 1

        # And a second copy of the reader cannot take the same step
        with pytest.raises(CursorMoved):
            cursor.save(mine, 1)
        assert positions(list(read(database_url, after=cursor.position(mine) or 0))) == [2]


def test_asyncio_has_snapshots_and_cursors_too(engine: Engine, database_url: str) -> None:
    async def reader(cursor: AsyncCursor) -> list[Change]:
        async with await psycopg.AsyncConnection.connect(database_url) as mine:
            await cursor.create(mine)
            assert await cursor.position(mine) is None
            async with snapshot_async(database_url) as (position, views):
                given.finished(engine, "after")
                assert await (await views.execute("SELECT uri FROM onrecord_v1.article")).fetchall() == [("before",)]
            await cursor.save(mine, position)
            with pytest.raises(CursorMoved):
                await cursor.save(mine, position)
            await mine.commit()
            assert await cursor.position(mine) == position
            changes = follow_async(database_url, after=position, poll=NEVER)
            first = await anext(changes)
            await changes.aclose()
            return [first]

    given.finished(engine, "before")

    assert [change.uri for change in asyncio.run(reader(AsyncCursor("test", "public.where_i_am")))] == ["after"]
    with pytest.raises(DatabaseUnreachable):
        asyncio.run(snapshot_async("postgresql://localhost:1/none").__aenter__())


def test_more_changes_than_fit_into_a_batch(engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shared.feed.BATCH", 2)
    for uri in "abcde":
        given.finished(engine, uri)

    assert positions(list(read(database_url, after=1))) == [2, 3, 4, 5]
    assert positions(list(islice(follow(database_url), 5))) == [1, 2, 3, 4, 5]


def test_the_command_tells_changes_to_people_and_programs(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", "redis://localhost:1")
    settings.cache_clear()
    for uri in "ab":
        given.finished(engine, uri)

    told = CliRunner().invoke(onrecord, ["feed", "--after", "1", "--json"])
    assert [(row["position"], row["uri"]) for row in map(json.loads, told.stdout.splitlines())] == [(2, "b")]
    assert len(CliRunner().invoke(onrecord, ["feed"]).stdout.splitlines()) == 2
    beyond = CliRunner().invoke(onrecord, ["feed", "--after", "9"])
    assert (beyond.exit_code, beyond.stderr.count("feed_behind")) == (66, 1)


@pytest.mark.parametrize("dsn", ["nonsense", "mysql://u:hunter2@h/x", "postgresql://u:hunter%zz@h/x"])
def test_a_dsn_that_cannot_be_read_is_told_without_its_password(dsn: str) -> None:
    # Given what is no DSN, When somebody reads, follows or takes a snapshot, Then that is told, and not repeated
    for ask in (lambda: next(read(dsn)), lambda: next(follow(dsn)), lambda: snapshot(dsn).__enter__()):
        with pytest.raises(BadSettings) as told:
            ask()
        assert "hunter" not in str(told.value)


def test_a_database_without_the_views_is_told(empty_database_url: str) -> None:
    for ask in (
        lambda: next(read(empty_database_url)),
        lambda: next(follow(empty_database_url)),
        lambda: snapshot(empty_database_url).__enter__(),
    ):
        with pytest.raises(SchemaOutdated, match="onrecord db upgrade"):
            ask()


async def _first(dsn: str) -> None:
    await anext(follow_async(dsn))


async def _snapshot(dsn: str) -> None:
    async with snapshot_async(dsn):
        pass


def test_who_may_not_read_the_views_is_told(database_url: str) -> None:
    # Given a role without rights on the views
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("REVOKE USAGE ON SCHEMA onrecord_v1 FROM onrecord_reader")
    dsn = psycopg.conninfo.make_conninfo(database_url, options="-c role=onrecord_reader")
    # When it reads, Then it is told, also under asyncio
    with pytest.raises(NotAllowed):
        next(read(dsn))
    for ask in (_first, _snapshot):
        with pytest.raises(NotAllowed):
            asyncio.run(ask(dsn))


def test_a_snapshot_may_take_as_long_as_it_takes(database_url: str) -> None:
    # Given a reader whose statements end after a moment, When it copies all there is, Then they do not
    dsn = psycopg.conninfo.make_conninfo(database_url, options="-c statement_timeout=1s")
    with snapshot(dsn) as (_, views):
        assert views.execute("SHOW statement_timeout").fetchone() == ("0",)

    async def shown() -> object:
        async with snapshot_async(dsn) as (_, views):
            return await (await views.execute("SHOW statement_timeout")).fetchone()

    assert asyncio.run(shown()) == ("0",)
