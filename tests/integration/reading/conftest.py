"""A store that is written to while somebody reads it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine

from shared.store.engine import make_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine of a writer."""
    engine = make_engine(database_url, application_name="onrecord-tests")
    yield engine
    engine.dispose()
