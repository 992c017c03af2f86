"""Behind PgBouncer in transaction mode, with one login for all: everybody works, and nobody leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial
from threading import Thread
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
import redis
from sqlalchemy import Engine, text

from shared.errors import MigrationBusy, NotAllowed, PoolerFound
from shared.feed import follow, read, snapshot
from shared.messages import Change
from shared.settings import Settings
from shared.store import accepting, migrate, reading, retracting, runs, turns, watching
from shared.store.engine import is_pooled, make_engine
from shared.store.revisions import check_schema
from tests.integration.store import given
from tests.pooler import needs_pgbouncer, pooled
from workers import pipeline
from workers.app import QUEUE, make_app
from workers.upkeep.sweep import Sweeper

pytestmark = needs_pgbouncer()

ARTICLES = 12
NOWHERE = "postgresql://localhost:1/none"


@pytest.fixture
def pooler(database_url: str) -> Iterator[str]:
    """The database's URL through a pooler that has two connections for everybody."""
    with pooled(database_url) as url:
        yield url


@pytest.fixture
def engines(pooler: str) -> Iterator[SimpleNamespace]:
    """The engines of the processes."""
    made = {name: make_engine(pooler, role=f"onrecord_{name}") for name in ("intake", "worker", "writer")}
    yield SimpleNamespace(**made)
    for engine in made.values():
        engine.dispose()


def session(url: str, *settings: str) -> list[Any]:
    """What a stranger who comes after us finds in the session that it gets."""
    with psycopg.connect(url, autocommit=True, prepare_threshold=None) as connection:
        row = connection.execute("SELECT " + ", ".join(f"current_setting('{name}')" for name in settings)).fetchone()
        assert row is not None
        return list(row)


def put_through(engines: SimpleNamespace, uri: str) -> None:
    new = accepting.accept(engines.intake, given.submission(uri), "1", stream_id=None)
    runs.mark_sent(engines.intake, [new.run_id])
    given.finish(engines.worker, new.run_id, uri)
    assert watching.open_runs(engines.intake) >= 0


def test_many_at_once_take_and_save_and_each_acts_as_itself(engines: SimpleNamespace, pooler: str) -> None:
    # Given intake, workers and writer on two connections, When many articles go their way at once
    for engine in vars(engines).values():
        check_schema(engine)
        with engine.connect() as connection:
            assert is_pooled(connection)
    given.all_at_once([partial(put_through, engines, f"uri:{n}") for n in range(ARTICLES)])
    retracting.retract(engines.writer, "uri:0")
    # Then all are there, in a feed without gaps, also for a follower behind the pooler
    assert reading.status(engines.worker).articles == ARTICLES - 1
    assert [change.position for change in read(pooler)] == list(range(1, ARTICLES + 2))
    # And none could do what its role may not
    with pytest.raises(NotAllowed, match="permission denied"), engines.worker.begin() as connection:
        connection.execute(text("DELETE FROM core.rejected"))


def test_nothing_is_left_in_the_sessions_of_others(engines: SimpleNamespace, pooler: str) -> None:
    # Given the session as the pooler gives it
    names = ("role", "statement_timeout", "lock_timeout", "idle_in_transaction_session_timeout")
    before = session(pooler, *names)
    # When everybody has worked, also statement by statement, and often enough for statements to be prepared
    for n in range(8):
        put_through(engines, f"uri:{n}")
        with snapshot(pooler) as (_, views):
            views.execute("SELECT count(*) FROM onrecord_v1.article")
    # Then it is as before, and no statement lies about in it
    assert session(pooler, *names) == before
    with psycopg.connect(pooler, autocommit=True, prepare_threshold=None) as connection:
        assert connection.execute("SELECT name FROM pg_prepared_statements").fetchall() == []
        assert connection.execute("SELECT * FROM pg_listening_channels()").fetchall() == []


def test_a_transaction_has_its_role_and_its_bounds(engines: SimpleNamespace) -> None:
    with engines.writer.begin() as connection:
        bounds = [connection.execute(text(f"SHOW {name}")).scalar_one() for name in ("role", "statement_timeout")]
    assert bounds == ["onrecord_writer", "1min"]


def test_the_sweeper_sweeps_on_and_on(
    engines: SimpleNamespace, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given an article that nobody works on, and a sweeper beside another one
    app = make_app(Settings(database_url=NOWHERE, redis_url=redis_url))  # type: ignore[arg-type]
    monkeypatch.setattr(pipeline, "app", app)
    with redis.Redis.from_url(redis_url) as broker:
        accepting.accept(engines.intake, given.submission(), "1")
        sweepers = [Sweeper(engines.writer, broker), Sweeper(engines.writer, broker)]
        # When they sweep often enough for statements to be prepared, Then none fails
        for _ in range(10):
            for sweeper in sweepers:
                sweeper.epoch()
                sweeper.sweep()
                sweeper.identities()
                sweeper.prune_at = 0.0
                sweeper.prune()
        assert broker.llen(QUEUE) == 1
    app.close()


def test_a_follower_polls(engines: SimpleNamespace, pooler: str) -> None:
    # Given somebody who follows behind the pooler, When articles come, Then they are seen within a poll
    seen: list[Change] = []
    with closing(follow(pooler, poll=0.1)) as changes:
        reader = Thread(target=lambda: seen.extend(next(changes) for _ in range(3)))
        reader.start()
        for uri in "abc":
            put_through(engines, uri)
        reader.join(timeout=60)
    assert [change.uri for change in seen] == ["a", "b", "c"]


def test_an_upgrade_through_the_pooler_is_refused_and_leaves_no_lock(pooler: str, database_url: str) -> None:
    # Given an upgrade by the pooler's URL, Then it is refused with the cure, as often as it is tried
    for _ in range(2):
        with pytest.raises(PoolerFound, match=r"ONRECORD_MIGRATION_URL.*\[pooler_found\]"):
            migrate.upgrade(pooler)
    # And nobody has to wait for it
    migrate.upgrade(database_url)


def test_an_upgrade_says_for_whom_it_waits(
    engine: Engine, database_url: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    # Given an upgrade that hangs, and one that comes after it and has little patience
    monkeypatch.setattr(turns, "PATIENCE_SECONDS", 0.5)
    with turns.exclusively(database_url) as holder:
        pid = holder.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with pytest.raises(MigrationBusy, match=rf"pid {pid} \(.*onrecord-migrate.*pg_stat_activity"):
            migrate.upgrade(database_url)
    # Then it has said so at once
    assert f"upgrade_waits: for the upgrade of pid {pid} (" in caplog.text
