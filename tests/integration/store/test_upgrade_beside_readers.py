"""An upgrade never stops readers: they see no error and hardly wait, and it waits for none of them for long."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from threading import Event, Thread

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import Connection, Engine, text

from shared.errors import MigrationBlocked
from shared.feed import follow
from shared.settings import settings
from shared.store import migrate, turns
from shared.store.tables import metadata
from tests.integration.store import given
from workers.cli import onrecord
from workers.machine.background import wait_until

READ = """
    SELECT a.uri, a.headline, q.speaker_name, q.content, m.exact, e.roles, s.exact, r.state
    FROM onrecord_v1.article AS a JOIN onrecord_v1.quotation AS q USING (article_id)
    JOIN onrecord_v1.mention AS m USING (article_id) JOIN onrecord_v1.entity AS e USING (article_id)
    JOIN onrecord_v1.quotation_span AS s USING (article_id) JOIN onrecord_v1.run AS r USING (article_id)
    WHERE a.uri = %s LIMIT 1
"""


@pytest.fixture
def older(engine: Engine) -> None:
    """The database as another version has left it: all views are to be replaced."""
    given.finished(engine)
    with engine.begin() as connection:
        connection.execute(text("COMMENT ON SCHEMA onrecord_v1 IS 'Views of another version.'"))


@pytest.fixture
def migration(monkeypatch: pytest.MonkeyPatch) -> None:
    """A migration that adds a column to every table, in a transaction of its own each."""

    def expand(config: object, _: str) -> None:
        connection: Connection = config.attributes["connection"]  # type: ignore[attr-defined]
        for table in metadata.sorted_tables:
            connection.execute(text(f"ALTER TABLE {table.fullname} ADD COLUMN IF NOT EXISTS added text"))
            connection.commit()

    monkeypatch.setattr("shared.store.migrate.command.upgrade", expand)


def test_readers_see_no_error_while_tables_grow_and_views_are_replaced(
    engine: Engine, database_url: str, older: None, migration: None
) -> None:
    # Given three who read in a loop, with prepared statements, and one who follows the feed
    stopped, failures, counts = Event(), [], [0, 0, 0]

    def read(number: int) -> None:
        try:
            with psycopg.connect(database_url, autocommit=True) as connection:
                while not stopped.is_set():
                    assert connection.execute(READ, ("lpa:1",)).fetchall()
                    counts[number] += 1
        except Exception as error:
            failures.append(error)

    def follows() -> None:
        try:
            for change in follow(database_url, poll=0.1):
                if change.uri == "last":
                    return
        except Exception as error:
            failures.append(error)

    threads = [Thread(target=read, args=(n,)) for n in range(3)] + [Thread(target=follows)]
    for thread in threads:
        thread.start()
    assert wait_until(lambda: min(counts) > 10, 30)
    # When the database is upgraded, and they have read on for a while
    migrate.upgrade(database_url)
    reached = list(counts)
    assert wait_until(lambda: all(now > then + 10 for now, then in zip(counts, reached, strict=True)), 30)
    given.finished(engine, "last")
    stopped.set()
    for thread in threads:
        thread.join(timeout=30)
    # Then nobody saw an error, and the upgrade was done
    assert failures == []
    with engine.connect() as connection:
        columns = connection.execute(text("SELECT added FROM core.article")).all()
        said = connection.execute(text("SELECT obj_description('onrecord_v1'::regnamespace)")).scalar_one()
    assert columns
    assert "Views of another version" not in said


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Attempts in quick succession."""
    monkeypatch.setattr(turns, "LOCK_TIMEOUT", "50ms")
    monkeypatch.setattr(migrate, "LOCK_PAUSE", 0.02)


@pytest.fixture
def long_reader(engine: Engine, older: None) -> Iterator[Connection]:
    """Somebody who has read a view in a transaction that is still open."""
    with engine.connect() as connection:
        connection.execute(text("SELECT * FROM onrecord_v1.quotation"))
        yield connection


def test_an_upgrade_that_a_long_reader_blocks_lets_go_tries_again_and_says_so(
    engine: Engine,
    database_url: str,
    long_reader: Connection,
    migration: None,
    hasty: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    # Given an upgrade that waits for somebody who reads for long
    upgrading = Thread(target=migrate.upgrade, args=(database_url,))
    with caplog.at_level(logging.WARNING):
        upgrading.start()
        assert wait_until(lambda: sum("upgrade_waits" in record.message for record in caplog.records) >= 2, 30)
        # Then others read on meanwhile
        with engine.connect() as other:
            other.execute(text("SET statement_timeout = '10s'"))
            assert other.execute(text("SELECT uri FROM onrecord_v1.quotation")).all()
        # And once the transaction has ended, the upgrade is done
        long_reader.rollback()
        upgrading.join(timeout=30)
    assert not upgrading.is_alive()
    said = [record.message for record in caplog.records if "upgrade_waits" in record.message]
    assert "attempt 1 of" in said[0]
    assert "onrecord-tests, idle in transaction" in said[0]
    with engine.connect() as connection:
        told = connection.execute(text("SELECT obj_description('onrecord_v1'::regnamespace)")).scalar_one()
        assert connection.execute(text("SELECT added FROM core.quotation")).all()
    assert "Version 1" in told


def test_an_upgrade_that_is_blocked_for_too_long_gives_up_with_words(
    database_url: str, long_reader: Connection, hasty: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrate, "LOCK_ATTEMPTS", 2)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", "redis://localhost:1")
    settings.cache_clear()

    with pytest.raises(MigrationBlocked, match="onrecord-tests"):
        migrate.upgrade(database_url)
    done = CliRunner().invoke(onrecord, ["db", "upgrade"])
    assert (done.exit_code, done.stderr.count("migration_blocked")) == (75, 1)
    # What it had begun is undone, and the way is free again
    long_reader.rollback()
    migrate.upgrade(database_url)
