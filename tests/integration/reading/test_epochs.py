"""A restored database begins a new epoch, and nobody follows its feed as if nothing had happened."""

from __future__ import annotations

import asyncio
import io
import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import Engine, event, text

from shared.errors import CursorMoved, FeedRestored
from shared.export import Format, Wanted, What, into_file, into_folder
from shared.feed import AsyncCursor, Cursor, Position, follow, follow_async, read, snapshot, snapshot_async
from shared.settings import settings
from shared.store import epochs, migrate
from shared.store.engine import make_engine, sqlalchemy_url
from tests.integration.store import given
from workers import resources
from workers.base import TRANSIENT
from workers.cli import onrecord
from workers.upkeep.sweep import Sweeper

NEVER = 300.0
"""A pause between two polls that no test outlives."""

ROOT = Path(__file__).parents[3]


@pytest.fixture
def restored(engine: Engine, database_url: str) -> Iterator[Callable[[], str]]:
    """Restores a copy of the database as it is now, into another database; returns its URL."""
    name = f"onrecord_restored_{uuid4().hex[:8]}"
    url = sqlalchemy_url(database_url)
    admin = psycopg.connect(
        url.set(database="postgres", drivername="postgresql").render_as_string(hide_password=False), autocommit=True
    )

    def restore() -> str:
        engine.dispose()
        admin.execute(f'CREATE DATABASE "{name}" TEMPLATE "{url.database}"')
        return url.set(database=name, drivername="postgresql").render_as_string(hide_password=False)

    yield restore
    admin.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
    admin.close()


def ten_later(engine: Engine, first: int = 0) -> None:
    for n in range(first, first + 10):
        given.finished(engine, f"later:{n}")


@pytest.fixture
def diverged(engine: Engine, database_url: str, restored: Callable[[], str]) -> tuple[Position, str]:
    """A follower of a feed that was at 5 when it was backed up, and the restored feed, which is further than it."""
    migrate.upgrade(database_url)
    for n in range(3):
        given.finished(engine, f"before:{n}")
    url = restored()
    ten_later(engine)
    *_, last = read(database_url)
    other = make_engine(url)
    migrate.upgrade(url)
    ten_later(other)
    ten_later(other, 10)
    other.dispose()
    return last.position, url


@pytest.mark.parametrize("door", [follow, read])
def test_a_follower_of_the_lost_line_is_told(diverged: tuple[Position, str], door: Callable[..., Any]) -> None:
    # Given a follower at 13, and a feed restored from 3 that is at 23
    reached, url = diverged
    # When it goes on there, Then it is told, although the feed holds the next position
    with pytest.raises(FeedRestored, match=r"snapshot.*\[feed_restored\]"):
        next(door(url, after=reached))
    # And a plain number, whose epoch nobody knows, is read as before
    assert next(door(url, after=int(reached))).position == reached + 1


def test_a_follower_under_asyncio_is_told(diverged: tuple[Position, str]) -> None:
    reached, url = diverged

    with pytest.raises(FeedRestored):
        asyncio.run(anext(follow_async(url, after=reached)))


def test_an_epoch_that_begins_while_somebody_follows_is_told(engine: Engine, database_url: str) -> None:
    # Given a follower who waits, and another one in the middle of the changes
    for uri in "ab":
        given.finished(engine, uri)
    with closing(follow(database_url, poll=0.1)) as waiting, closing(follow(database_url, poll=NEVER)) as reading:
        assert [next(waiting).uri, next(waiting).uri, next(reading).uri] == ["a", "b", "a"]
        # When a new epoch begins
        epochs.begin(engine)
        # Then the one is told at the next look, the other one after the changes that it has fetched
        with pytest.raises(FeedRestored):
            next(waiting)
        given.finished(engine, "c")
        assert next(reading).uri == "b"
        with pytest.raises(FeedRestored):
            next(reading)


def test_a_reader_who_starts_again_is_right(diverged: tuple[Position, str], engine: Engine) -> None:
    # Given a cursor that was at the lost line
    reached, url = diverged
    cursor = Cursor("test", "public.where_i_am")
    with engine.connect() as connection:
        mine = connection.connection.driver_connection
        cursor.create(mine)
        cursor.save(mine, reached)
        assert cursor.position(mine).epoch == reached.epoch
        # When the reader takes a snapshot of the restored feed, Then it cannot save that by mistake
        with snapshot(url) as (position, _):
            assert position == 23
        with pytest.raises(CursorMoved, match="epoch"):
            cursor.save(mine, position)
        # And after it has forgotten its position it goes on there
        cursor.forget(mine)
        assert cursor.position(mine) is None
        cursor.save(mine, position)
        assert list(read(url, after=cursor.position(mine))) == []


