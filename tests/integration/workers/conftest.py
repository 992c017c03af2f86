"""An intake that reads a real inbox; what it would publish is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import redis

from shared.settings import settings
from shared.store.engine import make_engine
from workers.doors import intake as module
from workers.doors.intake import Intake


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The runs that were published."""
    runs: list[int] = []
    monkeypatch.setattr(module, "publish", runs.append)
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
