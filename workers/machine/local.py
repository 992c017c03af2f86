"""The embedded servers: Postgres and Valkey from the lock file, for machines without any. Loopback only."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from types import TracebackType

from shared.log import logger
from shared.settings import Servers
from workers.machine.keeper import Keeper
from workers.machine.postgres import Postgres
from workers.machine.valkey import Valkey


class LocalServers:
    """Embedded Postgres and Valkey with their data under one folder. Use as a context manager."""

    def __init__(self, home: Path) -> None:
        self.home = home.resolve()
        self._keepers: list[Keeper] = []

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
        """Start both servers. Raises BadSettings, EmbeddedMissing, StartFailed."""
        self.home.mkdir(parents=True, exist_ok=True)
        for server in (Postgres(self.home / "postgres"), Valkey(self.home / "valkey")):
            self._keepers.append(Keeper(server, server.start()))

    @property
    def servers(self) -> Servers:
        """Where the servers are now."""
        postgres, valkey = self._keepers
        return Servers(database_url=postgres.url, redis_url=valkey.url)

    def check(self) -> Servers:
        """Start a server again that died or hangs, and return where the servers are. Raises ServerLost."""
        for keeper in self._keepers:
            keeper.check()
        return self.servers

    def well(self) -> bool:
        """Whether both servers live and answer at this moment."""
        return all(keeper.well() for keeper in self._keepers)

    @property
    def reviving(self) -> bool:
        """Whether `check` waits for a server's start at this moment."""
        return any(keeper.reviving for keeper in self._keepers)

    def stop(self) -> None:
        """Stop both servers, cleanly, or at once if they do not answer; their data stays."""
        while self._keepers:
            keeper = self._keepers.pop()
            try:
                keeper.end()
            except Exception:
                logger.exception("server_stop_failed", name=keeper.server.name)
                with suppress(Exception):
                    keeper.server.kill()
