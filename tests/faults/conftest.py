"""One world for all faults, with short leases, and the table of what came of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from sqlalchemy import make_url

from shared.settings import Servers, Settings, settings
from shared.store import migrate
from shared.store.engine import make_engine
from tests.faults.articles import article
from tests.faults.brokers import RabbitMQ, Sentinelled
from tests.faults.checks import fingerprints
from tests.faults.faults import FAULTS, LONG_ARTICLES, SHORT_ARTICLES, holds, put_through, uris_of
from tests.faults.proxy import Proxy
from tests.faults.servers import Postgres, Valkey
from tests.faults.table import Table
from tests.faults.world import PluggedSupervisor, World
from tests.pooler import pooled
from workers.app import app
from workers.broker.transport import options_for, url_for_celery

SHORT = {
    "SOFT_TIME_LIMIT": "5",
    "TIME_LIMIT": "10",
    "LEASE_SECONDS": "11",
    "WATCHDOG_SECONDS": "15",
    "RESEND_SECONDS": "2",
    "SWEEP_SECONDS": "0.5",
    "CONCURRENCY": "2",
    "LOG_FORMAT": "json",
}
"""Settings with which a fault shows in seconds; their order is that of a real installation."""


@pytest.fixture(scope="module")
def world(real_server: None, request: pytest.FixtureRequest) -> Iterator[World]:
    """Onrecord on servers of its own. Kept through all faults: each meets what the ones before have left.

    A module may set BROKERS: what holds the inbox and the queues in its world.
    """
    quick = request.config.getoption("-m").strip() != "faults"
    with built(getattr(request.module, "BROKERS", Brokers.ONE), quick) as one:
        yield one


class Brokers(StrEnum):
    """The brokers of a world."""

    ONE = "one"
    SENTINEL = "sentinel"
    RABBITMQ = "rabbitmq"
    POOLED = "pooled"
    """One, and PgBouncer in transaction mode before the database."""


@contextmanager
def built(brokers: Brokers, quick: bool) -> Iterator[World]:
    """A running world."""
    with ExitStack() as stack:
        # Not under pytest's own folder: every other pytest closes that to the user that Postgres runs as.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-faults-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        database = Postgres(folder / "postgres")
        stack.callback(database.stop)
        direct = stack.enter_context(Proxy(database.socket))
        direct_url = f"postgresql://postgres@127.0.0.1:{direct.port}/postgres"
        url, to_database = direct_url, direct
        if brokers is Brokers.POOLED:
            # The roles that the pooler's login needs come with the schema.
            migrate.upgrade(database.uri)
            behind = make_url(stack.enter_context(pooled(database.uri, size=4)))
            to_database = stack.enter_context(Proxy(behind.port or 0))
            url = behind.set(port=to_database.port).render_as_string(hide_password=False)
        to_brokers, found = _brokers(brokers, folder, stack)
        servers = Servers(database_url=url, redis_url=to_brokers["REDIS"])
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        set_all(patch, SHORT | {"DATABASE_URL": url, "MIGRATION_URL": direct_url})
        set_all(patch, {f"{name}_URL": url for name, url in to_brokers.items()})
        patch.setenv("FAULTS_FOLDER", str(folder))
        send_to(patch, _past_the_proxy(found))
        supervisor = PluggedSupervisor(Settings(home=folder / "home"))
        engine = make_engine(database.uri)
        stack.callback(engine.dispose)
        stack.enter_context(supervisor.running())
        yield World(
            database=database, database_proxy=to_database, supervisor=supervisor, servers=servers, engine=engine,
            folder=folder, quick=quick, **found,
        )  # fmt: skip
        keep = os.environ.get("ONRECORD_TEST_FAULT_LOGS")
        if keep:
            shutil.copytree(folder / "home" / "log", Path(keep) / brokers, dirs_exist_ok=True)


def _brokers(brokers: Brokers, folder: Path, stack: ExitStack) -> tuple[dict[str, str], dict[str, Any]]:
    """Start them; returns the URLs for the processes, and what the world keeps."""
    if brokers is Brokers.SENTINEL:
        several = Sentinelled(folder / "sentinel")
        stack.callback(several.stop)
        return {"REDIS": several.url}, {"sentinel": several}
    broker = Valkey(folder / "valkey")
    stack.callback(broker.stop)
    to_broker = stack.enter_context(Proxy(broker.port))
    urls, found = {"REDIS": f"redis://127.0.0.1:{to_broker.port}/0"}, {"broker": broker, "broker_proxy": to_broker}
    if brokers is not Brokers.RABBITMQ:
        return urls, found
    rabbitmq = RabbitMQ(folder / "rabbitmq")
    stack.callback(rabbitmq.stop)
    to_rabbitmq = stack.enter_context(Proxy(rabbitmq.port))
    urls["QUEUE"] = f"amqp://guest:guest@127.0.0.1:{to_rabbitmq.port}//"
    return urls, found | {"rabbitmq": rabbitmq, "rabbitmq_proxy": to_rabbitmq}


def _past_the_proxy(found: dict[str, Any]) -> str:
    """Where the queues really are: what the suite itself sends goes there."""
    if "sentinel" in found:
        return str(found["sentinel"].url)
    return str(found["rabbitmq"].url) if "rabbitmq" in found else f"redis://127.0.0.1:{found['broker'].port}/0"


def send_to(patch: pytest.MonkeyPatch, url: str) -> None:
    """Let this process's Celery application send to these queues."""
    patch.setitem(app.conf, "broker_url", url_for_celery(url))
    patch.setitem(app.conf, "broker_transport_options", options_for(url, 600))
    # As in a new process: no connection of the world before is used again.
    app._after_fork()


@pytest.fixture(autouse=True)
def short_settings(no_settings_of_this_machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings for what is started again during a test."""
    set_all(monkeypatch, SHORT)


def set_all(patch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        patch.setenv(f"ONRECORD_{name}", value)
    settings.cache_clear()


@pytest.fixture(scope="module")
def expected(world: World) -> dict[int, str]:
    """The rows of each article without a fault, by its number."""
    count = SHORT_ARTICLES if world.quick else LONG_ARTICLES
    calm = FAULTS[0]
    holds(put_through(world, calm, count, {}), gentle=True)
    uris = uris_of(calm, count)
    found = fingerprints(world.engine, uris)
    return {number: found[uri] for number, uri in enumerate(uris)}


@pytest.fixture(scope="module")
def poison(world: World, expected: dict[int, str]) -> str:
    """The uri of an article that kills each process which touches it, on its way beside all others."""
    world.submit([article(1000, "tag:poison", "poison")])
    return "tag:poison"


@pytest.fixture(scope="session")
def table() -> Iterator[Table]:
    """What came of each fault; written to docs/reliability.md at the end."""
    lines = Table()
    yield lines
    lines.publish()
