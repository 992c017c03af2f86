"""Who stands still is found: something waits, and nothing starts."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections import Counter
from dataclasses import dataclass

import psutil
import pytest
from celery.worker import state

from workers import pipeline
from workers.machine.restarts import CRASHES_BORNE, LONGEST_DELAY_SECONDS, STEADY_SECONDS, Restarts
from workers.upkeep import watchdog
from workers.upkeep.watchdog import EXIT_STUCK, Watchdog, watch


@dataclass
class World:
    """A clock, and what a watchdog sees."""

    now: float = 0.0
    waiting: int = 1
    started: int = 0

    def watchdog(self) -> Watchdog:
        return Watchdog(10, lambda: self.waiting, lambda: self.started, lambda: self.now)


def test_messages_wait_and_nothing_starts() -> None:
    # Given a worker that has stood still for less than its patience, Then it is not stuck yet
    world = World()
    dog = world.watchdog()
    assert not dog.stuck()
    world.now = 10
    assert not dog.stuck()
    # When it lasts longer, Then it is
    world.now = 11
    assert dog.stuck()


@pytest.mark.parametrize("change", [{"waiting": 0}, {"started": 1}])
def test_an_idle_worker_and_a_busy_one_are_not_stuck(change: dict[str, int]) -> None:
    # Given a worker that stood still, When its queue was empty once, or it started something
    world = World()
    dog = world.watchdog()
    dog.stuck()
    world.now = 9
    before = world.waiting
    for name, value in change.items():
        setattr(world, name, value)
    assert not dog.stuck()
    world.waiting = before
    # Then its patience begins anew
    world.now = 18
    assert not dog.stuck()
    world.now = 20
    assert dog.stuck()


def test_identities_are_no_progress_of_the_stages(monkeypatch: pytest.MonkeyPatch) -> None:
    # Given a worker that reads the queue of identities alone, while articles wait
    counts = Counter({"onrecord.parse": 4, "onrecord.quotations": 3})
    monkeypatch.setattr(state, "total_count", counts)
    world = World()
    dog = Watchdog(10, lambda: 1, watchdog._started, lambda: world.now)
    assert not dog.stuck()
    # When identities are all that starts, Then it is stuck
    counts[pipeline.identities_task.name] += 5
    world.now = 11
    assert dog.stuck()
    # And when a stage starts, it is not
    counts[pipeline.parse_task.name] += 1
    assert not dog.stuck()


def test_a_stuck_process_is_ended_once() -> None:
    # Given a clock that runs from look to look, When nothing moves, Then the end comes, and the watching stops
    world, ends = World(), list[int]()

    def tick() -> float:
        world.now += 1
        return world.now

    dog = Watchdog(0.01, lambda: 1, lambda: 0, tick)
    watch(dog, lambda: ends.append(1), threading.Event())
    assert ends == [1]


def test_nobody_is_watched_after_the_end() -> None:
    stopped = threading.Event()
    stopped.set()
    watch(World().watchdog(), lambda: pytest.fail("ended"), stopped)


# --- and started again


@dataclass
class Clock:
    now: float = 0.0

    def __call__(self) -> float:
        return self.now


def live_and_die(restarts: Restarts, clock: Clock, code: int, seconds: float = 1.0) -> bool:
    restarts.started()
    clock.now += seconds
    return restarts.died(code)


def test_what_dies_starts_again_later_and_later() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    delays = []
    for _ in range(9):
        assert live_and_die(restarts, clock, -9)
        assert not restarts.due()
        delays.append(restarts.due_at - clock.now)  # type: ignore[operator]
        clock.now = restarts.due_at  # type: ignore[assignment]
        assert restarts.due()
    assert delays == sorted(delays)
    assert delays[0] < 1
    assert delays[-1] == LONGEST_DELAY_SECONDS


@pytest.mark.parametrize("code", [69, EXIT_STUCK, -9, 0])
def test_a_server_that_is_away_is_waited_for(code: int) -> None:
    # Given a process that cannot reach its server, is stuck or is killed, Then it may start again for ever
    clock = Clock()
    restarts = Restarts(clock)
    assert all(live_and_die(restarts, clock, code) for _ in range(50))


def test_one_that_crashes_again_and_again_is_given_up() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    assert [live_and_die(restarts, clock, 1) for _ in range(CRASHES_BORNE + 1)] == [True] * CRASHES_BORNE + [False]


def test_one_that_ran_well_starts_with_a_clean_record() -> None:
    clock = Clock()
    restarts = Restarts(clock)
    assert all(live_and_die(restarts, clock, 1, STEADY_SECONDS + 1) for _ in range(50))


@pytest.mark.parametrize("code", [2, 78])
def test_wrong_settings_are_not_tried_again(code: int) -> None:
    assert not live_and_die(Restarts(Clock()), Clock(), code)


HANGS = """
import subprocess, sys
from workers.upkeep.watchdog import end_at_once
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"])
print(child.pid, flush=True)
end_at_once()
"""


def test_a_worker_that_lost_its_pool_ends_with_its_children() -> None:
    # Given a worker that hangs on its way out: it has a child, and no pool that knows of it
    # When the watchdog ends it
    done = subprocess.run([sys.executable, "-c", HANGS], capture_output=True, text=True)
    # Then it tells its supervisor to start it again, and the child is gone
    assert done.returncode == EXIT_STUCK
    assert not psutil.pid_exists(int(done.stdout)) or psutil.Process(int(done.stdout)).status() == psutil.STATUS_ZOMBIE
