"""A store with articles in it, seen as its owner, its writer and its reader see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from sqlalchemy import Engine

from shared.store.engine import make_engine


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine as the user who migrates."""
    engine = make_engine(database_url, application_name="onrecord-tests")
    yield engine
    engine.dispose()


@pytest.fixture
def writer(database_url: str) -> Iterator[Engine]:
    """An engine as intake, sweeper and workers have it."""
    engine = make_engine(database_url, role="onrecord_writer", application_name="onrecord-tests")
    yield engine
    engine.dispose()


@pytest.fixture
def reader(database_url: str) -> Iterator[Engine]:
    """An engine as other systems have it."""
    engine = make_engine(database_url, role="onrecord_reader", application_name="onrecord-tests")
    yield engine
    engine.dispose()


@pytest.fixture(scope="session")
def untouched(untouched_url: str) -> Iterator[Callable[[str], Engine]]:
    """Makes the engine of a role, on a store that all tests leave empty: for what is only read, or refused."""
    with ExitStack() as stack:

        @cache
        def engine_of(role: str) -> Engine:
            engine = make_engine(untouched_url, role=role, application_name="onrecord-tests")
            stack.callback(engine.dispose)
            return engine

        yield engine_of
