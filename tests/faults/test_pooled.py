"""Nothing lost, nothing doubled: behind PgBouncer in transaction mode, where all processes share four sessions."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.faults.brokers_struck import BY_NAME
from tests.faults.conftest import Brokers
from tests.faults.faults import LONG_ARTICLES, Fault, by_name, holds, put_through
from tests.faults.table import Table
from tests.faults.world import World
from tests.pooler import needs_pgbouncer

BROKERS = Brokers.POOLED

pytestmark = [needs_pgbouncer(), pytest.mark.faults]

POOLED = [
    replace(BY_NAME[name], name=f"behind PgBouncer: {name}")
    for name in ("kill -9 of the worker", "Postgres killed", "database down", "leases too short")
]


@pytest.mark.parametrize("fault", POOLED, ids=by_name)
def test_long(world: World, expected: dict[int, str], table: Table, fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    outcome = put_through(world, fault, LONG_ARTICLES, expected)
    table.add(outcome)
    holds(outcome, gentle=fault.gentle)
