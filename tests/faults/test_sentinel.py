"""Nothing lost, nothing doubled: the broker is moved by Sentinel while articles are on their way."""

from __future__ import annotations

import pytest

from tests.faults.brokers import missing
from tests.faults.brokers_struck import SENTINEL
from tests.faults.conftest import Brokers
from tests.faults.faults import LONG_ARTICLES, SHORT_ARTICLES, Fault, by_name, holds, put_through
from tests.faults.table import Table
from tests.faults.world import World

BROKERS = Brokers.SENTINEL

LACKING = missing("redis-server", "redis-sentinel")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.mark.parametrize("fault", [f for f in SENTINEL if f.short], ids=by_name)
def test_short(world: World, expected: dict[int, str], fault: Fault) -> None:
    # Given a batch of articles on its way, When the broker is moved, Then all end, once, with the same rows
    holds(put_through(world, fault, SHORT_ARTICLES, expected), gentle=fault.gentle)


@pytest.mark.faults
@pytest.mark.parametrize("fault", SENTINEL, ids=by_name)
def test_long(world: World, expected: dict[int, str], table: Table, fault: Fault) -> None:
    # Given a batch of articles on its way, When the broker is moved, Then all end, once, with the same rows
    outcome = put_through(world, fault, LONG_ARTICLES, expected)
    table.add(outcome)
    holds(outcome, gentle=fault.gentle)
