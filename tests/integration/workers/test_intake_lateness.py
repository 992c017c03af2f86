"""Two readers of one inbox, one of which dies: what it held never undoes what the other one has read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from shared.client import Client
from shared.messages import GROUP, INBOX
from shared.model import Submission
from shared.store import reading, watching
from shared.store.engine import make_engine
from workers.doors import intake as module
from workers.doors.intake import Intake

OLD = Submission(uri="tag:a", text="Ferry returns\n\nIt sails again.")
NEW = Submission(uri="tag:a", text="Ferry returns in June\n\nIt sails again.")
NEWEST = Submission(uri="tag:a", text="Ferry returns in July\n\nIt sails again.")


@pytest.fixture
def readers(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Intake, Intake]]:
    """One that will die, and one that lives."""
    monkeypatch.setattr(module, "publish_all", lambda _: None)
    monkeypatch.setattr(module, "ABANDONED_MS", 0)
    engine = make_engine(database_url)
    with redis.Redis.from_url(redis_url) as broker:
        dying, living = Intake(engine, broker, consumer="dying"), Intake(engine, broker, consumer="living")
        dying.prepare()
        yield dying, living
    engine.dispose()


def test_what_was_answered_but_not_taken_off_is_no_new_version(
    readers: tuple[Intake, Intake], redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a reader that dies between its answer and the acknowledgement
    dying, living = readers
    with Client(redis_url) as client:
        client.submit(OLD)
        monkeypatch.setattr(dying, "take_off", lambda _: None)
        dying.answer(dying.fresh(">"))
        # When another one reads newer content, and then what was left behind
        client.submit(NEW)
    living.answer(living.fresh(">"))
    living.answer(living.abandoned())
    # Then the newer content stands, and nothing was refused
    [state] = reading.run_states(living.engine, ["tag:a"])
    assert state.version == 2
    assert (watching.open_runs(living.engine), reading.status(living.engine).rejected) == (2, 0)
    assert living.broker.xpending(INBOX, GROUP)["pending"] == 0  # type: ignore[index]


def test_what_was_held_and_overtaken_is_refused_on_the_record(readers: tuple[Intake, Intake], redis_url: str) -> None:
    # Given a reader that dies with an entry that nobody has answered, while another one reads a newer one
    dying, living = readers
    with Client(redis_url) as client:
        client.submit(OLD)
        living.answer(living.fresh(">"))
        held = client.submit(NEW)
        dying.fresh(">")
        client.submit(NEWEST)
    living.answer(living.fresh(">"))
    # When it is read at last, Then it is no version, and its producer is told
    living.answer(living.abandoned())
    [refused] = watching.rejections(living.engine, [held])
    assert (refused.uri, refused.code) == ("tag:a", "overtaken")
    assert reading.run_states(living.engine, ["tag:a"])[0].version == 2
