"""PgBouncer in transaction mode before a test's database, with one login that all processes share."""

from __future__ import annotations

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psycopg
import pytest
from psycopg import conninfo

from tests.ports import free_port
from workers.machine.background import wait_until

BINARY = shutil.which("pgbouncer") or shutil.which("pgbouncer", path="/usr/sbin")

ROLES = "onrecord_intake, onrecord_worker, onrecord_writer, onrecord_reader"

INI = """
[databases]
{database} = {server} dbname={database}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = {port}
unix_socket_dir =
auth_type = trust
auth_file = {folder}/users
pool_mode = transaction
default_pool_size = {size}
max_client_conn = 200
query_wait_timeout = 20
{user}
"""


def needs_pgbouncer() -> pytest.MarkDecorator:
    """Skips where it is missing."""
    return pytest.mark.skipif(BINARY is None, reason="pgbouncer is not installed (Debian's package pgbouncer)")


@contextmanager
def pooled(database_url: str, size: int = 2) -> Iterator[str]:
    """The database's URL through a pooler with so few server connections that all clients share them."""
    login = f"onrecord_pooled_{uuid4().hex[:8]}"
    with psycopg.connect(database_url, autocommit=True) as admin:
        admin.execute(f"CREATE ROLE {login} LOGIN IN ROLE {ROLES}")
        try:
            with _pgbouncer(admin.info, login, size) as port:
                yield f"postgresql://{login}@127.0.0.1:{port}/{admin.info.dbname}"
        finally:
            # By a new connection: a fault may have killed the server meanwhile.
            with psycopg.connect(database_url, autocommit=True) as another:
                another.execute(f"DROP ROLE {login}")


@contextmanager
def _pgbouncer(server: psycopg.ConnectionInfo, login: str, size: int) -> Iterator[int]:
    port = free_port()
    with TemporaryDirectory(prefix="onrecord-pgbouncer-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        (folder / "users").write_text(f'"{login}" ""\n')
        ini = INI.format(
            database=server.dbname,
            server=conninfo.make_conninfo(host=server.host, port=server.port),
            port=port,
            folder=folder,
            size=size,
            user=_user(server.host),
        )
        (folder / "pgbouncer.ini").write_text(ini)
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([str(BINARY), str(folder / "pgbouncer.ini")], stdout=log, stderr=log)
        try:
            url = f"postgresql://{login}@127.0.0.1:{port}/{server.dbname}"
            assert wait_until(lambda: process.poll() is not None or _answers(url), 20)
            assert process.poll() is None, (folder / "log").read_text()
            yield port
        finally:
            process.terminate()
            process.wait(20)


def _user(host: str) -> str:
    """As root it runs as the user to whom the server's socket belongs: it refuses to be root."""
    if os.geteuid() != 0:
        return ""
    owner = pwd.getpwuid(Path(host).stat().st_uid).pw_name if host.startswith("/") else "nobody"
    return f"user = {owner}"


def _answers(url: str) -> bool:
    with suppress(psycopg.OperationalError), psycopg.connect(url, connect_timeout=2) as connection:
        connection.execute("SELECT 1")
        return True
    return False
