"""Many machines: hosts are cut off, added and rolled, and the broker moves; nothing is lost, nothing doubled."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shared.settings import Servers, Settings
from shared.store.engine import make_engine
from tests.faults.articles import article
from tests.faults.brokers import missing, until
from tests.faults.conftest import SHORT, send_to, set_all
from tests.faults.faults import LONG_ARTICLES, SHORT_ARTICLES, Fault, by_name, holds, put_through, uris_of
from tests.faults.fleet.fleet import Fleet, FleetSupervisor, OnHosts, database_on, hosts_of, make_next_release
from tests.faults.fleet.hosts import lacking
from tests.faults.strikes import PATIENCE, all_accepted
from tests.faults.table import Table
from tests.faults.world import World

LACKING = missing("redis-server", "redis-sentinel") or lacking()
pytestmark = pytest.mark.skipif(bool(LACKING), reason=LACKING)


@pytest.fixture(scope="module")
def world(real_server: None, request: pytest.FixtureRequest) -> Iterator[Fleet]:
    """Onrecord on six hosts; the suite itself is a seventh."""
    quick = request.config.getoption("-m").strip() != "faults"
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-fleet-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        network = hosts_of(stack)
        hosts = network.hosts
        database, url = stack.enter_context(database_on(hosts["data"], folder))
        brokers = OnHosts(folder / "brokers", hosts["one"], hosts["two"], hosts["door"])
        stack.callback(brokers.stop)
        make_next_release(folder / "next")
        servers = Servers(database_url=url, redis_url=brokers.url)
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        set_all(patch, SHORT | {"CONCURRENCY": "1", "DATABASE_URL": url, "REDIS_URL": brokers.url})
        patch.setenv("FAULTS_FOLDER", str(folder))
        send_to(patch, brokers.url)
        engine = make_engine(database.uri)
        stack.callback(engine.dispose)
        supervisor = FleetSupervisor(Settings(home=folder / "home"), hosts=hosts)
        stack.enter_context(supervisor.running())
        supervisor.start("worker@work2", servers)
        yield Fleet(
            database=database, database_proxy=None, supervisor=supervisor, servers=servers, engine=engine,  # type: ignore[arg-type]
            folder=folder, quick=quick, sentinel=brokers, network=network,
        )  # fmt: skip


def of(world: World) -> Fleet:
    assert isinstance(world, Fleet)
    return world


def host_cut_off(world: World, _: list[str]) -> None:
    """A host with a worker loses its network, longer than its leases last, and gets it back."""
    host = of(world).network.hosts["work2"]
    host.cut_off()
    try:
        world.pause(13, 15)
    finally:
        host.heal()


def host_added(world: World, _: list[str]) -> None:
    """A host comes, with a worker, while there is much to do."""
    sizes = world.log_sizes()
    of(world).add_worker("work3")
    world.wait(lambda: world.said_since(sizes, "@work3 ready."), PATIENCE)


def rolled(world: World, _: list[str]) -> None:
    """One worker is rolled to the next release, then intake; the other worker and the sweeper are not."""
    for name in ("worker@work2", "intake"):
        of(world).roll(name)


def broker_host_cut_off(world: World, uris: list[str]) -> None:
    """The master's host loses its network: the replica takes over, and the old master comes back as one."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    fleet = of(world)
    until(fleet.sentinel.replicated, "the replica")
    host = fleet.master_host()
    host.cut_off()
    try:
        until(lambda: fleet.sentinel.master().bind != host.address, "the new master")
        world.pause(1, 2)
    finally:
        host.heal()
    until(fleet.sentinel.replicated, "the replica")


HOSTS = [
    Fault("many hosts: a worker's cut off and healed", host_cut_off, short=True),
    Fault("many hosts: one added", host_added, seen="@work3 ready."),
    Fault("many hosts: worker and intake rolled to N+1", rolled, short=True, gentle=True, seen="intake_stopped"),
    Fault("many hosts: the master's cut off, Sentinel", broker_host_cut_off, short=True, seen="to broker lost"),
]


@pytest.mark.parametrize("fault", [f for f in HOSTS if f.short], ids=by_name)
def test_short(world: Fleet, expected: dict[int, str], fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    holds(put_through(world, fault, SHORT_ARTICLES, expected), gentle=fault.gentle)


@pytest.mark.faults
@pytest.mark.parametrize("fault", HOSTS, ids=by_name)
def test_long(world: Fleet, expected: dict[int, str], table: Table, fault: Fault) -> None:
    # Given a batch of articles on its way, When the fault happens, Then all end, once, with the same rows
    outcome = put_through(world, fault, LONG_ARTICLES, expected)
    table.add(outcome)
    holds(outcome, gentle=fault.gentle)


def test_both_releases_have_worked(world: Fleet, expected: dict[int, str]) -> None:
    # Given that intake was rolled, When more articles come, Then they are of the next version: it was the next release
    uris = [f"tag:after:{number}" for number in range(4)]
    if not of(world).processes.next_release:
        rolled(world, uris)
    before = uris_of(HOSTS[0], 1)
    world.submit([article(number, uri) for number, uri in enumerate(uris)])
    world.wait(lambda: world.ended(uris) == len(uris), PATIENCE)
    assert world.pipeline_versions(uris) != world.pipeline_versions(before)
