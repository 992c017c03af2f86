"""The folder of `onrecord up`: its one owner, the note that tells other commands where the servers are, and leftovers.

A killed owner leaves its processes behind. The note names them, and the folder of their data identifies the servers:
the next `up` ends them first, since two servers on the same data would corrupt it. `down` ends them, too.
"""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

import psutil

from shared.errors import AlreadyRunning, BadSettings
from shared.locks import locked
from shared.log import logger
from shared.settings import Servers, Settings
from workers.machine.postgres import first_process, processes_in

STOP_SECONDS = 60.0
"""How long a process may take to finish its work: more than the 30 seconds that a worker's running stages may take."""


def make(settings: Settings) -> None:
    """Make the folder and its folder of logs. Raises BadSettings if they are not writable."""
    logs = settings.home / "log"
    try:
        logs.mkdir(parents=True, exist_ok=True)
        lacking = None if os.access(logs, os.W_OK) else "Permission denied"
    except OSError as error:
        lacking = error.strerror
    if lacking:
        raise BadSettings(f"ONRECORD_HOME: {logs} cannot be written to: {lacking}")


@contextmanager
def owned(settings: Settings) -> Iterator[None]:
    """Be the folder's only owner while the block runs; the system frees the folder if the process is killed.

    Raises AlreadyRunning, BadSettings.
    """
    make(settings)

    def running() -> AlreadyRunning:
        pid = read_note(settings).get("pid", "not yet known")
        return AlreadyRunning(f"pid {pid}, folder {settings.home}")

    with locked(settings.home / "log" / "up.lock", running):
        yield


def leave_note(settings: Settings, servers: Servers | None, children: Mapping[str, int]) -> None:
    """Tell other commands where the servers are. Only the owner may read the note: URLs may hold passwords."""
    note = {"pid": os.getpid(), "servers": servers.model_dump() if servers else None, "children": dict(children)}
    partial = settings.servers_file.with_suffix(".partial")
    partial.unlink(missing_ok=True)
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(note, file)
    partial.replace(settings.servers_file)


def read_note(settings: Settings) -> dict[str, Any]:
    """The note; empty if there is no readable one."""
    try:
        note = json.loads(settings.servers_file.read_text("utf8"))
    except (OSError, ValueError):
        return {}
    return note if isinstance(note, dict) else {}


def end_leftovers(settings: Settings) -> bool:
    """End the processes that a killed owner left, and return whether there were any. Only for the folder's owner."""
    processes = _processes(read_note(settings).get("children", {}))
    _end(processes, signal.SIGTERM)
    brokers = processes_in(settings.home.resolve() / "valkey", "valkey-server")
    _end(brokers, signal.SIGTERM)
    databases = first_process(settings.home.resolve() / "postgres")
    _end(databases, signal.SIGINT)  # to Postgres: a fast shutdown, which waits for no client
    settings.servers_file.unlink(missing_ok=True)
    return bool(processes or brokers or databases)


def _processes(children: Mapping[str, int]) -> list[psutil.Process]:
    """The noted processes that still live: a pid may be another program's by now."""
    found = []
    for name, pid in children.items():
        with suppress(psutil.Error):
            process = psutil.Process(pid)
            if process.cmdline()[-2:] == ["workers.cli", name]:
                found.append(process)
    return found


def _end(processes: list[psutil.Process], number: signal.Signals) -> None:
    for process in processes:
        logger.warning("leftover_ended", pid=process.pid, name=process.name())
        with suppress(psutil.NoSuchProcess):
            process.send_signal(number)
    _, alive = psutil.wait_procs(processes, STOP_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    psutil.wait_procs(alive, STOP_SECONDS)
