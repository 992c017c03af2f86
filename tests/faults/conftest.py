"""One world for all faults, with short leases, and the table of what came of them."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from shared.settings import Servers, Settings, settings
from shared.store.engine import make_engine
from tests.faults.proxy import Proxy
from tests.faults.servers import Postgres, Valkey
from tests.faults.world import PluggedSupervisor, World
from workers.app import app

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


@pytest.fixture(scope="session")
def world(real_server: None, request: pytest.FixtureRequest) -> Iterator[World]:
    """Onrecord on servers of its own. Kept through all faults: each meets what the ones before have left."""
    with ExitStack() as stack:
        # Not under pytest's own folder: every other pytest closes that to the user that Postgres runs as.
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="onrecord-faults-", ignore_cleanup_errors=True)))
        folder.chmod(0o755)
        database = Postgres(folder / "postgres")
        stack.callback(database.stop)
        broker = Valkey(folder / "valkey")
        stack.callback(broker.stop)
        to_database = stack.enter_context(Proxy(database.socket))
        to_broker = stack.enter_context(Proxy(broker.port))
        servers = Servers(
            database_url=f"postgresql://postgres@127.0.0.1:{to_database.port}/postgres",
            redis_url=f"redis://127.0.0.1:{to_broker.port}/0",
        )
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        _set(patch, SHORT | {"DATABASE_URL": servers.database_url, "REDIS_URL": servers.redis_url})
        patch.setenv("FAULTS_FOLDER", str(folder))
        # What the suite itself sends goes past the proxy.
        patch.setitem(app.conf, "broker_url", f"redis://127.0.0.1:{broker.port}/0")
        supervisor = PluggedSupervisor(Settings(home=folder / "home"))
        engine = make_engine(database.uri)
        stack.callback(engine.dispose)
        stack.enter_context(supervisor.running())
        quick = request.config.getoption("-m").strip() != "faults"
        yield World(database, broker, to_database, to_broker, supervisor, servers, engine, folder, quick)
        keep = os.environ.get("ONRECORD_TEST_FAULT_LOGS")
        if keep:
            shutil.copytree(folder / "home" / "log", keep, dirs_exist_ok=True)


@pytest.fixture(autouse=True)
def short_settings(no_settings_of_this_machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same settings for what is started again during a test."""
    _set(monkeypatch, SHORT)


def _set(patch: pytest.MonkeyPatch, values: dict[str, str]) -> None:
    for name, value in values.items():
        patch.setenv(f"ONRECORD_{name}", value)
    settings.cache_clear()
