"""The list of all faults, and one batch of articles put through one of them."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from tests.faults import strikes
from tests.faults.articles import article
from tests.faults.checks import Found, look, untold
from tests.faults.strikes import Strike
from tests.faults.world import World

SHORT_ARTICLES = 24
LONG_ARTICLES = int(os.environ.get("ONRECORD_TEST_FAULT_ARTICLES", "200"))

SETTLE_SECONDS = 150.0
"""Three attempts, each ended by the hard limit and found by the sweeper, take two minutes with the suite's settings."""

ARTICLE_SECONDS = 2.0
"""An article takes a tenth of this on one core of its own; a machine may be busy with other things."""

TELL_SECONDS = 30.0
"""How long the logs may take to say what the database knows already."""


@dataclass(frozen=True)
class Fault:
    """One thing that happens while a batch is on its way."""

    name: str
    strike: Strike
    short: bool = False
    at_once: bool = False
    """Strikes as soon as the batch is submitted; others when a random share of it is done."""
    seen: str | None = None
    """What a log must say by the end: else the fault has missed, proves nothing, and the test fails."""
    gentle: bool = False
    """Ends no process or connection but by asking: then no log line may be missing either."""
    again: bool = False
    """Takes the database back: what was done since is done again, and told again."""
    before: Callable[[World], None] | None = None
    article: str | None = None
    """What the plugged worker is to do at one article of the batch, which ends in quarantine."""
    code: str | None = None


FAULTS = [
    Fault("no fault", strikes.nothing, gentle=True),
    Fault("poison kills its process", strikes.nothing, article="poison", code="attempts_exhausted"),
    Fault("kill -9 of children", strikes.kill_children, short=True, seen="exited with"),
    Fault("kill -9 of the worker", strikes.kill("worker"), short=True),
    Fault("broker killed, with AOF", strikes.broker_killed, short=True, seen="Connection to broker lost"),
    Fault("Postgres killed", strikes.postgres_killed, short=True, seen="server_away"),
    Fault("duplicates of every message", strikes.doubles, short=True, at_once=True, gentle=True),
    Fault(
        "foreign bytes on every queue", strikes.foreign, short=True, at_once=True, gentle=True, seen="foreign_message"
    ),
    Fault("kill -9 of intake", strikes.kill("intake"), at_once=True),
    Fault("kill -9 of the sweeper, queue emptied", strikes.messages_lost, seen="runs_sent_again"),
    Fault(
        "killed between accept and publish", strikes.between_accept_and_publish, at_once=True, seen="runs_sent_again"
    ),
    Fault("killed between commit and publish", strikes.between_stages, seen="exited with"),
    Fault(
        "killed in BRPOP with a message", strikes.kill_in_brpop, at_once=True, before=strikes.hold_worker,
        seen="runs_sent_again",
    ),
    Fault("worker connected, but reads no more", strikes.deaf_worker, at_once=True, seen="process_stuck"),
    Fault("rolling restart by SIGTERM", strikes.roll, gentle=True, seen="intake_stopped"),
    Fault("broker killed, without AOF", strikes.broker_forgets, seen="runs_sent_again"),
    Fault("broker down", strikes.broker_down, seen="Connection to broker lost"),
    Fault("broker flapping", strikes.broker_flaps, seen="Connection"),
    Fault("broker's memory full, no replica", strikes.broker_full, seen="used memory"),
    Fault("broker's disk full", strikes.broker_disk_full, seen="MISCONF"),
    Fault("database down", strikes.database_down, seen="database_unreachable"),
    Fault("half-open sockets", strikes.half_open),
    Fault("database restored from a dump of mid-run", strikes.restored, again=True),
    Fault("leases too short", strikes.leases_run_out, gentle=True, seen="lease_lost"),
    Fault(
        "two workers on one run", strikes.two_workers, at_once=True, before=strikes.take_long, gentle=True,
        seen="lease_lost",
    ),
    Fault("every message in reverse", strikes.reverse, at_once=True, before=strikes.hold_worker, gentle=True),
    Fault(
        "a stage hangs past its hard limit", strikes.nothing, article="hang", code="attempts_exhausted",
        seen="Hard time limit",
    ),
    Fault("a bug at one article", strikes.nothing, article="bug", code="bug", gentle=True, seen="ZeroDivisionError"),
]  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """One line of the table."""

    fault: str
    articles: int
    found: Found
    recovery: float
    """Seconds from the end of the fault until all had ended."""

    @property
    def lost(self) -> int:
        return self.articles - self.found.ended


