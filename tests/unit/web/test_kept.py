"""A count is made once, and anew beside the pages when it is old."""

from __future__ import annotations

import threading
from collections.abc import Callable

from workers.web.kept import FRESH_SECONDS, MOST, SHARE, Kept


class Clock:
    """A clock that stands until it is moved."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def counted(clock: Clock, takes: float = 0.0) -> tuple[Kept[str, int], list[str], Callable[[], bool]]:
    """Values that count how often they were made, and a way to wait for the next one."""
    made: list[str] = []
    again = threading.Event()

    def make(key: str) -> int:
        made.append(key)
        clock.now += takes
        if len(made) > 1:
            again.set()
        return len(made)

    return Kept(make, clock=clock), made, lambda: again.wait(10)


def test_a_fresh_value_is_not_made_again() -> None:
    # Given a value, When it is asked for again within a minute, Then it is the same one
    clock = Clock()
    kept, made, _ = counted(clock)
    assert kept.get("a") == 1
    clock.now += FRESH_SECONDS - 1
    assert kept.get("a") == 1
    assert made == ["a"]


def test_an_old_value_is_shown_while_a_new_one_is_made() -> None:
    # Given a value that is too old
    clock = Clock()
    kept, _, made_again = counted(clock)
    kept.get("a")
    clock.now += FRESH_SECONDS + 1
    # When it is asked for, Then the old one comes at once, and soon the new one
    assert kept.get("a") == 1
    assert made_again()
    while kept.get("a") != 2:
        pass


def test_a_slow_count_is_kept_for_longer() -> None:
    # Given a count that takes ten seconds, When it is asked for within twenty times that, Then it is not made again
    clock = Clock()
    kept, made, _ = counted(clock, takes=10.0)
    kept.get("a")
    clock.now += SHARE * 10 - 1
    kept.get("a")
    assert made == ["a"]


def test_many_keys_need_bounded_memory() -> None:
    # Given more keys than are kept, When all were asked for, Then the first one is made anew
    kept, made, _ = counted(Clock())
    for number in range(MOST + 1):
        kept.get(str(number))
    kept.get("0")
    assert made.count("0") == 2
    kept.get(str(MOST))
    assert made.count(str(MOST)) == 1
