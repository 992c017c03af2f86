"""Who may do what on the broker: the producer only XADD to the inbox, the services all they need, others nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import redis
from click.testing import CliRunner
from sqlalchemy import Engine

from shared.client import Client
from shared.messages import FIELD, INBOX
from shared.settings import Servers, Settings
from shared.store.engine import make_engine
from tests.integration.deploy.conftest import ONRECORD, PRODUCER, START, Broker
from workers.app import QUEUE
from workers.cli import onrecord
from workers.doors.loader import Loaded
from workers.doors.progress import Batch
from workers.machine.supervisor import Supervisor

ROOT = Path(__file__).parents[3]
TEXT = "Lock reopens\n\nThe lock opens again in May. “We kept our word,” said Dora Lindqvist, who runs it.\n"


@pytest.fixture
def producer(guarded: Broker) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(guarded.producer_url) as connection:
        yield connection


def test_the_producer_can_submit(guarded: Broker) -> None:
    # Given the producer's own client and password, When it submits, Then the entry is on the inbox
    with Client(guarded.producer_url) as client:
        entry = client.submit(uri="tag:may", text=TEXT)
    with redis.Redis.from_url(guarded.service_url) as service:
        assert [i.decode() for i, _ in service.xrange(INBOX)] == [entry]
        service.delete(INBOX)


def test_the_producer_needs_no_database_to_load_files(
    guarded: Broker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a machine that knows the broker and the producer's password only
    (tmp_path / "lock.txt").write_text(TEXT)
    monkeypatch.setenv("ONRECORD_REDIS_URL", guarded.producer_url)
    # When it loads a file, Then that is on the inbox
    done = CliRunner().invoke(onrecord, ["load", str(tmp_path)])
    assert (done.exit_code, done.stderr) == (0, "onrecord: 1 articles put on the inbox\n")
    with redis.Redis.from_url(guarded.service_url) as service:
        assert service.delete(INBOX) == 1


def test_the_producer_may_ask_whether_the_broker_lives(producer: redis.Redis) -> None:
    # Clients of many languages do so by themselves, before or between commands.
    assert producer.ping()


@pytest.mark.parametrize(
    "command",
    [
        ["LPUSH", QUEUE, "{}"],
        ["RPUSH", "onrecord.backfill", "{}"],
        ["XADD", "onrecord:rejected", "*", "a", "b"],
        ["XADD", QUEUE, "*", "a", "b"],
        ["XREAD", "STREAMS", INBOX, "0"],
        ["XRANGE", INBOX, "-", "+"],
        ["XTRIM", INBOX, "MAXLEN", "0"],
        ["XDEL", INBOX, "1-1"],
        ["XGROUP", "DESTROY", INBOX, "intake"],
        ["DEL", INBOX],
        ["RENAME", INBOX, "x"],
        ["HSET", "unacked", "a", "b"],
        ["SADD", "_kombu.binding.onrecord", "x"],
        ["PUBLISH", "/0.celery.pidbox", "{}"],
        ["KEYS", "*"],
        ["FLUSHALL"],
        ["CONFIG", "GET", "*"],
        ["EVAL", "return 1", "0"],
        ["SHUTDOWN"],
    ],
    ids=" ".join,
)
def test_the_producer_can_do_nothing_else(producer: redis.Redis, command: list[str]) -> None:
    with pytest.raises(redis.exceptions.NoPermissionError):
        producer.execute_command(*command)


@pytest.mark.parametrize("command", [["XADD", INBOX, "*", "submission", "{}"], ["LLEN", QUEUE], ["INFO"]], ids=" ".join)
def test_without_a_password_one_can_only_ask_whether_it_lives(guarded: Broker, command: list[str]) -> None:
    with redis.Redis(port=guarded.port) as anonymous:
        assert anonymous.ping()
        with pytest.raises((redis.exceptions.NoPermissionError, redis.AuthenticationError)):
            anonymous.execute_command(*command)


@pytest.mark.parametrize("command", [["FLUSHALL"], ["CONFIG", "SET", "save", ""], ["ACL", "LIST"], ["GET", "others"]])
def test_the_services_do_not_administer(guarded: Broker, command: list[str]) -> None:
    with redis.Redis.from_url(guarded.service_url) as service, pytest.raises(redis.exceptions.NoPermissionError):
        service.execute_command(*command)


def test_the_users_file_holds_no_password(guarded: Broker) -> None:
    users = (guarded.folder / "users.acl").read_text()
    assert ONRECORD not in users
    assert PRODUCER not in users
    assert (guarded.folder / "users.acl").stat().st_mode & 0o077 == 0


def test_without_passwords_it_does_not_start() -> None:
    done = subprocess.run(
        ["sh", str(START)], env={"PATH": os.environ["PATH"]}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 78
    assert "ONRECORD_BROKER_PASSWORD" in done.stderr


def test_the_whole_service_works_with_these_rights(guarded: Broker, database_url: str, tmp_path: Path) -> None:
    # Given all processes as the broker's service user
    servers = Servers(database_url=database_url, redis_url=guarded.service_url)
    settings = Settings(home=tmp_path / "home", **servers.model_dump())
    supervisor = Supervisor(settings)
    with closing(database_url) as engine, supervisor.running(), redis.Redis.from_url(guarded.service_url) as broker:
        # When a producer submits an article and a bad entry
        with Client(guarded.producer_url) as client:
            sent = Loaded(uri="tag:may", stream_id=client.submit(uri="tag:may", text=TEXT), readable=True)
        bad = broker.xadd(INBOX, {FIELD: b"\xff"}).decode()  # type: ignore[union-attr]
        loaded = [sent, Loaded(uri="tag:none", stream_id=bad, readable=False)]
        batch = Batch(engine, broker, loaded, frozenset())
        deadline = time.monotonic() + 120
        progress = batch.wait(lambda _: None, lambda: _go_on(supervisor, servers, deadline))
        # Then both come to their end, and the worker answers its health check
        assert (progress.done, progress.rejected) == (1, 1)
        assert "pong" in _inspect(servers)
    # And no log holds a password
    logs = [log.read_text() for log in (tmp_path / "home" / "log").iterdir()]
    assert any("process" in text for text in logs)
    assert not [text for text in logs if ONRECORD in text or "pass%2Fword" in text or PRODUCER in text]


@contextmanager
def closing(url: str) -> Iterator[Engine]:
    engine = make_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()


def _go_on(supervisor: Supervisor, servers: Servers, deadline: float) -> None:
    supervisor.check(servers)
    assert time.monotonic() < deadline, supervisor.last_line("worker")


def _inspect(servers: Servers) -> str:
    environment = os.environ | {f"ONRECORD_{name.upper()}": value for name, value in servers.model_dump().items()}
    # As docker-compose.yml asks, one worker by its name: so the answer is not waited for until the time is up.
    name = f"celery@{socket.gethostname()}"
    command = [sys.executable, "-m", "celery", "-A", "workers.app", "inspect", "ping", "-d", name, "--timeout", "10"]
    return subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, check=False).stdout
