"""The doctor's checks of a machine, each with what is wrong with it, and what they all come to."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.settings import Settings, settings
from workers.cli import onrecord
from workers.doctor import installation, servers
from workers.doctor.finding import Finding, State, exit_code, failed, ok, unchecked, warning
from workers.doctor.installation import LITTLE_ROOM, NO_ROOM, TASKS
from workers.entities.tagger import FOLDER


def test_a_setting_that_nobody_reads_is_named_with_the_nearest_one() -> None:
    # Given a misspelt name, one of the deployment's in .env, one of the tests', and a right one
    environment = {"ONRECORD_CONCURENCY": "4", "ONRECORD_TEST_X": "1", "ONRECORD_MODEL": "onrecord", "PATH": "/bin"}
    found = list(installation.unknown_settings(environment, ["ONRECORD_DB_PASSWORD", "ONRECORD_BACKUP_HOUR"]))
    # Then only what nobody reads is named, with the cure
    assert [each.seen.split()[0] for each in found] == ["ONRECORD_BACKUP_HOUR", "ONRECORD_CONCURENCY"]
    assert {each.code for each in found} == {"unknown_setting"}
    assert found[-1].cure == "Did you mean ONRECORD_CONCURRENCY?"
    assert [each.state for each in installation.unknown_settings({"ONRECORD_HOME": "x"}, [])] == [State.OK]


def test_the_settings_that_make_env_writes_are_none_of_nobody() -> None:
    # Given all that `make env` writes into .env, and all that it offers there
    script = (Path(__file__).parents[3] / "deploy" / "env.sh").read_text("utf8")
    names = re.findall(r"^#?(ONRECORD_\w+)=", script, re.MULTILINE)
    assert "ONRECORD_SECRETS" in names
    # Then no doctor calls one of them misspelt
    assert [each.state for each in installation.unknown_settings({}, names)] == [State.OK]


def test_the_names_of_a_dotenv_file_are_read(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("# a comment\nONRECORD_HOEM=x\n")
    assert installation.names_in(tmp_path / ".env") == ["ONRECORD_HOEM"]
    assert installation.names_in(tmp_path / "none") == []


@pytest.mark.parametrize(
    ("changed", "state"),
    [
        ({}, State.OK),
        ({"lease_seconds": 100}, State.FAILED),
        ({"soft_time_limit": 120}, State.FAILED),
        ({"watchdog_seconds": 60}, State.FAILED),
        ({"lease_seconds": 3600}, State.FAILED),
    ],
    ids=str,
)
def test_time_limits_that_do_not_fit_each_other(changed: dict[str, int], state: State) -> None:
    # Given limits with which a lease ends before its stage, or a message comes again before its lease ends
    (found,) = installation.time_limits(Settings(**changed))  # type: ignore[arg-type]
    assert found.state is state


def test_a_model_whose_file_was_changed(tmp_path: Path) -> None:
    # Given the recogniser's folder, whole, then with one byte more, then without its card
    folder = tmp_path / "model"
    shutil.copytree(FOLDER, folder)
    assert [each.state for each in installation.recogniser(folder)] == [State.OK]
    with (folder / "tokenizer.json").open("ab") as file:
        file.write(b" ")
    (changed,) = installation.recogniser(folder)
    assert (changed.code, changed.exit_code) == ("model_damaged", 78)
    assert "tokenizer.json" in changed.seen
    (folder / "model.toml").unlink()
    assert [each.code for each in installation.recogniser(folder)] == ["model_damaged"]


def test_a_model_that_is_not_installed() -> None:
    (found,) = installation.models(Settings(model="no_such_pipeline"))
    assert (found.code, found.exit_code) == ("model_missing", 78)


def test_a_registry_that_cannot_be_read(tmp_path: Path) -> None:
    (found,) = installation.registry(Settings(registry=tmp_path / "none.csv"))
    assert (found.code, found.exit_code) == ("bad_registry", 78)


def test_a_task_that_is_missing() -> None:
    assert [each.state for each in installation.registered(TASKS | {"onrecord.more"})] == [State.OK]
    (found,) = installation.registered(TASKS - {"onrecord.parse"})
    assert (found.state, "onrecord.parse" in found.seen) == (State.FAILED, True)


def test_all_tasks_are_registered_here() -> None:
    assert [each.state for each in installation.tasks(Settings())] == [State.OK]


@pytest.mark.parametrize(
    ("free", "writable", "code"),
    [
        (LITTLE_ROOM, True, ""),
        (LITTLE_ROOM - 1, True, "disk_nearly_full"),
        (NO_ROOM - 1, True, "disk_full"),
        (LITTLE_ROOM, False, "no_right"),
    ],
)
def test_the_room_on_the_disk(free: int, writable: bool, code: str) -> None:
    assert installation.room(free, Path("/data"), writable=writable).code == code


@pytest.mark.parametrize(
    ("seconds", "state"), [(0.2, State.OK), (-4.0, State.OK), (7.0, State.WARNING), (-60, "warning")]
)
def test_clocks_that_differ(seconds: float, state: str) -> None:
    assert servers.skew("database's clock", seconds).state == state


WELL, LOOK = ok("a", "x"), warning("b", "x", "y", "z")
AWAY, WRONG = failed("c", "x", "y", "z", 69), failed("d", "x", "y", "z", 78)


@pytest.mark.parametrize(
    ("findings", "code"),
    [([], 0), ([WELL, unchecked("e", "x")], 0), ([WELL, LOOK], 1), ([LOOK, WRONG], 78), ([WRONG, LOOK, AWAY], 69)],
)
def test_the_exit_code_is_that_of_the_cause(findings: list[Finding], code: int) -> None:
    assert exit_code(findings) == code


def test_without_servers_it_says_what_to_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    # Given settings that name no servers, and none that run
    monkeypatch.chdir(tmp_path)
    settings.cache_clear()
    # When the doctor comes, Then that is 69, with the cure, and what rests on servers is unchecked
    result = CliRunner().invoke(onrecord, ["doctor"])
    assert result.exit_code == 69, result.output
    assert "-> Start the embedded servers with `onrecord up`" in result.output
    assert "?    schema" in result.output


def test_wrong_settings_are_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_LEASE_SECONDS", "60")
    settings.cache_clear()
    result = CliRunner().invoke(onrecord, ["doctor", "--json"])
    assert result.exit_code == 78, result.output
    assert '"code": "bad_settings"' in result.output
