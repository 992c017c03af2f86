"""Runs everything on one machine: starts servers, intake, sweeper and worker, restarts dead ones, stops all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from shared.errors import StartFailed
from shared.log import logger
from shared.settings import Servers, Settings
from shared.store import migrate
from workers.machine import home
from workers.machine.home import STOP_SECONDS
from workers.machine.local import LocalServers
from workers.machine.logs import last_line, rotate
from workers.machine.restarts import Restarts

PROCESSES = ("intake", "sweep", "worker")

ORPHAN_SECONDS = 1.0
"""How long a process may take to end once an embedded server is gone: its work cannot be saved any more."""


@dataclass
class Supervisor:
    """Owns the processes it started, ends only those, and restarts one that dies."""

    settings: Settings
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: defaultdict[str, Restarts] = field(default_factory=lambda: defaultdict(Restarts))
    stopping: bool = False
    local: LocalServers | None = None
    at: Servers | None = None
    """The servers that the processes were started with."""

    @contextmanager
    def running(self) -> Iterator[Servers]:
        """Migrated servers and running processes while the block runs. Raises AlreadyRunning, StartFailed."""
        with home.owned(self.settings):
            home.end_leftovers(self.settings)
            home.leave_note(self.settings, None, {})
            try:
                with self.servers() as servers:
                    self.upgrade(servers)
                    try:
                        for name in PROCESSES:
                            self.start(name, servers)
                        yield servers
                    finally:
                        self.stop_all()
            finally:
                self.settings.servers_file.unlink(missing_ok=True)

    def upgrade(self, servers: Servers) -> None:
        """Bring the database to this version's schema."""
        url = self.settings.migration_url.get_secret_value() if self.settings.migration_url else servers.database_url
        migrate.upgrade(url, lossless_failover=self.settings.lossless_failover)

    @contextmanager
    def servers(self) -> Iterator[Servers]:
        """The servers of the settings; embedded ones only if the settings name neither database nor broker."""
        if self.settings.database_url or self.settings.redis_url:
            yield self.settings.servers()
            return
        with LocalServers(self.settings.home) as self.local:
            yield self.local.servers

    def start(self, name: str, servers: Servers) -> None:
        """Start one process; its log stands beside the data."""
        with self.log_file(name).open("ab") as log:
            self.children[name] = subprocess.Popen(
                self.command(name),
                env=self.environment(servers), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.restarts[name].started()
        self.at = servers
        home.leave_note(self.settings, servers, {each: child.pid for each, child in self.children.items()})
        logger.info("process_started", name=name, pid=self.children[name].pid)

    def environment(self, servers: Servers) -> dict[str, str]:
        """The environment of a process."""
        return os.environ | {
            "ONRECORD_DATABASE_URL": servers.database_url,
            "ONRECORD_REDIS_URL": servers.redis_url,
            # One thread a child: the children are the parallelism.
            "OMP_NUM_THREADS": "1",
        }

    def command(self, name: str) -> list[str]:
        """The command line of a process."""
        return [sys.executable, "-m", "workers.cli", name]

    def log_file(self, name: str) -> Path:
        """The log file of a process."""
        return self.settings.home / "log" / f"{name}.log"

    def check(self, servers: Servers) -> None:
        """Restart dead embedded servers and dead processes, and keep the logs small.

        Raises ServerLost for a server that dies again and again, StartFailed for a process that died of its settings,
        which a restart does not mend.
        """
        if self.local is not None:
            servers = self.local.check()
            self._follow(servers)
        for name, child in list(self.children.items()):
            code = child.poll()
            if code is None:
                continue
            if not self.restarts[name].died(code):
                raise StartFailed(f"{name} ended with {code}: {self.last_line(name)}")
            if self.restarts[name].due():
                logger.warning("process_restarted", name=name, exit_code=code)
                self.start(name, servers)
        rotate(self.logs())

    def _follow(self, servers: Servers) -> None:
        """Start the processes anew if a server came back at another address: another program took its port."""
        if self.at in (None, servers):
            return
        logger.warning("server_moved")
        names = list(self.children)
        self._end_children()
        for name in names:
            self.start(name, servers)

    def logs(self) -> list[Path]:
        """The logs of the processes, of this one, and of the embedded servers."""
        home = self.settings.home
        return [*(home / "log").glob("*.log"), home / "postgres" / "log", home / "valkey" / "valkey.log"]

    def last_line(self, name: str) -> str:
        """The last line that a dead process logged."""
        return last_line(self.log_file(name)) or "it said nothing"

    def stop_all(self) -> None:
        """Stop all processes, intake first, so that nothing new comes in. Each may finish its work."""
        self.stopping = True
        self._end_children()

    def _end_children(self) -> None:
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        deadline = time.monotonic() + STOP_SECONDS
        while time.monotonic() < deadline and any(child.poll() is None for child in self.children.values()):
            if self.local is not None and not self.local.well():
                deadline = min(deadline, time.monotonic() + ORPHAN_SECONDS)
            time.sleep(0.1)
        for name, child in self.children.items():
            if child.poll() is None:
                logger.warning("process_killed", name=name, pid=child.pid)
                os.killpg(child.pid, signal.SIGKILL)  # it leads a group of its own, with a worker's children in it
                child.wait()
        self.children.clear()

    def supervise(self, servers: Servers) -> None:
        """Keep the processes running until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self._asked_to_stop)
        with suppress(_Stop):
            while not self.stopping:
                self.check(servers)
                time.sleep(0.5)

    def _asked_to_stop(self, *_: object) -> None:
        """Stop after this turn of the loop; if that waits for a server that starts slowly, at once."""
        self.stopping = True
        if self.local is not None and self.local.reviving:
            raise _Stop


class _Stop(BaseException):
    """Somebody asked the supervisor to stop. No handler of errors may catch it on its way."""
