"""`make env`: passwords that nobody invented, written once, and closed to others."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[3]


def make_env(folder: Path) -> str:
    done = subprocess.run(
        ["sh", str(ROOT / "deploy" / "env.sh"), str(folder)], capture_output=True, text=True, check=True
    )
    return done.stderr


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in [folder / ".env", *sorted((folder / "secrets").iterdir())]}


@pytest.fixture
def written(tmp_path: Path) -> Path:
    make_env(tmp_path)
    return tmp_path


def test_it_writes_every_secret_that_compose_mounts(written: Path) -> None:
    # Given a fresh checkout after make env, Then each secret of docker-compose.yml is there, and no other
    wanted = set(yaml.safe_load((ROOT / "docker-compose.yml").read_text())["secrets"])
    assert {path.name for path in (written / "secrets").iterdir()} == wanted
    assert "\nONRECORD_SECRETS=./secrets\n" in (written / ".env").read_text()


def test_passwords_are_long_and_all_different(written: Path) -> None:
    passwords = [path.read_text().strip() for path in (written / "secrets").glob("*_password")]
    assert len(set(passwords)) == len(passwords) == 9
    assert all(len(password) == 48 and password.isalnum() for password in passwords)
    # And the URLs hold the same ones
    for name in ("intake", "worker", "writer", "reader", "monitor"):
        password = (written / "secrets" / f"{name}_password").read_text().strip()
        assert f"onrecord_{name}:{password}@db" in (written / "secrets" / f"{name}_url").read_text()


def test_other_users_of_the_machine_are_kept_out(written: Path) -> None:
    # Given the files, Then the folder is closed; within it, the users of the containers may read
    assert (written / ".env").stat().st_mode & 0o777 == 0o600
    assert (written / "secrets").stat().st_mode & 0o777 == 0o700
    assert {path.stat().st_mode & 0o777 for path in (written / "secrets").iterdir()} == {0o444}


def test_a_second_time_nothing_changes(written: Path) -> None:
    # Given settings and a password of one's own
    (written / ".env").write_text("ONRECORD_SECRETS=./secrets\nONRECORD_CONCURRENCY=7\n")
    (written / "secrets" / "reader_password").unlink()
    (written / "secrets" / "reader_password").write_text("mine\n")
    before = contents(written)
    # When it runs again, Then it says and changes nothing
    assert make_env(written) == ""
    assert contents(written) == before


def test_what_is_missing_is_added_and_nothing_else(tmp_path: Path) -> None:
    # Given an .env of before, with settings only
    (tmp_path / ".env").write_text("ONRECORD_LOG_LEVEL=debug\n")
    # When passwords are made, Then the settings stay, and their folder is named
    make_env(tmp_path)
    assert (tmp_path / ".env").read_text() == "ONRECORD_LOG_LEVEL=debug\nONRECORD_SECRETS=./secrets\n"
