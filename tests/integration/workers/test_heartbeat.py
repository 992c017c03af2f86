"""The list of processes in the broker, and the file that a container's probe reads."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.model import PIPELINE_VERSION
from shared.process import host
from shared.settings import settings
from tests.ports import free_port
from workers.machine.background import wait_until
from workers.upkeep import heartbeat
from workers.upkeep.heartbeat import PROCESSES, SILENT_SECONDS, Heartbeat, Process

ALIVE = Path(__file__).parents[3] / "deploy" / "alive.sh"


@pytest.fixture
def broker(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as connection:
        yield connection


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The heartbeat's file."""
    monkeypatch.setenv("ONRECORD_HEARTBEAT_FILE", str(tmp_path / "heartbeat"))
    settings.cache_clear()
    return tmp_path / "heartbeat"


def listed(kind: str, *, where: str = "elsewhere", number: int = 7, turned_at: float) -> Process:
    return Process(
        kind=kind, host=where, pid=number, release="1", pipeline_version=PIPELINE_VERSION,
        started_at=0, turned_at=turned_at, silent_after=SILENT_SECONDS,
    )  # fmt: skip


def probe(file: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], "ONRECORD_HEARTBEAT_FILE": str(file)}
    return subprocess.run(["sh", str(ALIVE), *arguments], env=environment, capture_output=True, text=True, check=False)


def test_the_probe_tells_who_turns_who_waits_and_who_stands(file: Path) -> None:
    # Given a process that has not turned yet, Then the probe fails
    assert "no heartbeat" in probe(file).stdout
    # When it turns, Then it is alive and ready
    heart = Heartbeat("intake")
    heart.turn()
    assert probe(file).returncode == 0
    assert probe(file, "20", "ready").returncode == 0
    # When it waits for a server, Then it is alive, and not ready
    heart.turn("waits: database_unreachable", waits=True)
    assert probe(file, "20").returncode == 0
    assert "waits for a server" in probe(file, "20", "ready").stdout
    # When its last turn was long ago, Then it is not alive
    heart.clock = lambda: time.time() - 100
    heart.turn()
    assert "intake has not turned for" in probe(file, "60").stdout


def test_a_file_that_cannot_be_written_stops_no_loop(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Given a heartbeat's file in a folder that does not exist, When the loop turns, Then it goes on
    monkeypatch.setenv("ONRECORD_HEARTBEAT_FILE", str(tmp_path / "nowhere" / "heartbeat"))
    settings.cache_clear()
    Heartbeat("intake").turn()


def test_a_broker_that_is_away_holds_up_neither_loop_nor_end() -> None:
    # Given a broker that does not answer
    heart = Heartbeat("intake", lambda: redis.Redis(port=free_port(), retry=Retry(NoBackoff(), 0)))
    begun = time.monotonic()
    # When the process shows itself, turns, and ends
    with heart.shown():
        heart.turn()
    # Then nothing waited
    assert time.monotonic() - begun < heartbeat.PATIENCE_SECONDS


def test_an_entry_comes_and_goes_with_the_process(redis_url: str, broker: redis.Redis) -> None:
    # Given a process that shows itself
    heart = Heartbeat("sweeper", lambda: redis.Redis.from_url(redis_url))
    with heart.shown():
        entries: list[Process] = []
        while not entries:
            entries = heartbeat.read(broker)
        # Then it is listed, and not silent
        assert [(one.kind, one.host, one.pid) for one in entries] == [("sweeper", host(), os.getpid())]
        assert not entries[0].silent(time.time())
    # When it ends, Then it is not
    assert heartbeat.read(broker) == []


def test_a_broker_that_comes_back_at_another_address_is_found(
    redis_url: str, broker: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a process whose broker went away, and came back elsewhere
    monkeypatch.setattr(heartbeat, "RENEW_SECONDS", 0.01)
    addresses = iter([f"redis://127.0.0.1:{free_port()}", redis_url])
    heart = Heartbeat("metrics", lambda: redis.Redis.from_url(next(addresses), retry=Retry(NoBackoff(), 0)))
    with heart.shown():
        # Then it is listed there
        assert wait_until(lambda: [one.kind for one in heartbeat.read(broker)] == ["metrics"], 10)
    assert heartbeat.read(broker) == []


def test_a_failed_process_stays_listed(redis_url: str, broker: redis.Redis) -> None:
    # Given a process that ends by an error, Then its entry stays
    def fail() -> None:
        with Heartbeat("sweeper", lambda: redis.Redis.from_url(redis_url)).shown():
            while not heartbeat.read(broker):
                pass
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert len(heartbeat.read(broker)) == 1


def test_what_turns_to_no_effect_is_listed_since_then() -> None:
    # Given a loop that turns, while its watchdog has seen no effect for a minute
    heart = Heartbeat("worker")
    heart.turn()
    heart.stalled_at = time.time() - 60
    # Then it is silent
    assert heart.process().silent(time.time())


def test_entries_of_other_releases_are_read_as_far_as_possible(broker: redis.Redis) -> None:
    # Given an entry with a field that this release does not know, and one that is none
    newer = listed("worker", turned_at=5).model_dump() | {"mood": "good"}
    broker.hset(PROCESSES, "worker@elsewhere:7", str(newer).replace("'", '"'))
    broker.hset(PROCESSES, "worker@elsewhere:8", "nonsense")
    # When the list is read, Then the first is on it
    assert [one.name for one in heartbeat.read(broker)] == ["worker@elsewhere:7"]


def test_the_sweeper_forgets_after_an_hour(broker: redis.Redis) -> None:
    # Given a process silent for 59 minutes, and one for 61
    now = time.time()
    heartbeat.put(broker, listed("worker", turned_at=now - 59 * 60))
    heartbeat.put(broker, listed("intake", turned_at=now - 61 * 60))
    # When the sweeper forgets, Then only the second is gone
    assert heartbeat.forget(broker, now) == 1
    assert [one.kind for one in heartbeat.read(broker)] == ["worker"]


def test_who_starts_takes_the_place_of_the_dead_of_its_machine(broker: redis.Redis) -> None:
    # Given silent entries: of this machine without a process, with one, and of another machine
    gone = 2**22 + 1
    for number, where in ((gone, host()), (os.getpid(), host()), (gone, "elsewhere")):
        heartbeat.put(broker, listed("worker", where=where, number=number, turned_at=0))
    # When a process starts, Then the first is gone
    assert heartbeat.replace_dead(broker, time.time()) == 1
    assert {(one.host, one.pid) for one in heartbeat.read(broker)} == {(host(), os.getpid()), ("elsewhere", gone)}


def test_a_pause_turns_and_ends_when_stopped() -> None:
    # Given a loop that pauses, When it is stopped, Then the pause ends
    heart, stopped = Heartbeat("sweeper"), threading.Event()
    assert not heart.pause(stopped, 0.01)
    threading.Timer(0.1, stopped.set).start()
    assert heart.pause(stopped, 3600)
