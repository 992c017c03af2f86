"""How far a command has come: a bar on a terminal; elsewhere a line now and then, and nothing for screens only."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.unit.workers.test_watchdog import Clock
from workers.cli.progress import LINE_SECONDS, Steps, steps

PROGRAM = """
from workers.cli.output import talk
from workers.cli.progress import steps
with steps("put on the inbox", "articles", 200) as done:
    for _ in range(200):
        done.add(1, 1)
    talk("a line beside the bar")
print("a result")
"""


def test_the_rate_and_the_time_left() -> None:
    # Given a quarter of the work done in ten seconds
    clock = Clock()
    done = Steps("loaded", "articles", 4000, clock)
    clock.now = 10.0
    # When it is told, Then the rest takes three times as long
    done.reach(50, 1000)
    assert done.words() == "50 articles, 25%, 5.0/s, 0:00:30 left"


def test_work_without_an_end_has_no_time_left() -> None:
    clock = Clock()
    done = Steps("loaded", "articles", None, clock)
    clock.now = 2.0
    done.add(10, 999)
    assert done.words() == "10 articles, 5.0/s"


def test_a_file_of_lines_gets_a_line_now_and_then(capsys: pytest.CaptureFixture[str]) -> None:
    # Given standard error that is no terminal, and a thousand steps in half a minute
    clock = Clock()
    with steps("loaded", "articles", 1000) as done:
        done.clock = clock
        done.begun = done.told = clock.now
        for _ in range(1000):
            clock.now += 3 * LINE_SECONDS / 1000
            done.add(1, 1)
    # Then there are a few lines, without a bar and without a carriage return
    said = capsys.readouterr().err
    assert [line.partition(":")[0] for line in said.splitlines()] in (["onrecord"] * 2, ["onrecord"] * 3)
    assert "articles, 67%, 33.3/s, 0:00:10 left" in said
    assert "\r" not in said
    assert "\x1b" not in said


def on_a_terminal(**environment: str) -> tuple[str, str]:
    """What the program shows on a terminal, and what it prints into a file."""
    mine, its = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdout=subprocess.PIPE, stderr=its, env=os.environ | {"TERM": "xterm-256color"} | environment,
    )  # fmt: skip
    os.close(its)
    shown = b""
    try:
        while part := os.read(mine, 65536):
            shown += part
    except OSError:  # the other end is closed
        pass
    printed, _ = process.communicate(timeout=60)
    os.close(mine)
    return shown.decode(), printed.decode()


def test_a_terminal_shows_a_bar_and_the_lines_beside_it() -> None:
    shown, printed = on_a_terminal()
    assert "200 articles, 100%" in shown
    assert "a line beside the bar" in shown
    assert "━" in shown
    assert "\x1b[38;" in shown
    # Then results are not mixed with it
    assert printed == "a result\n"


def test_no_color_is_respected() -> None:
    shown, _ = on_a_terminal(NO_COLOR="1")
    assert "200 articles, 100%" in shown
    assert "\x1b[38;" not in shown
    assert "\x1b[3" not in shown.replace("\x1b[?25", "")


def test_a_terminal_that_can_draw_nothing_gets_lines() -> None:
    shown, _ = on_a_terminal(TERM="dumb")
    assert "\x1b" not in shown
    assert "━" not in shown
