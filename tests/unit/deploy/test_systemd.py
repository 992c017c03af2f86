"""The units of deploy/systemd: systemd takes them, they are shut off, and they call what there is."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import click
import pytest

from shared.settings import Settings
from workers.cli import onrecord

ROOT = Path(__file__).parents[3]
UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("onrecord-*.service"))
FILES = [path for path in sorted(UNITS.rglob("*")) if path.is_file()]

MOST_EXPOSED = 20
"""Tenths of systemd's measure, from 0 to 100: below 20 it says OK; a plain service has 92 to 96."""


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units, as if this checkout were installed in /opt/onrecord."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed (Debian: systemd): the units are not verified")
    folder = tmp_path / "systemd"
    shutil.copytree(UNITS, folder)
    command = tmp_path / "onrecord"
    command.write_text("#!/bin/sh\n")
    command.chmod(0o755)
    for path in folder.glob("*.service"):
        text = path.read_text().replace("/opt/onrecord/.venv/bin/onrecord", str(command))
        path.write_text(text.replace("/opt/onrecord/", f"{ROOT}/"))
    return folder


def analyze(*arguments: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    environment = {"SYSTEMD_UNIT_PATH": f"{folder}:", "PATH": "/usr/bin:/bin"}
    command = ["systemd-analyze", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, env=environment)


def test_systemd_takes_every_unit(units: Path) -> None:
    # Given the units, When systemd reads them, Then it finds nothing to say
    names = [path for path in units.iterdir() if path.is_file()]
    told = analyze("verify", "--man=no", *names, folder=units)
    assert (told.returncode, told.stdout + told.stderr) == (0, "")


def test_a_mistake_would_be_told(units: Path) -> None:
    # Given a unit with a word that systemd does not know, Then the check above would say so
    with (units / "onrecord-intake.service").open("a") as file:
        file.write("Rrestart=always\n")
    told = analyze("verify", "--man=no", units / "onrecord-intake.service", folder=units)
    assert "Rrestart" in told.stderr


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_no_process_sees_more_than_it_needs(units: Path, path: Path) -> None:
    # Given a service with what all have in common, When systemd rates its exposure, Then it is small
    told = analyze("security", "--offline=true", f"--threshold={MOST_EXPOSED}", units / path.name, folder=units)
    assert told.returncode == 0, told.stdout[-300:]


def test_the_services_are_those_that_articles_need() -> None:
    assert [path.stem for path in SERVICES] == [
        "onrecord-intake", "onrecord-migrate", "onrecord-sweeper", "onrecord-worker@",
    ]  # fmt: skip


@pytest.mark.parametrize("path", SERVICES, ids=lambda path: path.name)
def test_they_call_commands_that_there_are(path: Path) -> None:
    # Given the command line of a unit, When it is looked up, Then there is that verb
    (line,) = re.findall(r"^ExecStart=/opt/onrecord/\.venv/bin/onrecord (.+)$", path.read_text(), re.MULTILINE)
    command: click.Command | None = onrecord
    for word in shlex.split(line):
        assert isinstance(command, click.Group)
        command = command.get_command(click.Context(onrecord), word)
    assert command is not None


def test_they_set_settings_that_there_are() -> None:
    # Given all settings in the units, Then each is known: a misspelt one would be read by nobody
    named = {name for path in FILES for name in re.findall(r"\bONRECORD_([A-Z_]+)=", path.read_text())}
    assert named
    assert {name.lower() for name in named} <= set(Settings.model_fields)


def test_secrets_are_in_no_environment() -> None:
    # Given URLs with passwords, Then they come as credentials: files that only the process can read
    words = "\n".join(path.read_text() for path in FILES)
    assert not re.search(r"ONRECORD_(?:DATABASE|REDIS|MIGRATION|QUEUE)_URL=", words)
    assert set(re.findall(r"LoadCredential=(\w+)", words)) == {"database_url", "redis_url", "migration_url"}


def test_a_heartbeat_belongs_to_each_loop() -> None:
    # Given the heartbeats that the target watches, Then each is written by a unit, and leads back to its name
    watched = re.findall(r"heartbeat-onrecord@(\S+)\.timer", (UNITS / "onrecord.target").read_text())
    written = {path.name: re.findall(r"HEARTBEAT_FILE=%t/onrecord/(\S+)", path.read_text()) for path in SERVICES}
    assert watched == ["intake", "sweeper", "worker-1"]
    assert written == {
        "onrecord-intake.service": ["intake"],
        "onrecord-migrate.service": [],
        "onrecord-sweeper.service": ["sweeper"],
        "onrecord-worker@.service": ["worker-%i"],
    }
