"""Real servers and the models once a process, a database cloned from a migrated template for each test that writes."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
import redis

from shared.settings import Servers, settings
from shared.store import migrate
from tests.folders import server_folder
from workers import models as language_models
from workers.machine.local import LocalServers
from workers.models import Models

DATABASE, BROKER = "ONRECORD_TEST_DATABASE_URL", "ONRECORD_TEST_REDIS_URL"


def pytest_configure(config: pytest.Config) -> None:
    """Several processes need servers of their own: they would meet in the servers' roles and queues."""
    if {DATABASE, BROKER} & set(os.environ) and config.getoption("numprocesses", None):
        raise pytest.UsageError(f"with {DATABASE} or {BROKER}, run one process: make test JOBS=0")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test that starts a server, whichever fixtures it asks for: `make quick` leaves these out."""
    for item in items:
        if "real_server" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.server)


@pytest.fixture(scope="session")
def real_server() -> None:
    """Every fixture that starts a server, or a process that starts one, asks for this one: so its tests are known."""


@pytest.fixture(scope="session")
def models() -> Models:
    """The language models, loaded once."""
    return language_models.load()


@pytest.fixture(autouse=True)
def no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees the developer's own environment, .env or .onrecord."""
    for name in [n for n in os.environ if n.startswith("ONRECORD_") and not n.startswith("ONRECORD_TEST_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("ONRECORD_HOME", str(tmp_path / ".onrecord"))
    settings.cache_clear()
    yield
    settings.cache_clear()


def _admin(url: str, statement: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(statement)  # type: ignore[arg-type]


@pytest.fixture(scope="session")
def servers(real_server: None) -> Iterator[Servers]:
    """Postgres and Redis: those that the environment names, else embedded ones."""
    database, broker = os.environ.get(DATABASE), os.environ.get(BROKER)
    if database and broker:
        yield Servers(database_url=database, redis_url=broker)
        return
    with server_folder("onrecord-test-") as folder, LocalServers(folder) as local:
        # Nothing here has to outlive a crash; without whole pages in the log, a database is cloned in half the time.
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            _admin(local.servers.database_url, f"ALTER SYSTEM SET {setting} = off")
        _admin(local.servers.database_url, "SELECT pg_reload_conf()")
        yield Servers(database_url=database or local.servers.database_url, redis_url=broker or local.servers.redis_url)


def _sibling(url: str, name: str) -> str:
    """The URL of another database on the same server."""
    head, mark, query = url.partition("?")
    return f"{head.rsplit('/', 1)[0]}/{name}{mark}{query}"


@contextmanager
def _database(servers: Servers, name: str, from_template: str | None = None) -> Iterator[str]:
    """The URL of a database that exists while the block runs."""
    unique = f"onrecord_{name}_{uuid4().hex[:8]}"
    _admin(
        servers.database_url, f'CREATE DATABASE "{unique}"' + (f' TEMPLATE "{from_template}"' if from_template else "")
    )
    try:
        yield _sibling(servers.database_url, unique)
    finally:
        _admin(servers.database_url, f'DROP DATABASE "{unique}" WITH (FORCE)')


@pytest.fixture(scope="session")
def template(servers: Servers) -> Iterator[str]:
    """The name of a migrated, empty database."""
    with _database(servers, "template") as url:
        migrate.upgrade(url)
        # A clone would take itself for a restored database, and begin a new epoch of its feed in the middle of a test.
        _admin(url, "UPDATE core.feed_head SET origin = NULL")
        yield url.partition("?")[0].rsplit("/", 1)[1]


@pytest.fixture
def empty_database_url(servers: Servers) -> Iterator[str]:
    """A database with nothing in it."""
    with _database(servers, "empty") as url:
        yield url


@pytest.fixture
def database_url(servers: Servers, template: str) -> Iterator[str]:
    """A migrated database of this test's own."""
    with _database(servers, "test", template) as url:
        yield url


@pytest.fixture(scope="session")
def untouched_url(servers: Servers, template: str) -> Iterator[str]:
    """A migrated, empty database for all tests that leave it so: they read, are refused, or take back what they do."""
    with _database(servers, "untouched", template) as url:
        yield url


@pytest.fixture(scope="module")
def module_database_url(servers: Servers, template: str) -> Iterator[str]:
    """A migrated database of this module's own: filled once, for tests that only read it or take back what they do."""
    with _database(servers, "module", template) as url:
        yield url


@pytest.fixture(scope="module")
def module_servers(servers: Servers, template: str) -> Iterator[Servers]:
    """A migrated database and an empty broker of this module's own, for processes that run through many tests."""
    broker_url = _sibling(servers.redis_url, "7")
    with _database(servers, "module", template) as url, redis.Redis.from_url(broker_url) as broker:
        broker.flushdb()
        yield Servers(database_url=url, redis_url=broker_url)
        broker.flushdb()


@pytest.fixture
def redis_url(servers: Servers) -> Iterator[str]:
    """An empty broker."""
    with redis.Redis.from_url(servers.redis_url) as broker:
        broker.flushdb()
        yield servers.redis_url
        broker.flushdb()