def test_a_table_of_an_earlier_release_learns_the_epoch(engine: Engine, database_url: str) -> None:
    # Given a cursor's table of the release before, and a reader who has read one change
    for uri in "abc":
        given.finished(engine, uri)
    cursor = Cursor("test", "public.where_i_am")
    with psycopg.connect(database_url, autocommit=True) as mine:
        mine.execute("CREATE TABLE public.where_i_am (reader text PRIMARY KEY, position bigint NOT NULL)")
        mine.execute("INSERT INTO public.where_i_am VALUES ('test', 1)")
        # When the reader starts, twice, and goes on
        cursor.create(mine)
        cursor.create(mine)
        assert cursor.position(mine).epoch is None
        for change in read(database_url, after=cursor.position(mine)):
            cursor.save(mine, change.position)
        # Then its position knows the epoch, and a number without one does not take it away
        assert cursor.position(mine).epoch == epochs.current(engine).epoch
        cursor.save(mine, 4)
        assert (cursor.position(mine), cursor.position(mine).epoch) == (4, epochs.current(engine).epoch)


def test_asyncio_cursors_know_the_epoch(engine: Engine, database_url: str) -> None:
    async def reader(cursor: AsyncCursor) -> Position:
        async with await psycopg.AsyncConnection.connect(database_url) as mine:
            await mine.execute("CREATE TABLE public.where_i_am (reader text PRIMARY KEY, position bigint NOT NULL)")
            await cursor.create(mine)
            async with snapshot_async(database_url) as (position, _):
                await cursor.save(mine, position)
            kept = await cursor.position(mine)
            await cursor.forget(mine)
            assert await cursor.position(mine) is None
            return kept

    given.finished(engine)

    assert asyncio.run(reader(AsyncCursor("test", "public.where_i_am"))).epoch == epochs.current(engine).epoch


def test_an_exported_folder_is_not_continued_from_another_line(
    engine: Engine, database_url: str, tmp_path: Path
) -> None:
    # Given a folder, one of the release before without an epoch, and the changes since
    given.finished(engine, "a")
    into_folder(database_url, tmp_path, Wanted())
    path = tmp_path / "export.json"
    state = json.loads(path.read_text())
    assert UUID(state.pop("epoch")) == epochs.current(engine).epoch
    path.write_text(json.dumps(state))
    given.finished(engine, "b")
    assert into_folder(database_url, tmp_path, Wanted()).position.epoch == epochs.current(engine).epoch
    # When a new epoch begins, and the feed goes on
    epochs.begin(engine)
    given.finished(engine, "c")
    # Then the folder says so, and so does the stream
    with pytest.raises(FeedRestored):
        into_folder(database_url, tmp_path, Wanted())
    since = Position(2, UUID(json.loads(path.read_text())["epoch"]))
    with pytest.raises(FeedRestored):
        into_file(database_url, io.BytesIO(), format=Format.CSV, what=What.ARTICLES, since=since)


def test_the_mirror_begins_anew(diverged: tuple[Position, str], engine: Engine, database_url: str) -> None:
    # Given a mirror of the lost line
    _, url = diverged
    command = [sys.executable, str(ROOT / "deploy" / "consumers" / "mirror.py")]
    subprocess.run([*command, database_url, database_url, "--once"], check=True, timeout=100)
    # When it is run on the restored one
    subprocess.run([*command, url, database_url, "--once"], check=True, timeout=100)
    # Then it holds what that holds
    rows = "SELECT article_id, ordinal, uri, content FROM {} ORDER BY article_id, ordinal"
    with psycopg.connect(url) as there, psycopg.connect(database_url) as here:
        wanted = there.execute(rows.format("onrecord_v1.quotation")).fetchall()
        assert here.execute(rows.format("my_quotation")).fetchall() == wanted
        assert here.execute("SELECT position FROM onrecord_cursor").fetchall() == [(23,)]


