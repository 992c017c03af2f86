"""Logs of `onrecord up`: they begin anew before they fill the disk, while their processes go on writing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from workers.machine.background import wait_until
from workers.machine.logs import KEPT, LARGEST, last_line, rotate


def test_a_small_log_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "intake.log"
    log.write_text("a line\n")
    rotate([log, tmp_path / "there_is_none.log"])
    assert [path.name for path in tmp_path.iterdir()] == ["intake.log"]


def test_copies_are_few_and_in_order(tmp_path: Path) -> None:
    # Given a log that grows too large again and again
    log = tmp_path / "intake.log"
    for number in range(5):
        log.write_text(f"{number}" * 10)
        rotate([log], largest=10, kept=2)
        assert log.read_text() == ""
    # Then the last copies are kept, the newest as number 1
    assert {path.name: path.read_text()[:1] for path in tmp_path.iterdir()} == {
        "intake.log": "",
        "intake.log.1": "4",
        "intake.log.2": "3",
    }


def test_a_process_that_writes_goes_on_at_the_beginning(tmp_path: Path) -> None:
    # Given a process whose output goes to a log, as the supervisor starts it
    log = tmp_path / "worker.log"
    code = "import sys\nfor line in sys.stdin: print(line, end='', flush=True)"
    with log.open("ab") as output:
        process = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=output)
    assert process.stdin is not None
    try:
        process.stdin.write(b"before\n")
        process.stdin.flush()
        assert wait_until(lambda: log.read_bytes() == b"before\n", 20)
        # When the log begins anew while it runs
        rotate([log], largest=1)
        process.stdin.write(b"after\n")
    finally:
        process.stdin.close()
        process.wait(20)
    # Then its next line is the first, with no hole before it
    assert log.read_bytes() == b"after\n"
    assert (tmp_path / "worker.log.1").read_bytes() == b"before\n"


def test_a_log_that_cannot_be_copied_is_cut_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a disk without room, When a log is too large, Then it makes room
    log = tmp_path / "worker.log"
    log.write_text("x" * 100)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("workers.machine.logs.shutil.copy", full)
    rotate([log], largest=10)
    assert log.read_text() == ""


def test_all_logs_together_are_bounded() -> None:
    assert 6 * LARGEST * (1 + KEPT) == 360_000_000


def test_the_last_line_of_a_long_log(tmp_path: Path) -> None:
    log = tmp_path / "log"
    log.write_text("x\n" * 100_000 + "the last\n\n")
    assert last_line(log) == "the last"
    assert last_line(tmp_path / "none") == ""
