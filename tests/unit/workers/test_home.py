"""The folder of `onrecord up`: one owner, a private note, and errors that name the setting."""

from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from shared.errors import AlreadyRunning, BadSettings
from shared.settings import Servers, Settings
from workers.machine import home
from workers.machine.background import _failure, running_pid
from workers.machine.local import LocalServers
from workers.machine.postgres import _ShellPath

SERVERS = Servers(database_url="postgresql://u:secret@db/x", redis_url="redis://b")


def test_of_two_owners_at_once_one_is_refused(tmp_path: Path) -> None:
    # Given a folder that somebody owns, When another one comes before the first has left its note
    settings = Settings(home=tmp_path / "home")
    with home.owned(settings), pytest.raises(AlreadyRunning, match="pid not yet known"), home.owned(settings):
        pass
    # Then it is refused; once the first has gone, it is not
    with home.owned(settings):
        pass


def test_only_its_owner_may_read_the_note(tmp_path: Path) -> None:
    # Given servers whose URLs hold a password, When the note is left, Then nobody else may read it
    settings = Settings(home=tmp_path)
    home.leave_note(settings, SERVERS, {"intake": 7})
    assert stat.S_IMODE(settings.servers_file.stat().st_mode) == 0o600
    assert home.read_note(settings)["children"] == {"intake": 7}


@pytest.mark.parametrize("note", ["", "{", "[]", '{"pid": null}', '{"pid": "x"}', "\xff"])
def test_a_note_that_makes_no_sense_is_none(tmp_path: Path, note: str) -> None:
    # Given a note that a full disk has cut off, Then nothing runs by it, and nothing is ended by it
    settings = Settings(home=tmp_path)
    settings.servers_file.write_text(note, "latin-1")
    assert running_pid(settings) is None
    assert not home.end_leftovers(settings)


def test_a_pid_that_is_another_program_by_now_is_left_alone(tmp_path: Path) -> None:
    # Given a note whose pid has become another process's (here: this test's)
    import os

    settings = Settings(home=tmp_path)
    settings.servers_file.write_text(json.dumps({"pid": 1, "servers": None, "children": {"worker": os.getpid()}}))
    # When leftovers are ended, Then it lives
    assert not home.end_leftovers(settings)


def test_a_folder_that_cannot_be_made_names_the_setting() -> None:
    with pytest.raises(BadSettings, match="ONRECORD_HOME: /dev/null/x"), home.owned(Settings(home=Path("/dev/null/x"))):
        pass


def test_a_failure_in_the_background_is_told_in_its_own_words() -> None:
    # Given what the process in the background has said, last a library's line
    said = "starting\nonrecord: The database does not answer: no. Check it. [database_unreachable]\n[info] exiting\n"
    # Then the message for people is repeated with its exit code; without one, the last line has to do
    told = _failure(said, 69)
    assert str(told) == "The database does not answer: no. Check it. [database_unreachable]"
    assert told.exit_code == 69
    assert "KeyError: 7. Read its log" in str(_failure("Traceback\nKeyError: 7\n", 1))


@pytest.mark.parametrize("name", ['quo"te', "dol$lar", "back`tick", "back\\slash"])
def test_a_path_that_postgres_cannot_be_started_in_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadSettings, match="ONRECORD_HOME"):
        LocalServers(tmp_path / name).start()


def test_a_path_with_blanks_stays_one_word_in_a_shell() -> None:
    assert f"-k {_ShellPath('/my data/postgres')}" == "-k '/my data/postgres'"
