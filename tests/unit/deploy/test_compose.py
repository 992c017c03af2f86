"""The invariants of docker-compose.yml, checked without Docker."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from shared.settings import Settings
from workers.cli import COMMANDS

ROOT = Path(__file__).parents[3]
LOOPS = {"intake", "sweeper", "worker"}
OURS = LOOPS | {"migrate", "demo", "metrics", "web"}
PROFILES = {"demo": "demo", "web": "web"} | dict.fromkeys(
    ("metrics", "redis_exporter", "prometheus", "grafana"), "observe"
)
ALL = sorted(OURS | set(PROFILES) | {"db", "broker"})
LASTING = sorted(set(ALL) - {"migrate", "demo"})
LOGINS = {"intake": "intake", "worker": "worker", "sweeper": "writer", "web": "reader", "metrics": "monitor"}


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    return loaded


@pytest.fixture(scope="module")
def dockerfile() -> str:
    return (ROOT / "deploy" / "Dockerfile").read_text()


def test_all_services_are_there_and_only_the_core_starts_by_itself(compose: dict[str, Any]) -> None:
    services = compose["services"]
    assert sorted(services) == ALL
    assert {name: service["profiles"] for name, service in services.items() if "profiles" in service} == {
        name: [profile] for name, profile in PROFILES.items()
    }


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_run_an_image_that_is_built_here(compose: dict[str, Any], name: str) -> None:
    # Given the release of pyproject.toml, Then ours run it, unless another is named, and none is looked for elsewhere
    release = tomllib.loads((ROOT / "pyproject.toml").read_text("utf8"))["project"]["version"]
    service = compose["services"][name]
    assert service["image"] == f"onrecord{'-web' if name == 'web' else ''}:${{ONRECORD_RELEASE:-{release}}}"
    assert service["pull_policy"] == "never"


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_services_run_a_verb_that_exists(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["command"][0] in COMMANDS


@pytest.mark.parametrize("name", ALL)
def test_every_container_is_closed_and_has_limits(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["read_only"]
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["logging"] == {"driver": "json-file", "options": {"max-size": "10m", "max-file": "5"}}
    assert all(service[limit] for limit in ("mem_limit", "cpus", "pids_limit"))
    assert all("size=" in mount for mount in service["tmpfs"])
    # And only what hands a volume to a user of its own keeps rights for that
    assert set(service.get("cap_add", [])) <= {"CHOWN", "DAC_OVERRIDE", "FOWNER", "SETGID", "SETUID"}
    assert ("cap_add" in service) == (name in {"db", "broker"})


@pytest.mark.parametrize("name", ALL)
def test_no_environment_and_no_command_holds_a_password(compose: dict[str, Any], name: str) -> None:
    # Given a service, Then each of its secrets is a file that compose mounts, and its environment names only the file
    service = compose["services"][name]
    for variable, value in service.get("environment", {}).items():
        if "PASSWORD" in variable or "URL" in variable.removesuffix("_FILE").split("_"):
            known = {f"/run/secrets/{secret}" for secret in service["secrets"]}
            assert value in known | {"http://prometheus:9090"}, variable
            assert variable.endswith("_FILE") or variable == "ONRECORD_PROMETHEUS_URL"
    assert "PASSWORD:" not in str(service.get("command"))


def test_each_secret_comes_from_a_file_and_says_how_to_make_it(compose: dict[str, Any]) -> None:
    # Given the secrets, Then each is a file of the folder that make env fills, and its lack names the cure
    for name, secret in compose["secrets"].items():
        assert secret == {"file": f"${{ONRECORD_SECRETS:?Run make env once. It writes .env and new passwords}}/{name}"}
    used = {secret for service in compose["services"].values() for secret in service.get("secrets", [])}
    assert used == set(compose["secrets"])


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_setting_named_exists(compose: dict[str, Any], name: str) -> None:
    fields = {f"ONRECORD_{field.upper()}" for field in Settings.model_fields}
    assert set(compose["services"][name]["environment"]) <= fields | {"OTEL_EXPORTER_OTLP_ENDPOINT"}


def test_the_image_is_built_once_and_before_all_that_run_it(compose: dict[str, Any]) -> None:
    # Given several services with one image, Then one builds it: in Compose 2, builds of one tag at once can collide
    services = compose["services"]
    assert {name: services[name]["build"]["target"] for name in services if "build" in services[name]} == {
        "migrate": "service",
        "web": "web",
    }
    # And all others that last wait for that one
    assert all("migrate" in services[name]["depends_on"] for name in OURS - {"migrate", "demo"})


@pytest.mark.parametrize("name", sorted(OURS))
def test_what_stands_in_dotenv_reaches_the_containers(compose: dict[str, Any], dockerfile: str, name: str) -> None:
    # Given all settings but the places, which compose names itself
    places = {"database_url", "redis_url", "database_url_file", "redis_url_file", "home", "concurrency"}
    places |= {"migration_url", "migration_url_file", "queue_url", "queue_url_file"}
    # What the image sets itself needs a value here: left out, it would be taken away again
    with_value = {
        "ONRECORD_LOG_FORMAT": "${ONRECORD_LOG_FORMAT:-json}",
        "ONRECORD_HEARTBEAT_FILE": "/tmp/onrecord-heartbeat",
    }
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


@pytest.mark.parametrize("name", sorted(LOOPS | {"metrics", "web"}))
def test_a_process_lives_if_its_loop_turns(compose: dict[str, Any], dockerfile: str, name: str) -> None:
    # Given the probe of the image, Then each process is asked by it: no interpreter starts, and no server is asked
    assert compose["services"][name]["healthcheck"]["test"] == ["CMD", "onrecord-alive", "60"]
    assert "COPY --chmod=755 deploy/alive.sh /usr/local/bin/onrecord-alive" in dockerfile


@pytest.mark.parametrize("name", LASTING)
def test_every_lasting_service_restarts(compose: dict[str, Any], name: str) -> None:
    service = compose["services"][name]
    assert service["restart"] == "unless-stopped"
    assert service.get("healthcheck", {"test": []})["test"] or name in {"redis_exporter", "prometheus", "grafana"}


@pytest.mark.parametrize("name", ["intake", "sweeper", "worker"])
def test_nothing_starts_before_the_schema_is_there(compose: dict[str, Any], name: str) -> None:
    needs = compose["services"][name]["depends_on"]
    assert needs["migrate"]["condition"] == "service_completed_successfully"
    assert needs["broker"]["condition"] == "service_healthy"


@pytest.mark.parametrize("name", ["migrate", "demo"])
def test_some_things_happen_once(compose: dict[str, Any], name: str) -> None:
    assert compose["services"][name]["restart"] == "no"
    assert compose["services"][name]["healthcheck"] == {"disable": True}


def test_the_broker_forgets_nothing(compose: dict[str, Any]) -> None:
    command = " ".join(compose["services"]["broker"]["command"])
    assert "--appendonly yes" in command
    assert "--maxmemory ${ONRECORD_BROKER_MEMORY:-512mb} --maxmemory-policy noeviction" in command
    assert "--proto-max-bulk-len 64mb" in command
    assert compose["services"]["broker"]["volumes"]


def test_the_broker_knows_its_users(compose: dict[str, Any]) -> None:
    # Given the broker's service, Then it starts with the users of deploy/redis, and all of ours log in as one of them
    broker = compose["services"]["broker"]
    assert broker["command"][:2] == ["sh", "/etc/onrecord/start.sh"]
    assert "./deploy/redis:/etc/onrecord:ro" in broker["volumes"]
    assert broker["environment"] == {
        f"ONRECORD_{user.upper()}_PASSWORD_FILE": f"/run/secrets/{user}_password" for user in ("broker", "producer")
    }
    for name in OURS:
        assert compose["services"][name]["environment"]["ONRECORD_REDIS_URL_FILE"] == "/run/secrets/broker_url"
    # And it is healthy only if they can do that
    assert broker["healthcheck"]["test"] == ["CMD", "sh", "/etc/onrecord/alive.sh"]


def test_each_process_logs_into_the_database_with_its_own_rights(compose: dict[str, Any]) -> None:
    # Given the logins that the database's first start makes
    database = compose["services"]["db"]
    assert "./deploy/postgres/logins.sh:/docker-entrypoint-initdb.d/logins.sh:ro" in database["volumes"]
    made = (ROOT / "deploy" / "postgres" / "logins.sh").read_text()
    for name, login in LOGINS.items():
        # Then each process uses one of them, and gets the secrets of no other
        service, secret = compose["services"][name], f"ONRECORD_{login.upper()}_PASSWORD"
        assert service["environment"]["ONRECORD_DATABASE_URL_FILE"] == f"/run/secrets/{login}_url"
        assert set(service["secrets"]) == {f"{login}_url", "broker_url"}
        assert database["environment"][f"{secret}_FILE"] == f"/run/secrets/{login}_password"
        assert f"secret {secret}" in made
        assert f"CREATE ROLE onrecord_{login} LOGIN" in made


def test_ports_are_open_to_this_machine_only(compose: dict[str, Any]) -> None:
    ports = [port for service in compose["services"].values() for port in service.get("ports", [])]
    assert ports
    assert all(port.startswith("127.0.0.1:") for port in ports)


def test_a_worker_may_finish_what_it_runs(compose: dict[str, Any]) -> None:
    grace = int(compose["services"]["worker"]["stop_grace_period"].removesuffix("s"))
    assert grace > Settings().time_limit


@pytest.mark.parametrize("made", [True, False], ids=["after make env", "before"])
def test_compose_itself_accepts_the_file_and_asks_for_passwords(tmp_path: Path, made: bool) -> None:
    # Given Compose on this machine, as a program or as a plugin
    tools = [["docker-compose"], ["docker", "compose"]]
    tool = next((t for t in tools if shutil.which(t[0]) and _runs([*t, "version"]).returncode == 0), None)
    if tool is None:
        pytest.skip("Compose is not installed here; the invariants above were checked without it")
    # When it reads the file, Then it finds no fault; but without passwords it names the cure
    secrets = {"ONRECORD_SECRETS": str(tmp_path)} if made else {}
    done = _runs([*tool, "--env-file", "/dev/null", "--profile", "*", "config", "--quiet"], **secrets)
    assert (done.returncode == 0) == made, done.stderr
    assert ("Run make env once" in done.stderr) != made


def _runs(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "DOCKER_CONFIG") if name in os.environ}
    return subprocess.run(command, cwd=ROOT, env=kept | environment, capture_output=True, text=True, check=False)
