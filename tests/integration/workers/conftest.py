"""An intake that reads a real inbox, the runs that it would publish, and the command with a test's servers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
import redis
from click.testing import CliRunner, Result
from sqlalchemy import Engine

from shared.settings import settings
from shared.store.engine import make_engine
from workers import resources
from workers.cli import onrecord
from workers.doors import intake as module
from workers.doors.intake import Intake


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs that were published."""
    runs: list[int] = []
    monkeypatch.setattr(module, "publish_all", runs.extend)
    return runs


@pytest.fixture
def intake(database_url: str, redis_url: str, sent: list[int]) -> Iterator[Intake]:
    """The reader named "this-one", prepared."""
    settings.cache_clear()
    engine = make_engine(database_url)
    with redis.Redis.from_url(redis_url) as broker:
        reader = Intake(engine, broker, consumer="this-one")
        reader.prepare()
        yield reader
    engine.dispose()


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def call(database_url: str, redis_url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Result]]:
    """Calls the command with this test's servers."""
    monkeypatch.setenv("ONRECORD_DATABASE_URL", database_url)
    monkeypatch.setenv("ONRECORD_REDIS_URL", redis_url)
    settings.cache_clear()
    resources.database.cache_clear()
    yield lambda *arguments: CliRunner().invoke(onrecord, arguments)
    resources.database().dispose()
    resources.database.cache_clear()
