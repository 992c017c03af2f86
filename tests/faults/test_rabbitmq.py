"""Nothing lost, nothing doubled: the same faults, and some more, with the task queues in RabbitMQ."""

from __future__ import annotations

import pytest

from tests.faults.brokers import RABBITMQ as SCRIPT
from tests.faults.brokers import missing
from tests.faults.brokers_struck import RABBITMQ
from tests.faults.checks import foreign_payloads
from tests.faults.conftest import Brokers
from tests.faults.faults import LONG_ARTICLES, SHORT_ARTICLES, Fault, by_name, holds, put_through
from tests.faults.foreign import DELIVERIES
from tests.faults.table import Table
from tests.faults.world import World

BROKERS = Brokers.RABBITMQ

LACKING = missing(str(SCRIPT), "epmd")
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.mark.parametrize("fault", [f for f in RABBITMQ if f.short], ids=by_name)
def test_short(world: World, expected: dict[int, str], fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    holds(put_through(world, fault, SHORT_ARTICLES, expected), gentle=fault.gentle)


def test_foreign_messages_are_in_the_quarantine_as_they_came(world: World, expected: dict[int, str]) -> None:
    # Given all foreign messages that a fault before has sent, When the sweeper has come by, Then each body is kept
    bodies = {body for body, _ in DELIVERIES.values()}
    world.wait(lambda: bodies <= foreign_payloads(world.engine), 30)


@pytest.mark.faults
@pytest.mark.parametrize("fault", RABBITMQ, ids=by_name)
def test_long(world: World, expected: dict[int, str], table: Table, fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    outcome = put_through(world, fault, LONG_ARTICLES, expected)
    table.add(outcome)
    holds(outcome, gentle=fault.gentle)
