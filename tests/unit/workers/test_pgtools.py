"""Which client tools fit a server, and what they are told of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from shared.errors import BadSettings, DumpFailed, ToolsMissing
from workers.machine import pgtools
from workers.machine.pgtools import Database, Tool


@pytest.fixture
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine with the tools of two versions."""
    tools = (Tool(Path("/usr/bin/pg_dump"), 15), Tool(Path("/opt/pg_dump"), 18))
    monkeypatch.setattr(pgtools, "installed", lambda _: tools)


@pytest.mark.parametrize(("server", "path"), [(14, "/usr/bin/pg_dump"), (15, "/usr/bin/pg_dump"), (16, "/opt/pg_dump")])
def test_the_oldest_tool_that_knows_the_server_fits(installed: None, server: int, path: str) -> None:
    assert pgtools.fitting("pg_dump", server).path == Path(path)


def test_tools_that_are_too_old_are_named_with_the_cure(installed: None) -> None:
    with pytest.raises(
        ToolsMissing, match=r"server is Postgres 19; .*/usr/bin/pg_dump of 15, /opt/pg_dump of 18.*Debian"
    ):
        pgtools.fitting("pg_dump", 19)


def test_the_embedded_servers_tools_are_found() -> None:
    assert pgtools.fitting("pg_restore", 18).major >= 18
    assert [tool.major for tool in pgtools.installed("pg_dump")] == sorted(
        {tool.major for tool in pgtools.installed("pg_dump")}
    )


@pytest.mark.parametrize("scheme", ["postgresql", "postgresql+psycopg"])
def test_the_password_is_not_on_the_command_line(scheme: str) -> None:
    database = Database.of(f"{scheme}://me:s%40cret@db:5433/onrecord?sslmode=require")

    assert database.password == "s@cret"
    assert "s@cret" not in database.conninfo
    assert "port=5433" in database.conninfo


def test_a_url_that_cannot_be_read_is_told_without_its_password() -> None:
    with pytest.raises(BadSettings) as told:
        Database.of("nonsense hunter2")
    assert "hunter2" not in str(told.value)


def test_a_failed_tool_says_why(tmp_path: Path) -> None:
    with pytest.raises(DumpFailed, match="input file"):
        pgtools._reader(_file(tmp_path), 18)


def _file(folder: Path) -> Path:
    path = folder / "no.dump"
    path.write_text("no dump")
    return path
