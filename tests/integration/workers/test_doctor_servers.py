"""The doctor on real servers: well when they are well, and each fault told with its cure and its exit code."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import redis
from click.testing import Result
from sqlalchemy import Engine, text

from shared.settings import settings
from tests.faults.servers import Valkey
from tests.integration.store import given
from workers.upkeep import heartbeat
from workers.upkeep.heartbeat import Heartbeat

Call = Callable[..., Result]


@dataclass(frozen=True)
class Told:
    """What the doctor told: the exit code, and each finding's state, code and words by its name."""

    exit_code: int
    findings: list[dict[str, str]]

    def of(self, name: str) -> list[tuple[str, str]]:
        return [(each["state"], each["code"]) for each in self.findings if each["name"] == name]

    @property
    def wrong(self) -> list[str]:
        return [each["code"] for each in self.findings if each["state"] in ("warning", "failed")]


@pytest.fixture
def examined(call: Call, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[], Told]:
    """Calls the doctor with this test's servers."""
    monkeypatch.chdir(tmp_path)

    def examine() -> Told:
        result = call("doctor", "--json")
        told = json.loads(result.stdout)
        assert result.exit_code == told["exit_code"]
        return Told(told["exit_code"], told["findings"])

    return examine


@pytest.fixture
def alive(call: Call, redis_url: str) -> Iterator[redis.Redis]:
    """The broker, on which an intake, a sweeper and a worker have just shown themselves."""
    with redis.Redis.from_url(redis_url) as broker:
        for kind in ("intake", "sweeper", "worker"):
            heartbeat.put(broker, Heartbeat(kind).process().model_copy(update={"host": kind}))
        yield broker


def run(engine: Engine, statement: str) -> None:
    with engine.begin() as connection:
        connection.execute(text(statement))


def test_all_is_well(examined: Callable[[], Told], alive: redis.Redis, engine: Engine) -> None:
    # Given a store with an article, and a process of each kind
    given.finished(engine, "a")
    # When the doctor comes, Then nothing is wrong, nothing is unchecked, and rows were compared
    told = examined()
    assert (told.exit_code, told.wrong) == (0, []), told.findings
    assert {each["state"] for each in told.findings} == {"ok"}, told.findings
    (offsets,) = [each for each in told.findings if each["name"] == "offsets"]
    assert not offsets["seen"].startswith("0 ")


def test_an_old_schema(examined: Callable[[], Told], alive: redis.Redis, engine: Engine) -> None:
    run(engine, "UPDATE core.alembic_version SET version_num = '0001'")
    told = examined()
    assert (told.exit_code, told.of("schema")) == (78, [("failed", "schema_outdated")])


def test_a_table_of_another_owner(examined: Callable[[], Told], alive: redis.Redis, engine: Engine) -> None:
    run(engine, "ALTER TABLE core.article OWNER TO CURRENT_USER")
    told = examined()
    assert (told.exit_code, told.of("owners")) == (78, [("failed", "wrong_owner")])
    assert any("ALTER TABLE core.article OWNER TO" in each["cure"] for each in told.findings)


def test_rows_that_were_changed_by_hand(examined: Callable[[], Told], alive: redis.Redis, engine: Engine) -> None:
    # Given words that somebody changed past the database's own check
    given.finished(engine, "a")
    run(engine, "ALTER TABLE core.mention DISABLE TRIGGER ALL")
    run(engine, "UPDATE core.mention SET start_char = start_char + 1, end_char = end_char + 1")
    told = examined()
    assert (told.exit_code, told.of("offsets")) == (1, [("failed", "offsets_wrong")])


def test_processes_that_are_silent_or_missing(examined: Callable[[], Told], alive: redis.Redis, engine: Engine) -> None:
    # Given a worker that stands still, an intake that has gone, and a sweeper of another release
    found = {process.kind: process for process in heartbeat.read(alive)}
    worker, intake, sweeper = found["worker"], found["intake"], found["sweeper"]
    heartbeat.put(
        alive, worker.model_copy(update={"started_at": worker.started_at - 900, "turned_at": worker.turned_at - 600})
    )
    heartbeat.put(alive, sweeper.model_copy(update={"release": "0.0.9"}))
    alive.hdel(heartbeat.PROCESSES, intake.name)
    # When the doctor comes, Then each is told
    told = examined()
    assert told.exit_code == 1
    assert {"process_silent", "no_intake", "no_worker", "mixed_releases"} <= set(told.wrong)


def test_a_database_that_is_away(
    examined: Callable[[], Told], alive: redis.Redis, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    settings.cache_clear()
    told = examined()
    assert (told.exit_code, told.of("database")) == (69, [("failed", "database_unreachable")])
    assert told.of("schema") == [("unchecked", "")]
    assert told.of("broker") == [("ok", "")]


@pytest.fixture
def valkey(real_server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: Call) -> Iterator[Valkey]:
    """A broker that a test may spoil."""
    server = Valkey(tmp_path / "valkey")
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://127.0.0.1:{server.port}/0")
    settings.cache_clear()
    yield server
    server.stop()


def test_a_broker_that_forgets(examined: Callable[[], Told], valkey: Valkey) -> None:
    # Given a broker without a log of its changes, that evicts
    with valkey.client() as client:
        client.config_set("appendonly", "no")
        client.config_set("maxmemory-policy", "allkeys-lru")
    # When the doctor comes, Then both are told
    told = examined()
    assert told.of("broker's log") == [("failed", "aof_off")]
    assert told.of("broker's memory") == [("failed", "evicts")]
    assert told.exit_code == 1


def test_a_broker_that_answers_few_questions(
    examined: Callable[[], Told], valkey: Valkey, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Given a user who may use the queues, but may ask the server nothing
    with valkey.client() as client:
        client.execute_command("ACL SETUSER few on >few ~* &* +@all -info -config -time")
    monkeypatch.setenv("ONRECORD_REDIS_URL", f"redis://few:few@127.0.0.1:{valkey.port}/0")
    settings.cache_clear()
    # When the doctor comes, Then it says what it could not look at, and who can
    told = examined()
    for name in ("broker's log", "broker's memory", "broker's clock"):
        assert told.of(name) == [("unchecked", "")]


def test_a_broker_that_is_away(examined: Callable[[], Told], valkey: Valkey) -> None:
    valkey.kill()
    told = examined()
    valkey.start()
    assert (told.exit_code, told.of("broker")) == (69, [("failed", "broker_unreachable")])
    assert told.of("schema") == [("ok", "")]