def patience(articles: int) -> float:
    """How long to wait for so many articles before something counts as lost."""
    return SETTLE_SECONDS + ARTICLE_SECONDS * articles


def by_name(fault: Fault) -> str:
    """The id of its test."""
    return fault.name


def uris_of(fault: Fault, count: int) -> list[str]:
    """Every batch has uris of its own, and the same texts."""
    return [f"tag:{fault.name.replace(' ', '-')}:{number:03}" for number in range(count)]


def put_through(world: World, fault: Fault, count: int, expected: dict[int, str]) -> Outcome:
    """Put a batch through one fault and count what came of it."""
    uris, sizes = uris_of(fault, count), world.log_sizes()
    if fault.before:
        fault.before(world)
    marked = world.rng.randrange(count) if fault.article else None
    world.submit([article(n, uri, fault.article if n == marked else None) for n, uri in enumerate(uris)])
    if not fault.at_once:
        share = world.rng.uniform(0.05, 0.5) * count
        world.wait(lambda: world.ended(uris) >= share, patience(count))
    # However fast the machine, something is being worked on when the fault comes.
    with world.slow_stages():
        fault.strike(world, uris)
    struck = time.monotonic()
    world.wait(lambda: world.ended(uris) == count, patience(count))
    recovery = time.monotonic() - struck
    world.wait(lambda: told(world, fault, uris, sizes), TELL_SECONDS)
    by_uri = {uris[number]: digest for number, digest in expected.items()}
    return Outcome(fault.name, count, look(world, uris, by_uri), recovery)


def told(world: World, fault: Fault, uris: list[str], sizes: dict[str, int]) -> bool:
    """Whether the logs show the fault and, if no process was killed, what became of each article.

    A log follows the database: a line may come after the commit that it tells of, and Celery finds a dead child only at
    its next look round, every 5 seconds, if the child's sentinel closed before the child could be waited for.
    """
    shown = fault.seen is None or world.said_since(sizes, fault.seen)
    return shown and not (fault.gentle and untold(world, uris))


STORM = [
    fault for fault in FAULTS
    if not (fault.before or fault.article or fault.again) and fault.strike is not strikes.nothing
]  # fmt: skip


def storm(world: World, batch: int, seconds: float, expected: dict[int, str]) -> Outcome:
    """All faults together: a random one after the other, without a pause to recover, while articles keep coming."""
    until, uris, digests = time.monotonic() + seconds, list[str](), dict[str, str]()
    while time.monotonic() < until:
        coming = [f"tag:storm:{len(uris) + number:05}" for number in range(min(batch, 20))]
        world.submit([article(number, uri) for number, uri in enumerate(coming)])
        digests |= {uri: expected[number] for number, uri in enumerate(coming)}
        uris += coming
        world.wait(partial(strikes.all_accepted, world, coming), SETTLE_SECONDS)
        world.rng.choice(STORM).strike(world, uris)
    struck = time.monotonic()
    world.wait(lambda: world.ended(uris) == len(uris), patience(len(uris)))
    recovery = time.monotonic() - struck
    return Outcome(f"all together, {seconds:.0f} s", len(uris), look(world, uris, digests), recovery)


def holds(outcome: Outcome, *, quarantined: int = 0, gentle: bool = False, again: bool = False) -> None:
    """What is promised after every fault."""
    found = outcome.found
    assert outcome.lost == 0
    assert found.doubled == 0
    assert found.different == 0
    assert (found.done, found.quarantined) == (outcome.articles - quarantined, quarantined)
    assert found.without_reason == 0
    assert found.feed == list(range(1, len(found.feed) + 1))
    assert found.off == 0
    # No more than one line tells what became of an article; one less only if its process ended at that moment.
    assert max(found.said.values()) == 1 or again
    assert not gentle or min(found.said.values()) == 1
