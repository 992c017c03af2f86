"""Real processes on real servers: intake, sweeper and worker, started once a module."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis
from sqlalchemy import Engine

from shared.client import Client
from shared.settings import Servers, Settings
from shared.store.engine import make_engine
from workers.doors.loader import Loaded, load
from workers.doors.progress import Batch, Progress, known_runs
from workers.machine.supervisor import Supervisor

ROOT = Path(__file__).parents[2]
Run = Callable[..., subprocess.CompletedProcess[str]]


@dataclass
class Stack:
    """A running Onrecord, with the connections that tests need."""

    supervisor: Supervisor
    servers: Servers
    engine: Engine
    broker: redis.Redis

    def put_through(self, *paths: Path) -> Progress:
        """Load files and wait until all are settled."""
        uris = [f"file:{path.name}" for path in paths]
        before = known_runs(self.engine, uris)
        with Client(self.servers.redis_url) as client:
            return self.settle(list(load(client, paths)), before)

    def settle(self, loaded: list[Loaded], before: frozenset[int] = frozenset()) -> Progress:
        """Wait until these are settled; a process that dies fails the test."""
        batch = Batch(self.engine, self.broker, loaded, before)
        return batch.wait(lambda _: None, lambda: self.supervisor.check(self.servers))

    def rows(self, query: str, *values: object) -> list[tuple[object, ...]]:
        """What a reader of the views sees."""
        with psycopg.connect(self.servers.database_url) as connection:
            return connection.execute(query, values).fetchall()  # type: ignore[arg-type]


class BriskSupervisor(Supervisor):
    """The product's supervisor; its sweeper comes by ten times as often as usual, for tests that wait for it."""

    def environment(self, servers: Servers) -> dict[str, str]:
        return super().environment(servers) | {"ONRECORD_SWEEP_SECONDS": "0.5"}


@pytest.fixture(scope="module")
def stack(module_servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """Intake, sweeper and worker as processes, on a database and a broker of this module's own."""
    settings = Settings(
        database_url=module_servers.database_url,  # type: ignore[arg-type]
        redis_url=module_servers.redis_url,  # type: ignore[arg-type]
        home=tmp_path_factory.mktemp("home"),
    )
    supervisor = BriskSupervisor(settings)
    engine = make_engine(module_servers.database_url)
    with supervisor.running() as servers, redis.Redis.from_url(servers.redis_url) as broker:
        yield Stack(supervisor, servers, engine, broker)
        engine.dispose()


@pytest.fixture
def onrecord() -> Run:
    """Run the installed command as a process of its own."""

    def run(
        *arguments: str, stdin: str = "", environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        import os

        return subprocess.run(
            [sys.executable, "-m", "workers.cli", *arguments],
            input=stdin, capture_output=True, text=True, check=False, cwd=ROOT, timeout=240,
            env=os.environ | (environment or {}),
        )  # fmt: skip

    return run
