"""Servers of a bench's own, the service on them when it is asked for, and what all of its processes cost and hold."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
import psutil
import psycopg
import redis

from shared.client import Client
from shared.model import Submission
from shared.settings import Settings
from shared.store import migrate
from shared.store.engine import make_engine
from shared.store.identities import assigning
from tests.bench.core import Spent
from workers.machine.background import wait_until
from workers.machine.local import LocalServers
from workers.machine.supervisor import Supervisor

ROLES = ("intake", "sweep", "worker", "postgres", "valkey")
"""Words of the processes' command lines: `python -m workers.cli intake`; the first that is there tells the role."""

WAIT_SECONDS = 900.0

MB = 2**20


class Machine:
    """Migrated servers of a bench's own, and the service on them when it is asked for."""

    def __init__(self, folder: Path, local: LocalServers) -> None:
        self.folder, self.servers = folder, local.servers
        migrate.upgrade(self.servers.database_url)
        self.engine = make_engine(self.servers.database_url)
        self.client = Client(self.servers.redis_url)
        self._postmaster = int((folder / "postgres" / "postmaster.pid").read_text("utf-8").split()[0])
        self._at_sight: Counter[str] = Counter()
        self._watch = psycopg.connect(self.servers.database_url, autocommit=True)

    @contextmanager
    def service(self, children: int, **settings: str) -> Iterator[Supervisor]:
        """Intake, sweeper and a worker of so many children, while the block runs."""
        given = {"ONRECORD_CONCURRENCY": str(children)} | settings
        os.environ.update(given)
        supervisor = Supervisor(Settings(home=self.folder / "home", **self.servers.model_dump()))
        try:
            with supervisor.running():
                yield supervisor
        finally:
            for name in given:
                del os.environ[name]

    def processes(self) -> Iterator[tuple[str, psutil.Process]]:
        """All processes of servers and service, with their roles."""
        server = psutil.Process(self._postmaster)
        for process in (*psutil.Process().children(recursive=True), server, *server.children(recursive=True)):
            try:
                said = " ".join(process.cmdline())
            except psutil.Error:
                continue
            yield next((role for role in ROLES if role in said), "others"), process

    def cpu(self) -> Counter[str]:
        """CPU seconds so far of each role: of its processes, and of those that have ended under them."""
        spent: Counter[str] = Counter()
        for role, process in self.processes():
            try:
                times = process.cpu_times()
            except psutil.Error:
                continue
            spent[role] += times.user + times.system + times.children_user + times.children_system
        return spent

    def memory(self) -> tuple[Counter[str], dict[str, float]]:
        """MB by role: what all hold now, shared memory counted once, and the peak of the largest process."""
        held: Counter[str] = Counter()
        peak: dict[str, float] = {}
        for role, process in self.processes():
            try:
                held[role] += process.memory_full_info().pss / MB
                status = Path(f"/proc/{process.pid}/status").read_text("utf-8")
            except (psutil.Error, OSError):
                continue
            most = re.search(r"VmHWM:\s+(\d+) kB", status)
            peak[role] = max(peak.get(role, 0.0), int(most[1]) / 1024 if most else 0.0)
        return held, peak

    def head(self) -> int:
        """The newest position of the change feed."""
        row = self._watch.execute("SELECT n FROM core.feed_head").fetchone()
        return int(row[0]) if row else 0

    def through(self, articles: Sequence[Submission]) -> float:
        """Seconds from the inbox to the views, and then the wait until all have their identities."""
        goal, started = self.head() + len(articles), time.perf_counter()
        self.client.submit_many(articles)
        self.reach(goal)
        seconds = time.perf_counter() - started
        self._at_sight = self.cpu()
        self.settle()
        return seconds

    def reach(self, goal: int) -> None:
        """Wait until the feed has told of so many changes."""
        if not wait_until(lambda: self.head() >= goal, WAIT_SECONDS):
            raise click.ClickException(f"the feed stands at {self.head()}, not at {goal}, after {WAIT_SECONDS:g} s")

    def settle(self) -> None:
        """Wait until no article lacks its identities."""
        if not wait_until(lambda: not assigning.due(self.engine, 1), WAIT_SECONDS):
            raise click.ClickException(f"some articles lack their identities after {WAIT_SECONDS:g} s")

    def spent(self, work: Callable[[], float]) -> Spent:
        """What work costs all processes; it returns its seconds on the clock."""
        before = self.cpu()
        clock = work()
        after = self.cpu()
        late = (after - self._at_sight).total() if self._at_sight else 0.0
        held, peak = self.memory()
        return Spent(Counter({role: after[role] - before[role] for role in after}), clock, late, held, peak)

    def forget(self) -> None:
        """Drop all that waits, when it is measured: a worker with articles before it takes half a minute to end."""
        with redis.Redis.from_url(self.servers.redis_url) as broker:
            broker.flushdb()

    def close(self) -> None:
        """Close all connections."""
        self._watch.close()
        self.client.close()
        self.engine.dispose()


@contextmanager
def machine() -> Iterator[Machine]:
    """A machine whose data is deleted afterwards."""
    with tempfile.TemporaryDirectory(prefix="onrecord-bench-") as folder, LocalServers(Path(folder)) as local:
        found = Machine(Path(folder), local)
        try:
            yield found
        finally:
            found.close()
