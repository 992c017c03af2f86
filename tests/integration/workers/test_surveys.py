"""A survey of real servers: what waits on the broker, and a server that is away, hangs or refuses."""

from __future__ import annotations

import json
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psutil
import pytest
import redis
from click.testing import Result
from sqlalchemy import Engine

from shared.client import Client
from shared.messages import GROUP, INBOX
from shared.settings import settings
from shared.store.engine import make_engine
from tests.faults.servers import Valkey
from tests.integration.store import given
from tests.ports import free_port
from workers.app import QUEUE
from workers.machine.background import wait_until
from workers.survey.broker import ask, connect
from workers.survey.judging import wrong
from workers.survey.taking import DEADLINE_SECONDS, take
from workers.upkeep.heartbeat import Heartbeat, put

Call = Callable[..., Result]


@pytest.fixture
def broker(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[redis.Redis]:
    monkeypatch.setenv("ONRECORD_REDIS_URL", redis_url)
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://127.0.0.1:1/none")
    settings.cache_clear()
    with connect() as client:
        yield client


def submitted(redis_url: str, number: int) -> None:
    with Client(redis_url) as client:
        client.submit_many(given.submission(f"tag:{n}") for n in range(number))


def test_an_empty_broker_has_no_inbox_and_no_group(broker: redis.Redis) -> None:
    found = ask(broker)
    assert (found.inbox, found.oldest_seconds, found.groups, found.processes) == (0, None, (), ())
    assert set(found.queues.values()) == {0}
    assert found.memory_bytes > 0
    assert found.writes_to_disk


def test_the_broker_tells_lag_pending_and_age(broker: redis.Redis, redis_url: str) -> None:
    # Given five entries, of which a reader has taken two and answered one, and a message on a queue
    submitted(redis_url, 5)
    broker.xgroup_create(INBOX, GROUP, id="0")
    [(_, taken)] = dict(broker.xreadgroup(GROUP, "reader", {INBOX: ">"}, count=2)).items()
    answered = (taken[0] if isinstance(taken[0], list) else taken)[0][0]
    broker.xack(INBOX, GROUP, answered)
    broker.xdel(INBOX, answered)
    broker.lpush(QUEUE, "{}")
    put(broker, Heartbeat("intake").process())

    # When it is asked
    found = ask(broker)

    # Then one entry is with the reader, three are unread, and all have an age
    [group] = found.groups
    assert (found.inbox, group.name, group.readers, group.pending, group.lag) == (4, GROUP, 1, 1, 3)
    assert 0 <= (found.oldest_seconds or -1) < 60
    assert found.queues[QUEUE] == 1
    assert [process.kind for process in found.processes] == ["intake"]


def test_an_unread_entry_that_was_deleted_leaves_a_lag_that_can_be_told(broker: redis.Redis, redis_url: str) -> None:
    # Given a group that has read nothing, and an entry deleted from the middle: the server tells no lag then
    broker.xgroup_create(INBOX, GROUP, id="0", mkstream=True)
    submitted(redis_url, 3)
    [_, (middle, _), _] = broker.xrange(INBOX)  # type: ignore[misc]
    broker.xdel(INBOX, middle)

    # When it is asked, Then what is left counts
    assert ask(broker).groups[0].lag == 2


def test_status_tells_of_entries_that_no_intake_reads(call: Call, redis_url: str) -> None:
    # Given 17 entries, and no process
    submitted(redis_url, 17)

    # When people and scripts ask how things stand
    told, checked = call("status"), call("status", "--check")

    # Then both are told, and only the script's exit code says so
    assert told.exit_code == 0
    assert "on the inbox 17 entries" in told.stdout
    assert "wrong        no intake lives, and 17 entries wait on the inbox" in told.stdout
    assert checked.exit_code == 1
    assert call("status", "--check", "--watch").exit_code == 2


def test_status_of_a_dead_broker_says_so(call: Call, engine: Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given articles on their way, and a broker that has died
    given.accepted(engine, "a")
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    settings.cache_clear()

    # When people and scripts ask how things stand
    told, checked = call("status"), call("status", "--check", "--json")

    # Then the database's part is there, the broker's is missing, and the exit code tells of a server
    assert told.exit_code == 0
    assert "on their way 1 before parse" in told.stdout
    assert "wrong        the broker does not answer" in told.stdout
    assert checked.exit_code == 69
    assert '"code": "broker_away"' in checked.stdout


def test_status_without_any_server_tells_scripts_so(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given neither database nor broker
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"postgresql://x@127.0.0.1:{free_port()}/x")
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{free_port()}/0")
    settings.cache_clear()
    # When a script asks, Then it reads both findings, and the exit code says so, too
    told = call("status", "--json")
    assert [finding["code"] for finding in json.loads(told.stdout)["wrong"]] == ["database_away", "broker_away"]
    assert (told.exit_code, "nor does the broker" in told.stderr) == (69, True)


def test_status_without_a_database_tells_of_the_broker(call: Call, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", f"postgresql://127.0.0.1:{free_port()}/none")
    settings.cache_clear()
    told = call("status")
    assert (told.exit_code, told.exception) == (0, None)
    assert "wrong        the database does not answer" in told.stdout
    assert "queues       onrecord 0" in told.stdout


def test_a_schema_that_is_not_there_is_no_database_that_is_away(
    call: Call, empty_database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", empty_database_url)
    settings.cache_clear()
    assert "wrong        the database refuses to tell: relation" in call("status").stdout


@pytest.fixture
def hung(real_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A broker that accepts connections and answers nothing."""
    valkey = Valkey(tmp_path / "valkey")
    assert valkey._process is not None
    server = psutil.Process(valkey._process.pid)
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{valkey.port}/0")
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://127.0.0.1:1/none")
    settings.cache_clear()
    server.suspend()
    try:
        yield
    finally:
        server.send_signal(signal.SIGCONT)
        valkey.stop()


def test_a_broker_that_hangs_is_away_before_a_scrape_ends(hung: None, database_url: str) -> None:
    # Given a broker that hangs, and a database
    engine = make_engine(database_url, keeps=False)
    begun = time.monotonic()

    # When a survey is taken
    found = take(engine)

    # Then it comes in time, with what the database tells
    assert time.monotonic() - begun < DEADLINE_SECONDS + 1
    assert found.broker_away is not None
    assert found.backlog is not None
    assert "broker_away" in [finding.code for finding in wrong(found)]
    assert found.totals is not None
    engine.dispose()


def test_a_broker_with_a_full_disk_is_told_as_such(
    real_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a broker that cannot write, and therefore refuses the first command of whoever comes
    server = Valkey(tmp_path / "valkey")
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{server.port}/0")
    settings.cache_clear()
    try:
        server.fill_disk()
        with server.client() as client:
            assert wait_until(lambda: refuses(client), 20)
        # When a client that has asked nothing yet asks, Then it is told of the disk, and of the memory
        with connect() as first:
            found = ask(first)
        assert (found.writes_to_disk, found.memory_bytes > 0) == (False, True)
    finally:
        # With a full disk it would not end: it will not lose what it could not write.
        server.free_disk()
        server.stop()


def refuses(client: redis.Redis) -> bool:
    try:
        client.xadd(INBOX, {"a": "b"})
    except redis.ResponseError:
        return True
    return False


def test_a_broker_that_allows_no_info_tells_the_rest(broker: redis.Redis) -> None:
    # Given a user of the broker who may do everything but INFO
    broker.execute_command("ACL", "SETUSER", "uninformed", "on", "nopass", "~*", "&*", "+@all", "-info")
    plain = urlsplit(settings().broker())
    url = urlunsplit(plain._replace(netloc=f"uninformed:x@{plain.hostname}:{plain.port}"))

    # When the broker is asked, Then what it does not tell is taken for well
    try:
        with redis.Redis.from_url(url) as uninformed:
            found = ask(uninformed)
        assert (found.memory_bytes, found.memory_limit, found.writes_to_disk) == (0, 0, True)
        assert set(found.queues.values()) == {0}
    finally:
        broker.execute_command("ACL", "DELUSER", "uninformed")
