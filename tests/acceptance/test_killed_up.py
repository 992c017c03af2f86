"""`onrecord up` killed by -9: the next `up`, or `down`, ends what it left; no two servers share a folder of data."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import psutil
import pytest

from shared.settings import Settings
from tests.acceptance.conftest import Run
from tests.folders import server_folder
from workers.machine.background import running_pid


@pytest.fixture
def home(real_server: None) -> Iterator[Path]:
    with server_folder("onrecord home ") as folder:
        yield folder / "home"


def _living(home: Path) -> list[str]:
    """The names of all processes that work on this folder, or for it."""
    found = []
    for process in psutil.process_iter(["name", "cwd"]):
        with suppress(psutil.Error):
            if Path(process.info["cwd"] or "/").parent == home and process.parent().name() != "postgres":  # type: ignore[union-attr]
                found.append(str(process.info["name"]))
            elif process.environ().get("ONRECORD_HOME") == str(home):
                found.append(process.cmdline()[-1])
    return sorted(set(found))


def _kill(home: Path) -> None:
    pid = running_pid(Settings(home=home))
    assert pid is not None
    os.kill(pid, signal.SIGKILL)
    psutil.wait_procs([psutil.Process(pid)] if psutil.pid_exists(pid) else [], 10)


def test_what_a_killed_one_left_is_ended(onrecord: Run, home: Path) -> None:
    # Given Onrecord up, and killed so that it can stop nothing
    here = {"ONRECORD_HOME": str(home), "ONRECORD_CONCURRENCY": "1"}
    assert onrecord("up", environment=here).returncode == 0
    try:
        _kill(home)
        assert "valkey-server" in _living(home)
        # When it is started again, Then it works, alone on its data
        assert onrecord("up", environment=here).returncode == 0
        assert len([p for p in psutil.process_iter(["name", "cwd"]) if p.info["cwd"] == str(home / "valkey")]) == 1
        assert onrecord("status", environment=here).returncode == 0
        _kill(home)
    finally:
        # When it is killed once more and then stopped, Then nothing is left, and that is said
        down = onrecord("down", environment=here)
    assert down.returncode == 0, down.stderr
    assert down.stderr.endswith("onrecord: down\n")
    assert down.stdout == ""
    assert _living(home) == []
    assert "nothing runs" in onrecord("down", environment=here).stderr
