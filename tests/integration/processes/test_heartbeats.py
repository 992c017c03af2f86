"""A process that stands still shows within half a minute: to its container, and to all who read the broker."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest
import redis

from shared.client import Client
from shared.model import Submission
from shared.settings import Servers
from tests.processes import Started, running
from workers.machine.background import wait_until
from workers.upkeep import heartbeat
from workers.upkeep.heartbeat import Process

KINDS = {"intake": "intake", "sweep": "sweeper", "worker": "worker"}
SEEN_SECONDS = 30.0


@pytest.fixture(scope="module")
def processes(module_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Started]]:
    """One of each kind, once all turn."""
    folder = tmp_path_factory.mktemp("heartbeats")
    with ExitStack() as stack:
        started = {name: stack.enter_context(running(name, module_servers, folder)) for name in KINDS}
        assert wait_until(lambda: all(one.alive("20", "ready") for one in started.values()), 60)
        yield started


@pytest.fixture
def broker(module_servers: Servers) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(module_servers.redis_url) as connection:
        yield connection


def entry(broker: redis.Redis, process: Started) -> Process | None:
    """What the broker tells of a process."""
    return next((one for one in heartbeat.read(broker) if one.pid == process.process.pid), None)


def silent(broker: redis.Redis, process: Started) -> bool:
    """Whether it is listed as silent."""
    found = entry(broker, process)
    return found is not None and found.silent(time.time())


def test_all_are_listed_and_turn(processes: dict[str, Started], broker: redis.Redis) -> None:
    # Given an intake, a sweeper and a worker
    # When the list of processes is read
    assert wait_until(lambda: len(heartbeat.read(broker)) == len(KINDS), 20)
    found = {one.kind: one for one in heartbeat.read(broker)}

    # Then each is there under its kind and number, and none is silent
    assert {kind: one.pid for kind, one in found.items()} == {
        kind: processes[name].process.pid for name, kind in KINDS.items()
    }
    assert not any(one.silent(time.time()) for one in found.values())
    assert all(one.release and one.started_at <= one.turned_at for one in found.values())


def test_stopped_processes_show_within_half_a_minute(processes: dict[str, Started], broker: redis.Redis) -> None:
    # Given three processes that turn
    begun = time.monotonic()

    # When all are stopped (SIGSTOP), as if they hung
    for process in processes.values():
        process.send(signal.SIGSTOP)

    # Then within half a minute the broker lists each as silent, and its container's probe fails
    assert wait_until(lambda: all(silent(broker, one) for one in processes.values()), SEEN_SECONDS)
    assert wait_until(lambda: not any(one.alive("20") for one in processes.values()), SEEN_SECONDS)
    assert time.monotonic() - begun <= SEEN_SECONDS

    # And when they go on, all is well again
    for process in processes.values():
        process.send(signal.SIGCONT)
    assert wait_until(lambda: not any(silent(broker, one) for one in processes.values()), 20)
    assert wait_until(lambda: all(one.alive("20", "ready") for one in processes.values()), 20)


def test_a_hung_pool_shows_although_the_workers_loop_turns(
    processes: dict[str, Started], broker: redis.Redis, module_servers: Servers
) -> None:
    # Given a worker whose children hang, while its own loop turns
    worker = processes["worker"]
    children: list[psutil.Process] = worker.children()
    for child in children:
        child.suspend()

    # When more articles come than it has children
    with Client(module_servers.redis_url) as client:
        client.submit_many(submissions(6))

    # Then within half a minute it is listed as silent, and its container is not restarted for it
    assert wait_until(lambda: silent(broker, worker), SEEN_SECONDS + 10)
    assert worker.alive("20")

    # And when they go on, all is well again
    for child in children:
        child.resume()
    assert wait_until(lambda: not silent(broker, worker), 30)


def test_a_killed_process_stays_listed_as_silent_and_a_stopped_one_does_not(
    module_servers: Servers, tmp_path: Path, broker: redis.Redis
) -> None:
    # Given two more sweepers
    (tmp_path / "second").mkdir()
    with (
        running("sweep", module_servers, tmp_path) as killed,
        running("sweep", module_servers, tmp_path / "second") as stopped,
    ):
        assert wait_until(lambda: entry(broker, killed) is not None and entry(broker, stopped) is not None, 30)

        # When one is killed, and the other asked to stop
        killed.send(signal.SIGKILL)
        stopped.send(signal.SIGTERM)
        assert stopped.process.wait(20) == 0

        # Then the second is off the list, and the first is silent within half a minute
        assert entry(broker, stopped) is None
        assert wait_until(lambda: silent(broker, killed), SEEN_SECONDS)
    # Until one like it starts in its place
    with running("sweep", module_servers, tmp_path):
        assert wait_until(lambda: entry(broker, killed) is None, 30)


def submissions(number: int) -> list[Submission]:
    return [
        Submission(uri=f"urn:heartbeat:{n}", body=f"“The bridge number {n} is safe,” said Ana Lima on Monday.")
        for n in range(number)
    ]
