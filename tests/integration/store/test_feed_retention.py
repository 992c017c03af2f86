"""The change feed may be kept for a time: the oldest changes go, in order, and a reader who is late is told."""

from __future__ import annotations

from datetime import timedelta

import pytest
import redis
from click.testing import CliRunner
from sqlalchemy import Engine, select, text, update

from shared.errors import FeedPruned
from shared.feed import read, snapshot
from shared.settings import settings
from shared.store import pruning, retracting, tables
from shared.store.pruning import Retention
from tests.integration.store import given
from workers.cli import onrecord
from workers.upkeep.sweep import Sweeper

KEPT = {"rejected_days": 10, "resolved_days": 20, "superseded_days": 30}
CHANGE = tables.change.c


def aged(engine: Engine, days: float, *, up_to: int) -> None:
    """Moves the first changes into the past."""
    older = update(tables.change).where(CHANGE.position <= up_to).values(at=CHANGE.at - timedelta(days=days))
    with engine.begin() as connection:
        connection.execute(older)


def left(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return list(connection.execute(select(CHANGE.position).order_by(CHANGE.position)).scalars())


@pytest.mark.parametrize(
    ("feed_days", "kept"),
    [(None, [1, 2, 3, 4]), (40.0, [1, 2, 3, 4]), (20.0, [3, 4])],
    ids=["for good", "not yet", "past their time"],
)
def test_changes_go_after_their_time(engine: Engine, feed_days: float | None, kept: list[int]) -> None:
    for uri in "abcd":
        given.finished(engine, uri)
    aged(engine, 30, up_to=2)

    pruned = pruning.prune(engine, Retention(**KEPT, feed_days=feed_days), limit=100)

    assert left(engine) == kept
    assert pruned.changes == 4 - len(kept)


def test_the_newest_change_stays_however_old_and_a_clock_set_back_makes_no_hole(engine: Engine) -> None:
    # Given changes of which the second says that it is new, though the third is old
    for uri in "abc":
        given.finished(engine, uri)
    aged(engine, 30, up_to=3)
    aged(engine, -30, up_to=2)
    aged(engine, 30, up_to=1)
    kept = Retention(**KEPT, feed_days=20)
    # When pruned, Then only what comes before it goes
    assert [pruning.prune(engine, kept, limit=1).changes for _ in range(3)] == [1, 0, 0]
    assert left(engine) == [2, 3]
    # And once all are old, all but the newest
    aged(engine, 60, up_to=3)
    assert pruning.prune(engine, kept, limit=100).changes == 1
    assert left(engine) == [3]


def test_from_the_setting_to_the_late_reader(
    engine: Engine, database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a sweeper that keeps the feed for a week, and changes of which two are older
    monkeypatch.setenv("ONRECORD_FEED_DAYS", "7")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", redis_url)
    settings.cache_clear()
    for uri in "ab":
        given.finished(engine, uri)
    retracting.retract(engine, "a")
    aged(engine, 8, up_to=2)
    # When it has looked
    with redis.Redis.from_url(redis_url) as broker:
        assert Sweeper(engine, broker).prune().changes == 2
    # Then the bounds say so
    with engine.connect() as connection:
        bounds = connection.execute(text("SELECT first_position, last_position FROM onrecord_v1.feed_bounds")).one()
    assert tuple(bounds) == (3, 3)
    # And a reader who was late is told what to do, a reader who was not goes on
    with pytest.raises(FeedPruned, match="snapshot"):
        next(read(database_url, after=1))
    told = CliRunner().invoke(onrecord, ["feed", "--after", "1"])
    assert (told.exit_code, told.stderr.count("feed_pruned")) == (66, 1)
    assert [change.uri for change in read(database_url, after=2)] == ["a"]
    # And the snapshot it takes leads on without a gap
    with snapshot(database_url) as (position, connection):
        assert connection.execute("SELECT uri FROM onrecord_v1.article").fetchall() == [("b",)]
    given.finished(engine, "c")
    assert [change.uri for change in read(database_url, after=position)] == ["c"]
