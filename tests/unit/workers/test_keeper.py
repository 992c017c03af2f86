"""An embedded server that dies or hangs is started again, later each time, and given up in the end."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from shared.errors import ServerLost, StartFailed
from tests.unit.workers.test_watchdog import Clock
from workers.machine.keeper import HUNG_SECONDS, PING_SECONDS, Keeper
from workers.machine.restarts import CRASHES_BORNE, LONGEST_DELAY_SECONDS, STEADY_SECONDS


@dataclass
class FakeServer:
    """A server in this process: the test decides whether it lives and answers."""

    name: str = "fake"
    lives: bool = True
    speaks: bool = True
    starts: int = 0
    ends: list[str] = field(default_factory=list)
    start_fails: bool = False

    def start(self) -> str:
        self.starts += 1
        if self.start_fails:
            raise StartFailed("no room")
        self.lives = self.speaks = True
        return f"fake://{self.starts}"

    def alive(self) -> bool:
        return self.lives

    def answers(self, seconds: float) -> bool:
        return self.speaks

    def stop(self) -> None:
        self.ends.append("stop")

    def kill(self) -> None:
        self.lives = False
        self.ends.append("kill")

    def last_words(self) -> str:
        return "out of memory"


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def server() -> FakeServer:
    return FakeServer()


@pytest.fixture
def keeper(server: FakeServer, clock: Clock) -> Keeper:
    return Keeper(server, "fake://0", clock)


def turn(keeper: Keeper, clock: Clock, seconds: float) -> None:
    """So many seconds of a supervisor's loop."""
    until = clock.now + seconds
    while clock.now < until:
        clock.now += 0.5
        keeper.check()


def test_a_healthy_server_is_left_alone(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    turn(keeper, clock, 10 * HUNG_SECONDS)
    assert (server.starts, server.ends) == (0, [])


def test_a_dead_server_is_started_again(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    # Given a server that died, When the supervisor looks twice, Then it runs again, and its address is noted
    server.lives = False
    turn(keeper, clock, 1.5)
    assert server.lives
    assert keeper.url == "fake://1"


def test_a_server_that_hangs_is_ended_and_started_again(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    # Given a server that lives and does not answer
    server.speaks = False
    # When that lasts for less than a hang, Then it is left alone; when it lasts longer, it is started again
    turn(keeper, clock, HUNG_SECONDS - PING_SECONDS)
    assert server.ends == []
    turn(keeper, clock, 3 * PING_SECONDS)
    assert server.ends == ["kill"]
    assert server.speaks


def test_a_pause_of_answers_is_forgotten(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    # Given a server that does not answer for a while, twice, and answers in between
    for _ in range(2):
        server.speaks = False
        turn(keeper, clock, HUNG_SECONDS - PING_SECONDS)
        server.speaks = True
        turn(keeper, clock, 2 * PING_SECONDS)
    # Then it is left alone
    assert server.ends == []


def test_one_that_dies_again_and_again_is_given_up(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    # Given a server that dies as soon as it runs, When it has died too often, Then that is told with its last words
    def die_for_ever() -> None:
        while True:
            server.lives = False
            turn(keeper, clock, LONGEST_DELAY_SECONDS)

    with pytest.raises(ServerLost, match="fake, 6 times: its process ended; out of memory"):
        die_for_ever()
    assert server.starts == CRASHES_BORNE


def test_one_that_does_not_start_is_given_up(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    server.lives, server.start_fails = False, True
    with pytest.raises(ServerLost, match="no room"):
        turn(keeper, clock, CRASHES_BORNE * LONGEST_DELAY_SECONDS)
    assert server.starts == CRASHES_BORNE


def test_one_that_dies_now_and_then_is_never_given_up(keeper: Keeper, server: FakeServer, clock: Clock) -> None:
    for _ in range(20):
        server.lives = False
        turn(keeper, clock, 2 * STEADY_SECONDS)
    assert server.starts == 20


@pytest.mark.parametrize(
    ("lives", "speaks", "ends"),
    [(True, True, ["stop"]), (True, False, ["kill", "stop"]), (False, False, ["kill", "stop"])],
)
def test_only_a_healthy_server_is_asked_to_end(
    keeper: Keeper, server: FakeServer, lives: bool, speaks: bool, ends: list[str]
) -> None:
    # Given a server that is well, hangs or is dead, When it is ended, Then nobody waits for one that cannot end itself
    server.lives, server.speaks = lives, speaks
    keeper.end()
    assert server.ends == ends
