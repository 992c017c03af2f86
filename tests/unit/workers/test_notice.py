"""What processes know in common: that the worker ends, and that a server is away, told once a minute."""

from __future__ import annotations

import os
import time

import pytest
from structlog.testing import capture_logs

from workers.upkeep import notice as module
from workers.upkeep.notice import Notice


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time, which the test sets."""
    now = [1000.0]
    monkeypatch.setattr(module.time, "time", lambda: now[0])
    return now


def test_an_outage_is_told_once_a_minute_and_its_end_once(clock: list[float]) -> None:
    # Given a server that is away for 150 seconds, and is asked for every second
    notice = Notice()
    with capture_logs() as lines:
        for _ in range(150):
            notice.wait_for("database_unreachable", "refused")
            clock[0] += 1
        # When it answers again
        for _ in range(3):
            notice.go_on()
    # Then three lines told of it, and one of its end
    assert [line["event"] for line in lines] == ["server_away"] * 3 + ["server_back"]
    assert lines[0]["code"] == "database_unreachable"


def test_failures_that_come_and_go_are_told_once_a_minute_too(clock: list[float]) -> None:
    # Given a failure every second, with a success after each
    notice = Notice()
    with capture_logs() as lines:
        for _ in range(59):
            notice.wait_for("transient", "a lock")
            notice.go_on()
            clock[0] += 1
    # Then two lines tell of them
    assert [line["event"] for line in lines] == ["server_away", "server_back"]


def test_each_server_is_told_of_by_itself(clock: list[float]) -> None:
    # Given a worker whose children miss the database, while it misses the broker itself
    notice = Notice()
    with capture_logs() as lines:
        for _ in range(59):
            notice.wait_for("database_unreachable", "refused")
            notice.wait_for("broker_unreachable", "refused")
            clock[0] += 1
    # Then one line tells of each
    assert [line["code"] for line in lines] == ["database_unreachable", "broker_unreachable"]


def test_who_waits_is_known_until_it_goes_on_or_falls_silent(clock: list[float]) -> None:
    # Given a child that waits, Then it is known for what
    notice = Notice()
    assert notice.away == ""
    notice.wait_for("database_unreachable", "refused")
    assert notice.away == "database_unreachable"
    # When it goes on, or has not tried again for long, Then it is not
    notice.go_on()
    assert notice.away == ""
    notice.wait_for("a_code_far_too_long_for_the_memory_that_is_shared", "")
    assert notice.away == "a_code_far_too_long_for_the_memory_that_"
    clock[0] += module.FRESH_SECONDS
    assert notice.away == ""


def test_a_child_knows_what_its_parent_says() -> None:
    # Given a child made by a fork
    notice = Notice()
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        while not notice.ending:
            time.sleep(0.01)
        os.write(write, b"ended")
        os._exit(0)
    # When the parent says that the worker ends, Then the child knows
    notice.end()
    assert os.read(read, 5) == b"ended"
    assert os.waitpid(child, 0)[1] == 0
