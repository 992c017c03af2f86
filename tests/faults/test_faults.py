"""Nothing lost, nothing doubled: every fault, on real processes and real servers."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from shared.store.records import RunState
from tests.faults.articles import article
from tests.faults.checks import fingerprints, foreign_payloads
from tests.faults.faults import FAULTS, SETTLE_SECONDS, Fault, Outcome, put_through, storm, uris_of
from tests.faults.foreign import CASES
from tests.faults.table import Table
from tests.faults.world import World

SHORT_ARTICLES = 24
LONG_ARTICLES = int(os.environ.get("ONRECORD_TEST_FAULT_ARTICLES", "200"))
STORM_SECONDS = float(os.environ.get("ONRECORD_TEST_STORM_SECONDS", "180"))


@pytest.fixture(scope="session")
def expected(world: World) -> dict[int, str]:
    """The rows of each article without a fault, by its number."""
    count = SHORT_ARTICLES if world.quick else LONG_ARTICLES
    calm = FAULTS[0]
    holds(put_through(world, calm, count, {}), gentle=True)
    uris = uris_of(calm, count)
    found = fingerprints(world.engine, uris)
    return {number: found[uri] for number, uri in enumerate(uris)}


@pytest.fixture(scope="session")
def poison(world: World, expected: dict[int, str]) -> str:
    """The uri of an article that kills each process which touches it, on its way beside all others."""
    world.submit([article(1000, "tag:poison", "poison")])
    return "tag:poison"


@pytest.fixture(scope="session")
def table(world: World) -> Iterator[Table]:
    """What came of each fault; written to docs/reliability.md at the end."""
    lines = Table()
    yield lines
    lines.publish()


def holds(outcome: Outcome, *, quarantined: int = 0, gentle: bool = False) -> None:
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
    assert max(found.said.values()) == 1
    assert not gentle or min(found.said.values()) == 1


def by_name(fault: Fault) -> str:
    return fault.name


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.short], ids=by_name)
def test_short(world: World, expected: dict[int, str], poison: str, fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    holds(put_through(world, fault, SHORT_ARTICLES, expected), gentle=fault.gentle)


def test_poison_among_them_is_quarantined(world: World, poison: str) -> None:
    # Given an article that has killed each process which touched it, while all this went on
    # When its attempts are used up, Then it is quarantined, and says why
    world.wait(lambda: world.ended([poison]) == 1, SETTLE_SECONDS)
    (state,) = world.states([poison])
    assert (state.state, state.code) == (RunState.QUARANTINED, "attempts_exhausted")


def test_foreign_bytes_are_in_the_quarantine_as_they_came(world: World, expected: dict[int, str]) -> None:
    # Given all foreign bytes that a fault before has sent, When the sweeper has come by, Then every one of them is kept
    world.wait(lambda: set(CASES.values()) <= foreign_payloads(world.engine), 30)


@pytest.mark.faults
@pytest.mark.parametrize("fault", FAULTS[1:], ids=by_name)
def test_long(world: World, expected: dict[int, str], table: Table, fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    outcome = put_through(world, fault, LONG_ARTICLES, expected)
    table.add(outcome)
    holds(outcome, quarantined=1 if fault.article else 0, gentle=fault.gentle)
    if fault.article:
        assert {s.code for s in world.states(uris_of(fault, LONG_ARTICLES)) if s.code} == {fault.code}


@pytest.mark.faults
def test_all_together(world: World, expected: dict[int, str], table: Table) -> None:
    # Given articles that keep coming, When faults of all kinds keep happening, Then all the same
    outcome = storm(world, LONG_ARTICLES, STORM_SECONDS, expected)
    table.add(outcome)
    holds(outcome)
