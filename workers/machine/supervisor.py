"""Runs everything on one machine: starts servers, intake, sweeper and worker, restarts dead ones, stops all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from shared.errors import BadSettings, DatabaseUnreachable, StartFailed
from shared.log import logger
from shared.settings import Servers, Settings
from shared.store import migrate
from workers.machine import home
from workers.machine.home import STOP_SECONDS
from workers.machine.local import LocalServers
from workers.upkeep.watchdog import EXIT_STUCK

PROCESSES = ("intake", "sweep", "worker")

SETTINGS_EXIT_CODES = {2, BadSettings.exit_code}
"""Exit codes of wrong usage and wrong settings, which a restart does not mend."""

WORLD_EXIT_CODES = {DatabaseUnreachable.exit_code, EXIT_STUCK}
"""Exit codes of unreachable servers and hung connections: restarts do mend these, however many it takes."""

CRASHES_BORNE = 5
"""Crashes in a row that a supervisor bears; after one more it gives up, with an error."""

STEADY_SECONDS = 60.0
"""A process that has run this long started well: its next death counts as the first."""

FIRST_DELAY_SECONDS = 0.5
LONGEST_DELAY_SECONDS = 30.0


@dataclass
class Supervisor:
    """Owns the processes it started, ends only those, and restarts one that dies."""

    settings: Settings
    children: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)
    restarts: defaultdict[str, Restarts] = field(default_factory=lambda: defaultdict(Restarts))
    stopping: bool = False

    @contextmanager
    def running(self) -> Iterator[Servers]:
        """Migrated servers and running processes while the block runs. Raises AlreadyRunning, StartFailed."""
        with home.owned(self.settings):
            home.end_leftovers(self.settings)
            home.leave_note(self.settings, None, {})
            try:
                with self.servers() as servers:
                    migrate.upgrade(servers.database_url, lossless_failover=self.settings.lossless_failover)
                    try:
                        for name in PROCESSES:
                            self.start(name, servers)
                        yield servers
                    finally:
                        self.stop_all()
            finally:
                self.settings.servers_file.unlink(missing_ok=True)

    @contextmanager
    def servers(self) -> Iterator[Servers]:
        """The servers of the settings; embedded ones only if the settings name neither database nor broker."""
        if self.settings.database_url or self.settings.redis_url:
            yield self.settings.servers()
            return
        with LocalServers(self.settings.home) as local:
            yield local.servers

    def start(self, name: str, servers: Servers) -> None:
        """Start one process; its log stands beside the data."""
        with self.log_file(name).open("ab") as log:
            self.children[name] = subprocess.Popen(
                self.command(name),
                env=self.environment(servers), stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.restarts[name].started()
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
        """Restart dead processes. Raises StartFailed if one died of its settings, which a restart does not mend."""
        for name, child in list(self.children.items()):
            code = child.poll()
            if code is None:
                continue
            if not self.restarts[name].died(code):
                raise StartFailed(f"{name} ended with {code}: {self.last_line(name)}")
            if self.restarts[name].due():
                logger.warning("process_restarted", name=name, exit_code=code)
                self.start(name, servers)

    def last_line(self, name: str) -> str:
        """The last line that a dead process logged."""
        lines = self.log_file(name).read_text("utf8", "replace").splitlines()
        return lines[-1] if lines else "it said nothing"

    def stop_all(self) -> None:
        """Stop all processes, intake first, so that nothing new comes in. Each may finish its work."""
        self.stopping = True
        for child in self.children.values():
            if child.poll() is None:
                child.send_signal(signal.SIGTERM)
        for name, child in self.children.items():
            try:
                child.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                logger.warning("process_killed", name=name, pid=child.pid)
                child.kill()
                child.wait()
        self.children.clear()

    def supervise(self, servers: Servers) -> None:
        """Keep the processes running until SIGTERM or SIGINT."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: setattr(self, "stopping", True))
        while not self.stopping:
            self.check(servers)
            time.sleep(0.5)


@dataclass
class Restarts:
    """The record of one process's deaths."""

    clock: Callable[[], float] = time.monotonic
    started_at: float = 0.0
    due_at: float | None = None
    deaths: Counter[str] = field(default_factory=Counter)

    def started(self) -> None:
        """Note that the process runs."""
        self.started_at, self.due_at = self.clock(), None

    def died(self, code: int) -> bool:
        """Note the process's exit code, once per death, and return whether it may start again."""
        if self.due_at is not None:
            return True
        if self.clock() - self.started_at > STEADY_SECONDS:
            self.deaths.clear()
        delay = min(LONGEST_DELAY_SECONDS, FIRST_DELAY_SECONDS * 2 ** min(self.deaths.total(), 10))
        self.due_at = self.clock() + delay
        # A kill from outside (a negative code, say for want of memory) or a request to end (0) is no crash, either.
        self.deaths["world" if code in WORLD_EXIT_CODES or code <= 0 else "crash"] += 1
        return code not in SETTINGS_EXIT_CODES and self.deaths["crash"] <= CRASHES_BORNE

    def due(self) -> bool:
        """Whether it is time to start the process again."""
        return self.due_at is not None and self.clock() >= self.due_at
