"""`onrecord serve` as a process: it answers, is listed among the processes, and ends cleanly."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
import redis

from shared.settings import Servers
from workers.upkeep import heartbeat

ROOT = Path(__file__).parents[2]


@pytest.fixture
def serving(module_servers: Servers) -> Iterator[subprocess.Popen[str]]:
    """The process, on a port of its own."""
    urls = {"ONRECORD_DATABASE_URL": module_servers.database_url, "ONRECORD_REDIS_URL": module_servers.redis_url}
    command = [sys.executable, "-m", "workers.cli", "serve", "--listen", "127.0.0.1:0"]
    with subprocess.Popen(
        command, cwd=ROOT, env=os.environ | urls, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
    ) as process:
        yield process
        process.kill()


def address(process: subprocess.Popen[str]) -> str:
    """Where the process says that its pages are."""
    assert process.stderr is not None
    told = ""
    for line in process.stderr:
        told += line
        if found := re.search(r"pages at (http://127\.0\.0\.1:\d+)/", line):
            return found[1]
    raise AssertionError(told)


def test_the_process_answers_is_listed_and_ends_cleanly(
    serving: subprocess.Popen[str], module_servers: Servers
) -> None:
    # Given a running `onrecord serve`
    url = address(serving)
    # When it is asked, Then it answers, and the broker lists it among the processes
    with httpx.Client(base_url=url, timeout=60) as client:
        assert client.get("/healthz").text == "ok\n"
        assert "Who was quoted" in client.get("/").text
    with redis.Redis.from_url(module_servers.redis_url) as broker:
        assert [process.kind for process in heartbeat.read(broker)] == ["web"]
        # When it is told to end, Then it ends well, and is listed no longer
        serving.send_signal(signal.SIGTERM)
        assert serving.wait(30) == 0
        assert heartbeat.read(broker) == []


def test_an_address_that_is_taken_is_told_with_its_cure(
    serving: subprocess.Popen[str], module_servers: Servers
) -> None:
    # Given pages at an address, When others are to be served there, Then they are refused, and the cure is told
    taken = address(serving).removeprefix("http://")
    second = subprocess.run(
        [sys.executable, "-m", "workers.cli", "serve", "--listen", taken],
        cwd=ROOT, env=os.environ | {"ONRECORD_DATABASE_URL": module_servers.database_url},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert second.returncode == 69
    assert "[port_taken]" in second.stderr
