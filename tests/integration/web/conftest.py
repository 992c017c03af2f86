"""A visitor of pages on a store of our own articles."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from shared.store.engine import make_engine
from tests.integration.web.given import on_record
from workers.web.app import create_app
from workers.web.queries.connection import open_engine


@pytest.fixture(scope="module")
def store(module_database_url: str) -> Iterator[Engine]:
    """The owner's engine on a store with articles."""
    engine = make_engine(module_database_url)
    on_record(engine)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def pages(store: Engine, module_database_url: str) -> Iterator[Engine]:
    """The pages' own engine."""
    engine = open_engine(module_database_url)
    yield engine
    engine.dispose()


@pytest.fixture(scope="module")
def visitor(pages: Engine) -> Iterator[TestClient]:
    """A browser without a screen."""
    with TestClient(create_app(pages), follow_redirects=False, raise_server_exceptions=False) as client:
        yield client
