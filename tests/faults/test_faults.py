"""Nothing lost, nothing doubled: every fault, on real processes and real servers."""

from __future__ import annotations

import os

import pytest

from shared.store.records import RunState
from tests.faults.checks import foreign_payloads
from tests.faults.faults import (
    FAULTS,
    LONG_ARTICLES,
    SETTLE_SECONDS,
    SHORT_ARTICLES,
    Fault,
    by_name,
    holds,
    put_through,
    storm,
    uris_of,
)
from tests.faults.foreign import CASES
from tests.faults.table import Table
from tests.faults.world import World

STORM_SECONDS = float(os.environ.get("ONRECORD_TEST_STORM_SECONDS", "180"))


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
    holds(outcome, quarantined=1 if fault.article else 0, gentle=fault.gentle, again=fault.again)
    if fault.article:
        assert {s.code for s in world.states(uris_of(fault, LONG_ARTICLES)) if s.code} == {fault.code}


@pytest.mark.faults
def test_all_together(world: World, expected: dict[int, str], table: Table) -> None:
    # Given articles that keep coming, When faults of all kinds keep happening, Then all the same
    outcome = storm(world, LONG_ARTICLES, STORM_SECONDS, expected)
    table.add(outcome)
    holds(outcome)
