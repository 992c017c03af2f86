"""What stands still is seen within half a minute by people (`onrecord status`) and Prometheus (`onrecord metrics`)."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest
from click.testing import CliRunner
from prometheus_client.parser import text_string_to_metric_families

from shared.client import Client
from shared.settings import Servers, settings
from tests.faults.servers import Valkey
from tests.integration.store import given
from tests.ports import free_port
from tests.processes import Started, running
from workers.cli import onrecord
from workers.machine.background import wait_until

SEEN_SECONDS = 30.0
KINDS = {"intake": "intake", "sweep": "sweeper", "worker": "worker"}
NOWHERE = Servers(database_url="postgresql://127.0.0.1:1/none", redis_url="redis://127.0.0.1:1/0")


@dataclass(frozen=True)
class Metrics:
    """A running `onrecord metrics`."""

    process: subprocess.Popen[bytes]
    port: int

    def get(self, path: str) -> str:
        """The page at this path."""
        with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=20) as answer:
            return str(answer.read().decode())

    def value(self, name: str, **labels: str) -> float | None:
        """The value of a metric, as Prometheus would read it now; None if it is not told."""
        told = text_string_to_metric_families(self.get("/metrics"))
        found = (s.value for family in told for s in family.samples if s.name == name and s.labels == labels)
        return next(found, None)

    def answers(self) -> bool:
        """Whether it listens by now."""
        try:
            return self.get("/-/healthy") == "alive\n"
        except OSError:
            return False


@contextmanager
def measuring(servers: Servers, folder: Path) -> Iterator[Metrics]:
    """`onrecord metrics` on a port of its own, while the block runs."""
    port = free_port()
    environment = os.environ | {
        "ONRECORD_DATABASE_URL": servers.database_url, "ONRECORD_REDIS_URL": servers.redis_url,
    }  # fmt: skip
    command = [sys.executable, "-m", "workers.cli", "metrics", "--listen", f":{port}"]
    with (folder / "metrics.log").open("ab") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    metrics = Metrics(process, port)
    try:
        assert wait_until(metrics.answers, 60), (folder / "metrics.log").read_text()
        yield metrics
    finally:
        process.terminate()
        process.wait(20)


@pytest.fixture(scope="module")
def broker(real_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Valkey]:
    """A broker of this module's own, which may be killed."""
    valkey = Valkey(tmp_path_factory.mktemp("seen") / "valkey")
    yield valkey
    valkey.stop()


@pytest.fixture(scope="module")
def own_servers(module_servers: Servers, broker: Valkey) -> Servers:
    return Servers(database_url=module_servers.database_url, redis_url=f"redis://127.0.0.1:{broker.port}/0")


@pytest.fixture(scope="module")
def processes(own_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Started]]:
    """Intake, sweeper and worker, once all turn."""
    folder = tmp_path_factory.mktemp("processes")
    with ExitStack() as stack:
        started = {name: stack.enter_context(running(name, own_servers, folder)) for name in KINDS}
        assert wait_until(lambda: all(one.alive("20", "ready") for one in started.values()), 90)
        yield started


@pytest.fixture(scope="module")
def metrics(own_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Metrics]:
    with measuring(own_servers, tmp_path_factory.mktemp("metrics")) as found:
        yield found


