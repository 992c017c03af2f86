"""Starts and stops `onrecord up` in the background: its note tells other commands its pid."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from shared.errors import AlreadyRunning, OnrecordError, StartFailed
from shared.settings import Settings
from workers.machine import home

UP_SECONDS = 60.0
DOWN_SECONDS = 120.0
"""More than the supervisor gives its processes to end."""


def start(settings: Settings) -> int:
    """Start Onrecord in the background and return its pid once its servers run. Raises AlreadyRunning, StartFailed."""
    home.make(settings)
    pid = running_pid(settings)
    if pid is not None:
        raise AlreadyRunning(f"pid {pid}, folder {settings.home}")
    log_path = settings.home / "log" / "up.log"
    with log_path.open("ab") as log:
        begun = log.tell()
        process = subprocess.Popen(
            [sys.executable, "-m", "workers.cli", "up", "--foreground"],
            stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True,
        )  # fmt: skip
    try:
        wait_until(lambda: process.poll() is not None or _ready(settings, process.pid), UP_SECONDS)
    except KeyboardInterrupt:
        process.terminate()
        process.wait(DOWN_SECONDS)
        raise
    if process.poll() is not None:
        raise _failure(log_path.read_bytes()[begun:].decode("utf8", "replace"), process.returncode)
    if not _ready(settings, process.pid):
        raise StartFailed(f"not ready after {UP_SECONDS:g} s; pid {process.pid} goes on with it, see {log_path}")
    return process.pid


def stop(settings: Settings) -> bool:
    """Stop Onrecord in the background and return whether it ran. Raises StartFailed if it does not end."""
    pid = running_pid(settings)
    if pid is None:
        return settings.servers_file.exists() and _stop_leftovers(settings)
    os.kill(pid, signal.SIGTERM)
    if not wait_until(lambda: running_pid(settings) is None, DOWN_SECONDS):
        raise StartFailed(f"pid {pid} does not end")
    return True


def _stop_leftovers(settings: Settings) -> bool:
    """End the processes that a killed `onrecord up` left behind."""
    with home.owned(settings):
        return home.end_leftovers(settings)


def _failure(said: str, code: int) -> OnrecordError:
    """Why the process in the background ended, in its own words if it printed any for people."""
    lines = said.strip().splitlines()
    for line in reversed(lines):
        if line.startswith("onrecord: "):
            return Repeated(line.removeprefix("onrecord: "), code)
    return StartFailed(lines[-1] if lines else "it said nothing")


class Repeated(OnrecordError):
    """The error that another process printed, and its exit code."""

    def __init__(self, words: str, exit_code: int) -> None:
        super().__init__(words)
        self.exit_code = exit_code  # type: ignore[misc]

    def __str__(self) -> str:
        return self.detail


def running_pid(settings: Settings) -> int | None:
    """The pid in the note of an `onrecord up` or `demo`, if that process still lives."""
    try:
        pid = int(home.read_note(settings)["pid"])
        os.kill(pid, 0)
    except (TypeError, ValueError, KeyError, ProcessLookupError):
        return None
    except PermissionError:
        return pid
    return pid if pid != os.getpid() and _is_onrecord(pid) else None


def _is_onrecord(pid: int) -> bool:
    """Whether the pid is still Onrecord's: after a restart of the machine another program may have it."""
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return not Path("/proc/self").exists()
    return b"onrecord" in command or b"workers.cli" in command


def _ready(settings: Settings, pid: int) -> bool:
    note = home.read_note(settings)
    return note.get("pid") == pid and note.get("servers") is not None


def wait_until(condition: Callable[[], bool], seconds: float, pause: float = 0.1) -> bool:
    """Wait for a condition and return whether it came true in time."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(pause)
    return True
