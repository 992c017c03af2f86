"""What all benches share: servers and processes of their own, CPU seconds by role, runs in turn, and figures.

Only ratios within one run are compared with earlier ones: what a machine can do is no property of the code.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Literal, NamedTuple, TypeVar

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
from tests.bench.sizes import Sizes
from workers.machine.background import wait_until
from workers.machine.local import LocalServers
from workers.machine.supervisor import Supervisor
from workers.models import Models, load

ROLES = ("intake", "sweep", "worker", "postgres", "valkey")
"""Words of the processes' command lines: `python -m workers.cli intake`; the first that is there tells the role."""

WAIT_SECONDS = 900.0

LOOK_SECONDS = 2.0
MB = 2**20

QUIET = 0.10
"""The share of the cores that other programs may take: more shows in figures of the clock."""

T = TypeVar("T")


@dataclass(frozen=True)
class Figure:
    """One figure of a part: what it is in plain words, and what it was taken of."""

    name: str
    words: str
    value: float
    better: Literal["lower", "higher"]
    of: str
    reach: float | None = None
    checked: bool = True
    """Whether it is a ratio within one run, so that runs on other machines can be compared by it."""
    tolerance: float = 0.10
    """How much worse a run may be than the accepted one, as a share of it, before `make bench-check` complains."""


class Spent(NamedTuple):
    """What some work cost: CPU seconds by role, and seconds on the clock."""

    cpu: Counter[str]
    clock: float
    late: float = 0.0
    """CPU seconds of all roles after readers had seen every article: what identities cost."""
    memory: Mapping[str, float] = MappingProxyType({})
    """MB by role at the end, memory that processes share counted once."""
    peak: Mapping[str, float] = MappingProxyType({})
    """MB that the largest process of a role had at its largest."""

    @property
    def whole(self) -> float:
        """CPU seconds of all roles."""
        return sum(self.cpu.values())


@dataclass
class Bench:
    """One run of the benches: how much to measure, and where its raw records go."""

    sizes: Sizes
    records: Path
    figures: list[Figure] = field(default_factory=list)
    others: float = 0.0
    """The largest share of the cores that other programs took before a part began."""

    @cached_property
    def models(self) -> Models:
        """The language models, loaded once."""
        return load()

    def look_around(self) -> None:
        """Notes how busy other programs keep the cores, and says if that is too much for figures of the clock."""
        busy = psutil.cpu_percent(LOOK_SECONDS) / 100
        self.others = max(self.others, busy)
        if busy > QUIET:
            click.echo(
                f"  other programs take {busy:.0%} of the cores: what is taken on the clock is not to be trusted"
            )

    def record(self, part: str, what: str, articles: int, spent: Spent) -> Spent:
        """Note one run as a line of JSON, and say it."""
        row = {"part": part, "what": what, "articles": articles, "clock": round(spent.clock, 4)}
        row |= {"cpu": dict(spent.cpu), "memory_mb": dict(spent.memory), "peak_mb": dict(spent.peak)}
        with self.records.open("a", encoding="utf-8") as lines:
            lines.write(json.dumps(row) + "\n")
        roles = ", ".join(f"{role} {1000 * s / articles:.1f}" for role, s in spent.cpu.items() if s)
        click.echo(f"  {what}: {1000 * spent.whole / articles:.1f} ms of CPU each ({roles}), {spent.clock:.1f} s")
        return spent

    def say(self, figures: Sequence[Figure]) -> None:
        """Print the figures of a part."""
        self.figures += figures
        for figure in figures:
            reach = "" if figure.reach is None else f"   (reach {figure.reach:g})"
            click.echo(f"  {figure.value:12,.2f}  {figure.words}{reach}")


def in_turn(rounds: int, works: Mapping[str, Callable[[], T]]) -> dict[str, list[T]]:
    """Do each work once a round, one after the other: what else the machine does meets all of them alike."""
    found: dict[str, list[T]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, work in works.items():
            found[name].append(work())
    return found


def median(spent: Sequence[Spent]) -> float:
    """The median CPU seconds."""
    return statistics.median(one.whole for one in spent)


def alone(work: Callable[[], object]) -> Spent:
    """What work costs in this process."""
    started, before = time.perf_counter(), time.process_time()
    work()
    return Spent(Counter(here=time.process_time() - before), time.perf_counter() - started)


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
