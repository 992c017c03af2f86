"""Settings come from the environment; a wrong one is told with its name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from shared.errors import BadSettings, NotRunning
from shared.settings import Settings, example, settings

ROOT = Path(__file__).parents[3]


def test_the_example_is_current() -> None:
    # Given the committed .env.example, Then it is what the settings write (make env-example)
    assert (ROOT / ".env.example").read_text() == example()


@pytest.mark.parametrize(
    ("name", "value", "named"),
    [
        ("CONCURRENCY", "many", "ONRECORD_CONCURRENCY"),
        ("LOG_LEVEL", "loud", "ONRECORD_LOG_LEVEL"),
        ("LEASE_SECONDS", "100", "ONRECORD_LEASE_SECONDS"),
        ("REDIS_URL", "nonsense", "ONRECORD_REDIS_URL: a broker's URL starts with redis://"),
        ("REDIS_URL", "http://u:hunter2@h", "ONRECORD_REDIS_URL: a broker's URL starts with redis://"),
        ("REDIS_URL", "redis://:hunter2@h:port", "ONRECORD_REDIS_URL: its host or port"),
        ("REDIS_URL", "redis://h/name", "ONRECORD_REDIS_URL: its path, the database, must be a number"),
    ],
)
def test_a_wrong_setting_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, named: str) -> None:
    # Given a wrong value in the environment
    monkeypatch.setenv(f"ONRECORD_{name}", value)
    # When the settings are read, Then the error names the variable
    with pytest.raises(BadSettings, match=named) as told:
        settings()
    assert "hunter2" not in str(told.value)


def test_a_dotenv_in_another_encoding_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".env").write_bytes("ONRECORD_MODEL=\xe9\n".encode("latin-1"))
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadSettings, match=r"\.env is not UTF-8"):
        settings()


def test_one_url_without_the_other_is_refused() -> None:
    # Given a database but no broker, When the servers are asked for, Then the missing one is named
    with pytest.raises(BadSettings, match="ONRECORD_REDIS_URL"):
        Settings(database_url="postgresql://db/x").servers()  # type: ignore[arg-type]


def test_who_only_sends_needs_no_database() -> None:
    # Given a producer's machine: the broker's URL alone
    assert Settings(redis_url="redis://broker").broker() == "redis://broker"  # type: ignore[arg-type]
    # And a reader's: the database's alone, Then the other one is missed only when it is asked for
    with pytest.raises(BadSettings, match="ONRECORD_REDIS_URL"):
        Settings(database_url="postgresql://db/x").broker()  # type: ignore[arg-type]


def test_without_urls_the_running_embedded_servers_are_used(tmp_path: Path) -> None:
    # Given no URL and nothing running, Then that is said
    with pytest.raises(NotRunning, match="onrecord up"):
        Settings(home=tmp_path).servers()
    # When `onrecord up` has left its note, Then its servers are found
    note = {"pid": 1, "servers": {"database_url": "postgresql:///a", "redis_url": "redis://b"}}
    (tmp_path / "up.json").write_text(json.dumps(note))
    assert Settings(home=tmp_path).servers().redis_url == "redis://b"


def test_a_password_is_never_printed() -> None:
    # Given a URL with a password, When the settings are printed, Then it does not show
    assert "hunter2" not in repr(Settings(database_url="postgresql://u:hunter2@db/x"))  # type: ignore[arg-type]


def test_urls_may_come_from_mounted_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Given secrets mounted as files, as Docker and Kubernetes do
    for name, url in {"DATABASE": "postgresql://u:hunter2@db/x", "REDIS": "rediss://u:hunter3@broker/0"}.items():
        (tmp_path / name).write_text(url + "\n")
        monkeypatch.setenv(f"ONRECORD_{name}_URL_FILE", str(tmp_path / name))
    # When the settings are read, Then they hold the URLs, and do not print them
    servers = settings().servers()
    assert (servers.database_url, servers.redis_url) == ("postgresql://u:hunter2@db/x", "rediss://u:hunter3@broker/0")
    assert "hunter" not in repr(settings())


def test_a_url_goes_before_a_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("redis://other")
    given = Settings(redis_url="redis://this", redis_url_file=tmp_path / "file")  # type: ignore[arg-type]
    assert given.redis_url is not None
    assert given.redis_url.get_secret_value() == "redis://this"


def test_a_secret_file_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ONRECORD_REDIS_URL_FILE", str(tmp_path / "nothing"))
    with pytest.raises(BadSettings, match=r"ONRECORD_REDIS_URL_FILE: .*nothing: No such file"):
        settings()


@pytest.mark.parametrize("seconds", ["60", "120"])
def test_a_watchdog_without_patience_for_a_stage_is_refused(monkeypatch: pytest.MonkeyPatch, seconds: str) -> None:
    monkeypatch.setenv("ONRECORD_WATCHDOG_SECONDS", seconds)
    with pytest.raises(BadSettings, match="ONRECORD_WATCHDOG_SECONDS"):
        settings()


@pytest.mark.parametrize(
    ("note", "why"),
    [('{"pid": 1, "servers": null}', "still starting"), ("{", "cannot be read"), ("\xff", "cannot be read")],
)
def test_a_note_without_servers_says_why(tmp_path: Path, note: str, why: str) -> None:
    # Given the note of an `onrecord up` that is not ready, or one that makes no sense
    (tmp_path / "up.json").write_text(note, "latin-1")
    # When the servers are asked for, Then that is told, not a stack of calls
    with pytest.raises(NotRunning, match=why):
        Settings(home=tmp_path).servers()
