"""`onrecord up` in the background: found by the note that it leaves, ended by its pid."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shared.errors import AlreadyRunning, StartFailed
from shared.settings import Settings

UP_SECONDS = 60.0
DOWN_SECONDS = 120.0
"""Above the supervisor's own patience with its processes."""


def start(settings: Settings) -> int:
    """Start Onrecord in the background and return its pid once servers run. Raises AlreadyRunning, StartFailed."""
    pid = running_pid(settings)
    if pid is not None:
        raise AlreadyRunning(f"pid {pid}, folder {settings.home}")
    log_path = settings.home / "log" / "up.log"
    log_path.parent.mkdir(parents=True, exist_ok=True)
    with log_path.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "workers.cli", "up", "--foreground"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    wait_until(lambda: process.poll() is not None or _ready(settings, process.pid), UP_SECONDS)
    if process.poll() is not None or not _ready(settings, process.pid):
        said = log_path.read_text("utf8", "replace").strip().splitlines()
        raise StartFailed(said[-1] if said else f"no word in {log_path}")
    return process.pid


def stop(settings: Settings) -> bool:
    """Stop what runs in the background and return whether anything did. Raises StartFailed if it does not end."""
    pid = running_pid(settings)
    if pid is None:
        return False
    os.kill(pid, signal.SIGTERM)
    if not wait_until(lambda: running_pid(settings) is None, DOWN_SECONDS):
        raise StartFailed(f"pid {pid} does not end")
    return True


def running_pid(settings: Settings) -> int | None:
    """The pid in the note of an `onrecord up` or `demo`, if that process still lives."""
    try:
        pid = int(json.loads(settings.servers_file.read_text())["pid"])
        os.kill(pid, 0)
    except (FileNotFoundError, ValueError, KeyError, ProcessLookupError):
        return None
    except PermissionError:
        return pid
    return pid if pid != os.getpid() and _is_onrecord(pid) else None


def _is_onrecord(pid: int) -> bool:
    """A pid is used again after a restart of the machine: ask what runs under it, where the system can say."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()
    return b"onrecord" in command or b"workers.cli" in command


def _ready(settings: Settings, pid: int) -> bool:
    try:
        note = json.loads(settings.servers_file.read_text())
    except (FileNotFoundError, ValueError):
        return False
    return note["pid"] == pid and note["servers"] is not None


def wait_until(condition: Callable[[], bool], seconds: float) -> bool:
    """Wait for a condition; whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.1)
    return True