def test_the_sweeper_notices_a_restored_database(
    engine: Engine, database_url: str, restored: Callable[[], str], broker: Any
) -> None:
    # Given a database that knows itself, and its copy
    epochs.renew(engine)
    first = epochs.current(engine)
    copy = make_engine(restored(), role="onrecord_writer")
    # When their sweepers look, Then only that of the copy begins a new epoch, and once
    for _ in range(2):
        Sweeper(engine, broker).epoch()
        Sweeper(copy, broker).epoch()
    assert epochs.current(engine) == first
    second = epochs.current(copy)
    assert second.epoch != first.epoch
    assert not second.is_over()
    copy.dispose()


def test_a_server_that_goes_away_as_the_sweeper_looks_is_waited_for(engine: Engine, broker: Any) -> None:
    # Given a server that cuts the connection right before it is asked which database it is
    epochs.renew(engine)
    cut = "SELECT pg_terminate_backend(pg_backend_pid())"
    event.listen(engine, "savepoint", lambda connection, _: connection.exec_driver_sql(cut), once=True)
    # When the sweeper looks, Then it meets a failure that it waits for, and not one that ends it
    with pytest.raises(TRANSIENT):
        Sweeper(engine, broker).epoch()
    # And its next look finds the same epoch
    assert epochs.renew(engine) is None


@pytest.fixture
def broker() -> None:
    """The sweeper's look at the epoch needs no broker."""


@pytest.mark.parametrize(
    ("origin", "over", "over_if_lossless"),
    [
        ("{here}", False, False),
        (None, False, False),
        ("another cluster", True, True),
        ("{tables}/00000000", True, False),
    ],
    ids=["the same", "not noted yet", "another cluster", "another timeline"],
)
def test_which_database_is_another_one(engine: Engine, origin: str | None, over: bool, over_if_lossless: bool) -> None:
    here = epochs.current(engine).here
    assert here is not None
    noted = origin and origin.format(here=here, tables=here.rsplit("/", 1)[0])
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.feed_head SET origin = :origin"), {"origin": noted})

    assert epochs.current(engine).is_over() is over
    assert epochs.current(engine).is_over(lossless_failover=True) is over_if_lossless
    assert (epochs.renew(engine, lossless_failover=True) is not None) is over_if_lossless
    assert epochs.current(engine).origin == here


def test_tables_that_were_dropped_and_restored_are_another_database(engine: Engine) -> None:
    # Given a database that knows itself, When its head is dropped and made again, as pg_restore --clean does
    epochs.renew(engine)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE core.kept (LIKE core.feed_head INCLUDING ALL)"))
        connection.execute(text("INSERT INTO core.kept SELECT * FROM core.feed_head"))
        connection.execute(text("DROP TABLE core.feed_head CASCADE; ALTER TABLE core.kept RENAME TO feed_head"))
    # Then that is noticed
    assert epochs.renew(engine) is not None


def test_the_command_tells_begins_and_keeps_the_epoch(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", "redis://localhost:1")
    settings.cache_clear()
    resources.database.cache_clear()

    def said(*arguments: str) -> str:
        done = CliRunner().invoke(onrecord, ["db", "epoch", *arguments], catch_exceptions=False)
        assert done.exit_code == 0
        return done.stdout

    given.finished(engine, "a")
    first = json.loads(said("--json"))["epoch"]
    with engine.begin() as connection:
        connection.execute(text("UPDATE core.feed_head SET origin = 'elsewhere'"))
    assert "it is over" in said()
    assert said("--keep").strip() == f"{first} at position 1"
    assert first not in said("--new")
    fed = CliRunner().invoke(onrecord, ["feed", "--after", "0", "--epoch", first])
    assert (fed.exit_code, "feed_restored" in fed.stderr) == (66, True)
    told = json.loads(CliRunner().invoke(onrecord, ["feed", "--json"]).stdout)
    assert UUID(told["epoch"]) == epochs.current(engine).epoch
    since = CliRunner().invoke(onrecord, ["export", "--since", "0", "--epoch", first])
    assert (since.exit_code, "feed_restored" in since.stderr) == (66, True)
    assert CliRunner().invoke(onrecord, ["export", "--epoch", first]).exit_code == 2
    resources.database().dispose()
    resources.database.cache_clear()