@pytest.fixture
def wrong(own_servers: Servers, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What `onrecord status` says is wrong."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", own_servers.database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", own_servers.redis_url)
    settings.cache_clear()

    def ask() -> list[str]:
        done = CliRunner().invoke(onrecord, ["status", "--json"])
        assert done.exit_code == 0, done.output
        return [finding["what"] for finding in json.loads(done.stdout)["wrong"]]

    return ask


def test_a_healthy_one_has_nothing_wrong(
    processes: dict[str, Started], metrics: Metrics, wrong: Callable[[], list[str]]
) -> None:
    # Given intake, sweeper, worker and the metrics process, all of which turn
    # When status and metrics are asked, Then all live, and nothing is wrong
    assert wait_until(lambda: wrong() == [], SEEN_SECONDS)
    for kind in (*KINDS.values(), "metrics"):
        assert metrics.value("onrecord_processes", kind=kind, state="alive") == 1
        assert (metrics.value("onrecord_process_turn_age_seconds", kind=kind) or 0) < 20
    assert {metrics.value("onrecord_up", server=server) for server in ("database", "broker")} == {1}


def test_a_broker_that_hangs_and_one_that_is_gone_are_seen(
    processes: dict[str, Started], metrics: Metrics, broker: Valkey, wrong: Callable[[], list[str]]
) -> None:
    # Given a broker that is stopped (SIGSTOP), as if it hung
    assert broker._process is not None
    server = psutil.Process(broker._process.pid)
    begun = time.monotonic()
    server.suspend()

    # When status and metrics are asked, Then both say so in time, and the database's part is there
    assert wait_until(lambda: any("the broker does not answer" in what for what in wrong()), SEEN_SECONDS)
    assert wait_until(lambda: metrics.value("onrecord_up", server="broker") == 0, SEEN_SECONDS)
    assert time.monotonic() - begun <= SEEN_SECONDS
    assert metrics.value("onrecord_up", server="database") == 1
    assert metrics.value("onrecord_runs_open", stage="parse") == 0
    assert metrics.value("onrecord_inbox_entries") is None

    # And the same when it is killed
    server.send_signal(signal.SIGCONT)
    assert wait_until(lambda: metrics.value("onrecord_up", server="broker") == 1, SEEN_SECONDS)
    broker.kill()
    assert wait_until(lambda: any("the broker does not answer" in what for what in wrong()), SEEN_SECONDS)
    assert wait_until(lambda: metrics.value("onrecord_up", server="broker") == 0, SEEN_SECONDS)

    # And when it is back, all is well again by itself
    broker.start()
    assert wait_until(lambda: metrics.value("onrecord_up", server="broker") == 1, SEEN_SECONDS)
    assert wait_until(lambda: wrong() == [], SEEN_SECONDS)


def test_a_killed_intake_and_hung_sweeper_and_worker_are_seen(
    processes: dict[str, Started], metrics: Metrics, own_servers: Servers, wrong: Callable[[], list[str]]
) -> None:
    # Given an intake that is killed (kill -9), a sweeper and a worker that are stopped (SIGSTOP), and 17 submissions
    begun = time.monotonic()
    processes["intake"].send(signal.SIGKILL)
    processes["sweep"].send(signal.SIGSTOP)
    processes["worker"].send(signal.SIGSTOP)
    processes["intake"].process.wait(20)
    with Client(own_servers.redis_url) as client:
        client.submit_many(given.submission(f"tag:{n}") for n in range(17))

    # When status and metrics are asked again and again
    seen = wait_until(lambda: sum(what.startswith("no ") for what in wrong()) == 3, SEEN_SECONDS)
    assert wait_until(
        lambda: all(metrics.value("onrecord_processes", kind=k, state="silent") == 1 for k in KINDS.values()),
        SEEN_SECONDS,
    )

    # Then within half a minute both tell of all three, and of what waits
    assert seen
    assert time.monotonic() - begun <= SEEN_SECONDS
    said = wrong()
    assert "no intake lives, and 17 entries wait on the inbox" in said
    assert {"no sweeper lives", "no worker lives"} <= set(said)
    assert sum("has been silent for" in what for what in said) == 3
    assert metrics.value("onrecord_inbox_entries") == 17
    assert metrics.value("onrecord_group_lag", group="intake") == 17

    # And when two go on, only the dead one is missed
    for name in ("sweep", "worker"):
        processes[name].send(signal.SIGCONT)
    assert wait_until(lambda: missed(wrong()) == ["no intake lives"], SEEN_SECONDS)


def missed(said: list[str]) -> list[str]:
    """The kinds of processes of which none lives."""
    return [what.split(",")[0] for what in said if what.startswith("no ")]


def test_metrics_are_served_though_no_server_answers(real_server: None, tmp_path: Path) -> None:
    # Given a metrics process whose database and broker are away
    with measuring(NOWHERE, tmp_path) as metrics:
        # When it is scraped, Then it says so, and nothing that it cannot know
        assert {metrics.value("onrecord_up", server=server) for server in ("database", "broker")} == {0}
        assert metrics.value("onrecord_runs_open", stage="parse") is None
        assert metrics.process.poll() is None

        # When it is asked to end, Then it does
        metrics.process.terminate()
        assert metrics.process.wait(20) == 0


def test_an_address_that_is_taken_is_told(own_servers: Servers, metrics: Metrics) -> None:
    environment = {"ONRECORD_DATABASE_URL": own_servers.database_url, "ONRECORD_REDIS_URL": own_servers.redis_url}
    command = [sys.executable, "-m", "workers.cli", "metrics", "--listen", f":{metrics.port}"]
    done = subprocess.run(
        command, env=os.environ | environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 78
    assert f"cannot listen on 127.0.0.1:{metrics.port}" in done.stderr
