"""Nothing lost, nothing doubled: every fault, on real processes and real servers."""

from __future__ import annotations

import os

import pytest

from tests.faults.checks import fingerprints
from tests.faults.faults import FAULTS, Fault, Outcome, put_through, uris_of
from tests.faults.world import World

SHORT_ARTICLES = 24
LONG_ARTICLES = int(os.environ.get("ONRECORD_TEST_FAULT_ARTICLES", "200"))


@pytest.fixture(scope="session")
def expected(world: World) -> dict[int, str]:
    """The rows of each article without a fault, by its number."""
    count = SHORT_ARTICLES if world.quick else LONG_ARTICLES
    calm = FAULTS[0]
    holds(put_through(world, calm, count, {}))
    uris = uris_of(calm, count)
    found = fingerprints(world.engine, uris)
    return {number: found[uri] for number, uri in enumerate(uris)}


def holds(outcome: Outcome, quarantined: int = 0) -> None:
    """What is promised after every fault."""
    found = outcome.found
    assert outcome.lost == 0
    assert found.doubled == 0
    assert found.different == 0
    assert (found.done, found.quarantined) == (outcome.articles - quarantined, quarantined)
    assert found.without_reason == 0
    assert found.feed == list(range(1, len(found.feed) + 1))
    assert found.off == 0


@pytest.mark.parametrize("fault", [f for f in FAULTS if f.short], ids=lambda fault: fault.name)
def test_short(world: World, expected: dict[int, str], fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    outcome = put_through(world, fault, SHORT_ARTICLES, expected)
    holds(outcome, quarantined=1 if fault.article else 0)
