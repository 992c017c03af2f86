"""The invariants of docker-compose.yml and the Dockerfile, checked without Docker."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.settings import Settings
from workers.cli import COMMANDS

ROOT = Path(__file__).parents[3]
OURS = {"migrate", "intake", "sweeper", "worker"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "deploy" / "Dockerfile").read_text()


def test_all_services_are_there(compose: dict[str, Any]) -> None:
    assert set(compose["services"]) == OURS | {"db", "broker"}


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_share_one_image_and_run_a_verb_that_exists(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["image"] == compose["services"]["worker"]["image"]
    assert service["command"][0] in COMMANDS
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_named_exists(compose: dict[str, Any], name: str) -> None:
    fields = {f"ONRECORD_{field.upper()}" for field in Settings.model_fields}
    assert set(compose["services"][name]["environment"]) <= fields


def test_the_image_is_built_once_and_before_all_that_run_it(compose: dict[str, Any]) -> None:
    # Given several services with one image, Then one builds it: in Compose 2, builds of one tag at once can collide
    services = compose["services"]
    assert [name for name in services if "build" in services[name]] == ["migrate"]
    # And all others of ours wait for that one
    assert all("migrate" in services[name]["depends_on"] for name in OURS - {"migrate"})


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_stands_in_dotenv_reaches_the_containers(compose: dict[str, Any], dockerfile: str, name: str) -> None:
    # Given all settings but the places, which compose names itself
    places = {"database_url", "redis_url", "database_url_file", "redis_url_file", "home", "concurrency"}
    places |= {"migration_url", "migration_url_file", "queue_url", "queue_url_file", "heartbeat_file"}
    # What the image sets itself needs a value here: left out, it would be taken away again
    with_value = {"ONRECORD_LOG_FORMAT": "${ONRECORD_LOG_FORMAT:-json}"}
    assert set(re.findall(r"(ONRECORD_\w+)=", dockerfile)) == set(with_value)
    for field in set(Settings.model_fields) - places:
        # Then each is in the environment, without a value: compose takes it over, or leaves it out
        setting = f"ONRECORD_{field.upper()}"
        assert setting in compose["services"][name]["environment"], setting
        assert compose["services"][name]["environment"][setting] == with_value.get(setting)


def test_the_database_is_ready_only_once_it_is_reached_by_tcp(compose: dict[str, Any]) -> None:
    # Given that the image's first start runs a server on a socket and stops it again, Then that one is not yet healthy
    test = compose["services"]["db"]["healthcheck"]["test"]
    assert test[test.index("-h") + 1] == "127.0.0.1"


@pytest.mark.parametrize("name", sorted(OURS - {"migrate"}))
def test_a_health_check_has_time_on_a_busy_machine(compose: dict[str, Any], name: str) -> None:
    # Given that each check starts an interpreter: it took 7 s and more beside busy workers
    assert int(compose["services"][name]["healthcheck"]["timeout"].removesuffix("s")) >= 30


@pytest.mark.parametrize("name", ["db", "broker", "intake", "sweeper", "worker"])
def test_every_lasting_service_has_a_healthcheck_and_restarts(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["healthcheck"]["test"]
    assert service["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["intake", "sweeper", "worker"])
def test_nothing_starts_before_the_schema_is_there(compose: dict[str, Any], name: str) -> None:
    needs = compose["services"][name]["depends_on"]
    assert needs["migrate"]["condition"] == "service_completed_successfully"
    assert needs["broker"]["condition"] == "service_healthy"


def test_migrating_happens_once(compose: dict[str, Any]) -> None:
    assert compose["services"]["migrate"]["restart"] == "no"


def test_the_broker_forgets_nothing(compose: dict[str, Any]) -> None:
    command = " ".join(compose["services"]["broker"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory ${ONRECORD_BROKER_MEMORY:-0} --maxmemory-policy noeviction" in command
    assert "--proto-max-bulk-len 64mb" in command
    assert compose["services"]["broker"]["volumes"]


def test_the_broker_knows_its_users(compose: dict[str, Any]) -> None:
    # Given the broker's service, Then it starts with the users of deploy/redis, and all of ours log in as one of them
    broker = compose["services"]["broker"]
    assert broker["command"][:2] == ["sh", "/etc/onrecord/start.sh"]
    assert "./deploy/redis:/etc/onrecord:ro" in broker["volumes"]
    assert {"ONRECORD_BROKER_PASSWORD", "ONRECORD_PRODUCER_PASSWORD"} == set(broker["environment"])
    for name in OURS:
        assert compose["services"][name]["environment"]["ONRECORD_REDIS_URL"].startswith("redis://onrecord:")


def test_each_process_logs_into_the_database_with_its_own_rights(compose: dict[str, Any]) -> None:
    # Given the logins that the database's first start makes
    database = compose["services"]["db"]
    assert "./deploy/postgres/logins.sh:/docker-entrypoint-initdb.d/logins.sh:ro" in database["volumes"]
    made = (ROOT / "deploy" / "postgres" / "logins.sh").read_text()
    for name, login in {"intake": "intake", "worker": "worker", "sweeper": "writer"}.items():
        # Then each process uses one of them, with the password that it was made with
        url = compose["services"][name]["environment"]["ONRECORD_DATABASE_URL"]
        secret = f"ONRECORD_{login.upper()}_PASSWORD"
        assert url.startswith(f"postgresql://onrecord_{login}:{database['environment'][secret]}@db")
        assert f"secret {secret}" in made
        assert f"CREATE ROLE onrecord_{login} LOGIN" in made


def test_ports_are_open_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_a_worker_may_finish_what_it_runs(compose: dict[str, Any]) -> None:
    grace = int(compose["services"]["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings().time_limit


def test_the_image_is_not_root_and_installs_by_hash(dockerfile: str) -> None:
    assert re.search(r"(?m)^USER (?!0\b|root\b)\S+", dockerfile)
    assert "--require-hashes" in dockerfile
    last = dockerfile.rindex("FROM ")
    assert dockerfile.index("USER") > last


def test_everything_copied_is_let_through(dockerfile: str) -> None:
    allowed = set(re.findall(r"(?m)^!(\S+)", (ROOT / ".dockerignore").read_text()))
    copied = [w for line in re.findall(r"(?m)^COPY (?!--from)(.+)$", dockerfile) for w in line.split()[:-1]]
    assert copied
    assert set(copied) <= allowed
    assert all((ROOT / name).exists() for name in copied)


def test_compose_itself_accepts_the_file() -> None:
    # Given docker-compose on this machine, When it reads the file, Then it finds no fault
    program = shutil.which("docker-compose")
    if program is None:
        pytest.skip("docker-compose is not installed here; the invariants above were checked without it")
    done = subprocess.run([program, "config", "--quiet"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
