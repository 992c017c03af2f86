"""What many unit tests share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.unit.forms.limits import Nursery


@pytest.fixture(scope="session")
def nursery() -> Iterator[Nursery]:
    """Runs hostile input in children with limits of time and memory."""
    nursery = Nursery()
    yield nursery
    nursery.close()
