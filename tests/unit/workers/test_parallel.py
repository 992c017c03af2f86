"""Work spread over processes: in order, no further ahead than need be, and never waiting for the dead."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator
from itertools import islice

import pytest

from shared.errors import ProcessKilled
from workers.machine.parallel import AHEAD, CHUNK, in_order


def _double(number: int) -> int:
    return 2 * number


def _die_at_seven(number: int) -> int:
    if number == 7:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


def _fail_at_seven(number: int) -> int:
    if number == 7:
        raise ValueError("seven")
    return number


def test_results_come_in_order() -> None:
    assert list(in_order(_double, range(50), 2)) == [2 * number for number in range(50)]


def test_the_input_is_read_a_little_ahead_only() -> None:
    # Given an input without an end, When a few results are taken, Then little more of it was read
    read = []

    def endless() -> Iterator[int]:
        number = 0
        while True:
            read.append(number)
            yield number
            number += 1

    assert list(islice(in_order(_double, endless(), 2), 3)) == [0, 2, 4]
    assert len(read) <= 2 * AHEAD * CHUNK


def test_a_killed_process_is_told() -> None:
    # Given work that gets its process killed, Then that is an error, and nobody waits for its result for ever
    with pytest.raises(ProcessKilled, match="fewer processes"):
        list(in_order(_die_at_seven, range(100), 2))


def test_an_error_of_the_work_is_raised() -> None:
    with pytest.raises(ValueError, match="seven"):
        list(in_order(_fail_at_seven, range(100), 2))
