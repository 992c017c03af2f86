"""Intake, sweeper and worker as processes of their own, for tests that signal, stop and kill them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from shared.settings import Servers

STOP_SECONDS = 20.0


@dataclass
class Started:
    """A process that the test started, and its log."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path
    heartbeat: Path

    def lines(self) -> list[dict[str, object]]:
        """What it logged, in JSON."""
        return [json.loads(line) for line in self.log.read_text("utf-8").splitlines()]

    def said(self, event: str) -> list[dict[str, object]]:
        """Its lines about this event."""
        return [line for line in self.lines() if line.get("event") == event]

    def send(self, number: int) -> None:
        """Send it a signal."""
        self.process.send_signal(number)

    def children(self) -> list[psutil.Process]:
        """The children of a worker."""
        return psutil.Process(self.process.pid).children()

    def alive(self, *arguments: str) -> bool:
        """Whether the container's probe finds it alive."""
        command = ["sh", str(Path(__file__).parents[1] / "deploy" / "alive.sh"), *arguments]
        environment = {"PATH": os.environ["PATH"], "ONRECORD_HEARTBEAT_FILE": str(self.heartbeat)}
        return subprocess.run(command, env=environment, capture_output=True).returncode == 0

    def end(self) -> None:
        """kill -9, of its children, too; if it has ended already, nothing."""
        if self.process.poll() is None:
            children = psutil.Process(self.process.pid).children(recursive=True)
            self.process.kill()
            for child in children:
                child.kill()
        self.process.wait(STOP_SECONDS)


@contextmanager
def running(
    name: str, servers: Servers, folder: Path, module: str = "workers.cli", **settings: str
) -> Iterator[Started]:
    """`onrecord NAME` with these servers and settings, while the block runs."""
    log, heartbeat = folder / f"{name}.log", folder / f"{name}.heartbeat"
    environment = os.environ | {
        "ONRECORD_DATABASE_URL": servers.database_url,
        "ONRECORD_REDIS_URL": servers.redis_url,
        "ONRECORD_LOG_FORMAT": "json",
        "ONRECORD_HEARTBEAT_FILE": str(heartbeat),
        "ONRECORD_CONCURRENCY": "2",
        "ONRECORD_SWEEP_SECONDS": "1",
        "OMP_NUM_THREADS": "1",
    }
    environment |= {f"ONRECORD_{key.upper()}": value for key, value in settings.items()}
    with log.open("ab") as out:
        process = subprocess.Popen(
            [sys.executable, "-m", module, name], env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out
        )
    started = Started(name, process, log, heartbeat)
    try:
        yield started
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGCONT)
        started.end()
