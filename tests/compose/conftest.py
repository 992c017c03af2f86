"""The installation that all tests here share, in their order; the images are built once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.compose.installation import FIRST, NEXT, Installation, missing


@pytest.fixture(scope="session")
def service(real_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """Built, started and healthy; in the end removed with its volumes and images."""
    why = missing()
    if why is not None:
        pytest.skip(f"no engine for containers: {why}")
    installation = Installation.new(Path(tmp_path_factory.mktemp("compose")))
    try:
        installation.compose("build", "migrate", seconds=1800)
        installation.compose("up", "--detach", "--no-build", seconds=300)
        installation.wait(lambda: installation.healthy("db", "broker", "intake", "sweeper", "worker"), 180, "health")
        yield installation
    finally:
        installation.compose("--profile", "*", "down", "--volumes", "--remove-orphans", "--timeout", "20")
        for release in (FIRST, NEXT):
            installation.run("sh", "-c", f"docker image rm onrecord:{release} || true")
