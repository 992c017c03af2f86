"""Everything that a fault can hit: servers, proxies, the product's own processes under its own supervisor."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import redis
from sqlalchemy import Engine

from shared.client import Client
from shared.model import Submission
from shared.settings import Servers
from shared.store import reading, watching
from shared.store.records import RunState, RunStatus
from tests.faults.brokers import RabbitMQ, Sentinelled
from tests.faults.plug import SLOW
from tests.faults.proxy import Proxy
from tests.faults.servers import Postgres, Valkey
from workers.base import TRANSIENT
from workers.machine.supervisor import PROCESSES, Supervisor

POLL_SECONDS = 0.05


class PluggedSupervisor(Supervisor):
    """The product's supervisor; its processes have the faults plugged in."""

    def command(self, name: str) -> list[str]:
        return [sys.executable, "-m", "tests.faults.plug", name]

    def environment(self, servers: Servers) -> dict[str, str]:
        queues = self.settings.queue_url
        return super().environment(servers) | ({"ONRECORD_QUEUE_URL": queues.get_secret_value()} if queues else {})


@dataclass
class World:
    """A running Onrecord and the means to hurt it."""

    database: Postgres
    database_proxy: Proxy
    supervisor: PluggedSupervisor
    servers: Servers
    engine: Engine
    folder: Path
    quick: bool
    rng: random.Random = field(default_factory=lambda: random.Random(5))
    # Which of these are there depends on the kind of world.
    broker: Valkey = None  # type: ignore[assignment]
    broker_proxy: Proxy = None  # type: ignore[assignment]
    sentinel: Sentinelled = None  # type: ignore[assignment]
    rabbitmq: RabbitMQ = None  # type: ignore[assignment]
    rabbitmq_proxy: Proxy = None  # type: ignore[assignment]

    # --- the processes

    def process(self, name: str) -> psutil.Process:
        """intake, sweep or worker, once it runs."""
        self.wait(lambda: self.supervisor.children[name].poll() is None, 120)
        return psutil.Process(self.supervisor.children[name].pid)

    def child(self) -> psutil.Process:
        """Any of the worker's children that do the stages."""
        self.wait(lambda: bool(self.process("worker").children()), 120)
        return self.rng.choice(self.process("worker").children())

    @contextmanager
    def another(self, name: str) -> Iterator[None]:
        """One more intake, sweeper or worker, beside the supervised one; asked to end at the end of the block."""
        with self.supervisor.log_file(name).open("ab") as log:
            process = subprocess.Popen(
                self.supervisor.command(name), env=self.supervisor.environment(self.servers), stdout=log, stderr=log
            )
        try:
            yield
        finally:
            process.terminate()
            process.wait(120)

    def command(self, *words: str) -> None:
        """A command of Onrecord, as an operator types it in the world's folder."""
        done = subprocess.run(
            [sys.executable, "-m", "workers.cli", *words],
            env=self.supervisor.environment(self.servers) | {"PYTHONPATH": str(Path.cwd())},
            cwd=self.folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr

    def ask(self, fault: str) -> Callable[[], bool]:
        """Ask the plugged processes for a fault, once; the answer tells whether it has come."""
        wanted = self.folder / fault
        wanted.touch()
        return lambda: not wanted.exists()

    @contextmanager
    def slow_stages(self) -> Iterator[None]:
        """Stages take long while the block runs."""
        wanted = self.folder / SLOW
        wanted.touch()
        try:
            yield
        finally:
            wanted.unlink(missing_ok=True)

    def log_sizes(self) -> dict[str, int]:
        """How much each process has said so far."""
        return {name: self.supervisor.log_file(name).stat().st_size for name in PROCESSES}

    def said_since(self, sizes: dict[str, int], words: str) -> bool:
        """Whether any process has said these words since."""
        return any(words.encode() in self.supervisor.log_file(n).read_bytes()[size:] for n, size in sizes.items())

    def last_words(self, lines: int = 12) -> str:
        """The end of each process's log, for who looks into a failure."""
        logs = {name: self.supervisor.log_file(name).read_text("utf-8", "replace").splitlines() for name in PROCESSES}
        return "\n".join(f"--- {name}\n" + "\n".join(log[-lines:]) for name, log in logs.items())

    # --- time

    def pause(self, least: float, most: float) -> None:
        """A moment of random length, in which the processes are supervised."""
        until = time.monotonic() + self.rng.uniform(least, most)
        while time.monotonic() < until:
            self.supervisor.check(self.servers)
            time.sleep(POLL_SECONDS)

    def wait(self, condition: Callable[[], bool], seconds: float) -> None:
        """Wait for a condition, with the processes supervised and servers perhaps away. Raises TimeoutError."""
        deadline = time.monotonic() + seconds
        while time.monotonic() < deadline:
            self.supervisor.check(self.servers)
            try:
                if condition():
                    return
            except TRANSIENT:
                pass
            time.sleep(POLL_SECONDS)
        raise TimeoutError(f"not within {seconds} s: {self.what_is_open()}\n{self.last_words()}")

    # --- the articles

    def submit(self, submissions: list[Submission]) -> None:
        """Put them on the inbox, past the proxy: the producer is not the one who is tested."""
        url = self.sentinel.url if self.sentinel else f"redis://127.0.0.1:{self.broker.port}/0"
        with Client(url) as client:
            client.submit_many(submissions)

    def states(self, uris: list[str]) -> list[RunStatus]:
        return reading.run_states(self.engine, uris)

    def ended(self, uris: list[str]) -> int:
        """How many of them are done or quarantined."""
        return sum(state.state is not RunState.OPEN for state in self.states(uris))

    def what_is_open(self) -> str:
        try:
            return f"{watching.open_runs(self.engine)} runs are open"
        except TRANSIENT as error:
            return str(error)

    def direct_broker(self) -> redis.Redis:
        return self.sentinel.master().client() if self.sentinel else self.broker.client()
