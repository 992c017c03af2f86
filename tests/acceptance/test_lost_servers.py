"""Embedded servers that die or hang under `onrecord up`: they come back, nothing is lost, and `down` does not wait."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from shared.settings import Settings
from tests.acceptance.conftest import Run
from tests.folders import server_folder
from workers.machine import home as folder_of_up
from workers.machine.background import wait_until
from workers.machine.logs import rotate
from workers.machine.postgres import first_process, processes_in
from workers.machine.supervisor import PROCESSES, Supervisor

SEEDS = Path("seeds/articles")
SEEN_SECONDS = 15.0
"""How long a dead server may stay away: the supervisor looks twice a second, the rest is a busy machine's."""

DOWN_SECONDS = 30.0
"""How long `down` may take: 2 to 5 s on free cores, several times that on busy ones. Before, it waited for 62 s."""


def postgres_of(home: Path) -> list[psutil.Process]:
    return first_process(home / "postgres")


def valkey_of(home: Path) -> list[psutil.Process]:
    return processes_in(home / "valkey", "valkey-server")


SERVERS = pytest.mark.parametrize("of", [postgres_of, valkey_of], ids=["postgres", "valkey"])
Of = Callable[[Path], list[psutil.Process]]


@pytest.fixture
def home(real_server: None) -> Iterator[Path]:
    with server_folder("onrecord lost ") as folder:
        yield folder / "home"


@pytest.fixture
def here(home: Path) -> dict[str, str]:
    return {"ONRECORD_HOME": str(home), "ONRECORD_CONCURRENCY": "1"}


@pytest.fixture
def up(onrecord: Run, home: Path, here: dict[str, str]) -> Iterator[None]:
    assert onrecord("up", environment=here).returncode == 0
    yield
    onrecord("down", environment=here)


def down_in_time(onrecord: Run, here: dict[str, str]) -> None:
    begun = time.monotonic()
    down = onrecord("down", environment=here)
    assert down.returncode == 0, down.stderr
    assert time.monotonic() - begun < DOWN_SECONDS


@SERVERS
def test_a_killed_server_comes_back_and_nothing_is_lost(
    onrecord: Run, home: Path, here: dict[str, str], up: None, of: Of
) -> None:
    # Given Onrecord up with articles on their way
    files = sorted(path for path in SEEDS.iterdir() if path.suffix == ".txt")
    first, second = files[: len(files) // 2], files[len(files) // 2 :]
    assert onrecord("load", *map(str, first), environment=here).returncode == 0
    (before,) = of(home)
    noted = folder_of_up.read_note(Settings(home=home))["servers"]
    # When a server is killed
    before.kill()
    # Then it comes back by itself, at the same address, and the log tells so
    assert wait_until(lambda: [p.pid for p in of(home)] not in ([], [before.pid]), SEEN_SECONDS)
    assert wait_until(lambda: "server_restarted" in (home / "log" / "up.log").read_text(), SEEN_SECONDS)
    assert (home / "log" / "up.log").read_text().count("server_lost") == 1
    assert folder_of_up.read_note(Settings(home=home))["servers"] == noted
    # Then the articles of before and after are all on record
    loaded = onrecord("load", *map(str, files), "--wait", environment=here)
    assert loaded.returncode == 0, loaded.stderr
    status = json.loads(onrecord("status", "--json", environment=here).stdout)
    assert (status["articles"], status["quarantined"], status["rejected"]) == (len(first) + len(second), 0, 0)
    down_in_time(onrecord, here)
    assert valkey_of(home) == postgres_of(home) == []


@SERVERS
@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP], ids=["dead", "hung"])
def test_down_does_not_wait_for_a_lost_server(
    onrecord: Run, home: Path, here: dict[str, str], up: None, of: Of, number: signal.Signals
) -> None:
    # Given Onrecord up, and a server that has just died or hangs
    (process,) = of(home)
    process.send_signal(number)
    # When it is stopped, Then it ends in time, and nothing is left
    down_in_time(onrecord, here)
    assert valkey_of(home) == postgres_of(home) == []
    assert processes_in(home / "postgres", "postgres") == []


def test_a_broker_whose_port_was_taken_moves(home: Path, onrecord: Run) -> None:
    # Given everything under a supervisor
    settings = Settings(home=home, concurrency=1)
    supervisor = Supervisor(settings)
    with supervisor.running() as servers:
        pids = {child.pid for child in supervisor.children.values()}
        # When the broker dies, and another program takes its port
        port = int(servers.redis_url.rsplit(":", 1)[1].partition("/")[0])
        (broker,) = valkey_of(home.resolve())
        broker.kill()
        with socket.socket() as taken:
            taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            assert wait_until(lambda: _takes(taken, port), 10)
            # Then the broker moves, the processes follow it, and the note tells where it is
            assert wait_until(lambda: _moved(supervisor, pids), 60)
            noted = folder_of_up.read_note(settings)["servers"]
            assert noted["redis_url"] != servers.redis_url
            assert noted["database_url"] == servers.database_url
            here = {"ONRECORD_HOME": str(home)}
            one = sorted(SEEDS.glob("*.txt"))[0]
            # When the logs begin anew while the processes write to them, Then they go on, without a hole
            rotate(supervisor.logs(), largest=1)
            assert onrecord("load", str(one), "--wait", environment=here).returncode == 0
            said = supervisor.log_file("worker").read_bytes()
            assert b"disposition" in said
            assert b"\0" not in said
    with suppress(ProcessLookupError):
        assert not any(os.kill(pid, 0) for pid in pids)


def _takes(taken: socket.socket, port: int) -> bool:
    try:
        taken.bind(("127.0.0.1", port))
        taken.listen()
    except OSError:
        return False
    return True


def _moved(supervisor: Supervisor, pids: set[int]) -> bool:
    assert supervisor.at is not None
    supervisor.check(supervisor.at)
    now = {child.pid for child in supervisor.children.values() if child.poll() is None}
    return len(now) == len(PROCESSES) and not now & pids
