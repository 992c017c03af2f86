"""Onrecord on many hosts: database, two brokers with Sentinels, one door, workers; hosts can be cut off and added."""

from __future__ import annotations

import re
import shutil
import signal
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import psutil
import psycopg

from shared.settings import Servers
from tests.faults.brokers import Process, RedisServer, Sentinelled, SentinelServer, until
from tests.faults.fleet.hosts import Host, Network
from tests.faults.servers import Postgres
from tests.faults.world import PluggedSupervisor, World

ROOT = Path(__file__).parents[3]

DATABASE_PORT = 5432

HOSTS = ("data", "one", "two", "door", "work1", "work2")
"""The database's, the brokers' with a Sentinel each, intake's and the sweeper's with the third one, the workers'."""

PLACES = {"intake": "door", "sweep": "door", "worker": "work1"}


@dataclass
class FleetSupervisor(PluggedSupervisor):
    """Starts each process on its host. A name is KIND or KIND@HOST; a kind shares one log."""

    hosts: dict[str, Host] = field(default_factory=dict)
    next_release: set[str] = field(default_factory=set)
    """The processes that run the next release."""

    def command(self, name: str) -> list[str]:
        kind, _, place = name.partition("@")
        code = ["sh", "-c", 'cd "$0"; exec "$@"', str(self.release_of(name))]
        host = self.hosts[place or PLACES[kind]]
        return [*host.prefix(), *code, sys.executable, "-m", "tests.faults.plug", kind]

    def release_of(self, name: str) -> Path:
        """The folder of the code that this process runs."""
        return self.settings.home.parent / "next" if name in self.next_release else ROOT

    def log_file(self, name: str) -> Path:
        return super().log_file(name.partition("@")[0])

    def environment(self, servers: Servers) -> dict[str, str]:
        return super().environment(servers) | {"ONRECORD_HOME": str(self.settings.home)}


@dataclass
class Fleet(World):
    """A world on many hosts."""

    network: Network = field(default_factory=Network)

    @property
    def processes(self) -> FleetSupervisor:
        assert isinstance(self.supervisor, FleetSupervisor)
        return self.supervisor

    def master_host(self) -> Host:
        """The host of the broker's master."""
        address = self.sentinel.master().bind
        return next(host for host in self.network.hosts.values() if host.address == address)

    def add_worker(self, place: str) -> None:
        """One more host, with a worker."""
        self.network.add(place)
        self.supervisor.start(f"worker@{place}", self.servers)

    def roll(self, name: str) -> None:
        """Ask one process to end, and start it with the next release."""
        process = psutil.Process(self.supervisor.children[name].pid)
        self.processes.next_release.add(name)
        process.send_signal(signal.SIGTERM)
        self.wait(lambda: not process.is_running(), 120)
        self.wait(lambda: self.supervisor.children[name].poll() is None, 120)

    def pipeline_versions(self, uris: list[str]) -> set[str]:
        """The pipeline versions of the runs of these articles."""
        with self.engine.connect() as connection:
            rows = connection.exec_driver_sql(
                "SELECT DISTINCT r.pipeline_version FROM core.run r JOIN core.version v ON v.id = r.version_id"
                " JOIN core.article a ON a.id = v.article_id WHERE a.uri = ANY (%s)",
                (uris,),
            )
            return {version for (version,) in rows}


class OnHosts(Sentinelled):
    """Master and replica, and three Sentinels, each on a host of its own."""

    def __init__(self, folder: Path, one: Host, two: Host, three: Host) -> None:
        folder.mkdir()
        self.servers = [RedisServer(folder / host.name, host.address, host.prefix()) for host in (one, two)]
        self.servers[1].of = self.servers[0]
        for server in self.servers:
            server.start()
        until(lambda: all(server.answers() for server in self.servers), "Redis")
        self.sentinels = [
            SentinelServer(folder / f"sentinel-{host.name}", self.servers[0], host.address, host.prefix())
            for host in (three, two, one)
        ]
        until(self._ready, "Sentinel")


@contextmanager
def database_on(host: Host, folder: Path) -> Iterator[tuple[Postgres, str]]:
    """A Postgres that answers at the host's address, and its URL."""
    database = Postgres(folder / "postgres")
    words = [sys.executable, "-m", "tests.faults.fleet.forward", host.address, str(DATABASE_PORT), database.socket]
    forward = Process([*host.prefix(), *words], folder / "forward.log")
    url = f"postgresql://postgres@{host.address}:{DATABASE_PORT}/postgres"
    try:
        until(lambda: _connects(url), "the database's host")
        yield database, url
    finally:
        forward.kill()
        database.stop()


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.Error as error:
        raise OSError from error
    return True


def make_next_release(folder: Path) -> None:
    """A copy of the code beside this one, with the next pipeline version: release N+1."""
    folder.mkdir()
    shutil.copytree(ROOT / "shared", folder / "shared", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("workers", "tests"):
        (folder / name).symlink_to(ROOT / name)
    file = folder / "shared" / "model" / "article.py"
    raised, count = re.subn(
        r'(?<=^PIPELINE_VERSION = ")\d+', lambda found: str(int(found[0]) + 1), file.read_text(), flags=re.MULTILINE
    )
    assert count == 1
    file.write_text(raised)


def hosts_of(stack: ExitStack) -> Network:
    """The network with its hosts."""
    network = stack.enter_context(Network())
    for name in HOSTS:
        network.add(name)
    return network
