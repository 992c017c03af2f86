"""Brokers of more than one process: Redis with a replica and three Sentinels, and RabbitMQ. Debian's packages."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import amqp
import psutil
import redis

from tests.ports import free_port

START_SECONDS = 60.0

LOOPBACK = "127.0.0.1"

SERVICE = "onrecord"

DOWN_AFTER_MS = 4000
"""On a busy machine, a server that lives can be silent for seconds."""

RABBITMQ = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""Debian's script in /usr/sbin changes to a user and a folder of its own."""


def missing(*programs: str) -> str:
    """Which of these programs this machine lacks, in words; empty if it has them all."""
    lacking = [name for name in programs if not shutil.which(name)]
    return f"this machine lacks {', '.join(lacking)} (Debian's package)" if lacking else ""


class Process:
    """A server that the suite started; only this one is ended."""

    def __init__(self, command: list[str], log: Path, environment: dict[str, str] | None = None) -> None:
        with log.open("ab") as file:
            self._process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=file, stderr=file, env=environment, start_new_session=True
            )

    @property
    def pid(self) -> int:
        return self._process.pid

    def kill(self) -> None:
        """kill -9, its children first: RabbitMQ's script waits for the node that it started."""
        with suppress(psutil.NoSuchProcess):
            for child in psutil.Process(self._process.pid).children(recursive=True):
                with suppress(psutil.NoSuchProcess):
                    child.kill()
        self._process.kill()
        self._process.wait(START_SECONDS)


class RedisServer:
    """One Redis on a port of its own, with AOF; it may be a replica of another."""

    def __init__(self, folder: Path, bind: str = LOOPBACK, prefix: tuple[str, ...] = ()) -> None:
        folder.mkdir()
        self.folder, self.bind, self.prefix, self.port = folder, bind, prefix, free_port()
        self.of: RedisServer | None = None

    def start(self) -> None:
        """Start with the data it had."""
        options: dict[str, object] = {
            "port": self.port, "bind": self.bind, "dir": self.folder, "appendonly": "yes", "save": "",
            "protected-mode": "no", "repl-diskless-sync-delay": 0,
        }  # fmt: skip
        words = [str(word) for name, value in options.items() for word in (f"--{name}", value)]
        following = ["--replicaof", self.of.bind, str(self.of.port)] if self.of else []
        self.process = Process([*self.prefix, "redis-server", *words, *following], self.folder / "log")

    def client(self) -> redis.Redis:
        return redis.Redis(host=self.bind, port=self.port, socket_timeout=5)

    def answers(self) -> bool:
        with self.client() as client:
            return bool(client.ping())


class SentinelServer:
    """One Sentinel that watches a master."""

    def __init__(self, folder: Path, master: RedisServer, bind: str = LOOPBACK, prefix: tuple[str, ...] = ()) -> None:
        folder.mkdir()
        self.bind, self.port = bind, free_port()
        config = folder / "sentinel.conf"
        config.write_text(
            f"port {self.port}\nbind {bind}\nprotected-mode no\n"
            f"sentinel monitor {SERVICE} {master.bind} {master.port} 2\n"
            f"sentinel down-after-milliseconds {SERVICE} {DOWN_AFTER_MS}\nsentinel failover-timeout {SERVICE} 5000\n"
        )
        self.process = Process([*prefix, "redis-sentinel", str(config)], folder / "log")

    def client(self) -> redis.Redis:
        return redis.Redis(host=self.bind, port=self.port, socket_timeout=5)


class Sentinelled:
    """A master, its replica, and three Sentinels, two of which decide that the master is gone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.servers = [RedisServer(folder / name) for name in ("first", "second")]
        self.servers[1].of = self.servers[0]
        for server in self.servers:
            server.start()
        until(lambda: all(server.answers() for server in self.servers), "Redis")
        self.sentinels = [SentinelServer(folder / f"sentinel{n}", self.servers[0]) for n in range(3)]
        until(self._ready, "Sentinel")

    def _ready(self) -> bool:
        """Whether each Sentinel knows the others and the replica: only then can they replace the master."""
        for sentinel in self.sentinels:
            with sentinel.client() as client:
                known = client.sentinel_master(SERVICE)
            if known["num-other-sentinels"] != 2 or known["num-slaves"] != 1:
                return False
        return self.replicated()

    @property
    def url(self) -> str:
        hosts = ",".join(f"{sentinel.bind}:{sentinel.port}" for sentinel in self.sentinels)
        return f"sentinel://{hosts}/0?service={SERVICE}"

    def master(self) -> RedisServer:
        """The master that the Sentinels name."""
        with self.sentinels[0].client() as client:
            _, port = client.sentinel_get_master_addr_by_name(SERVICE)
        return next(server for server in self.servers if server.port == int(port))

    def replicated(self) -> bool:
        """Whether the replica has all that the master has taken so far."""
        with self.master().client() as client:
            known = client.info("replication")
        return any(
            known.get(f"slave{n}", {}).get("offset") == known["master_repl_offset"]
            for n in range(known["connected_slaves"])
        )

    def lose_master(self) -> None:
        """kill -9 of the master; returns when the replica has taken its place."""
        lost = self.master()
        lost.process.kill()
        until(lambda: self.master() is not lost and _writes(self.master()), "the new master")

    def bring_back(self) -> None:
        """The lost server comes back, and becomes the replica."""
        lost = next(server for server in self.servers if server is not self.master())
        lost.of = self.master()
        lost.start()
        until(self.replicated, "the replica")

    def stop(self) -> None:
        for each in [*self.sentinels, *self.servers]:
            with suppress(ProcessLookupError):
                each.process.kill()


def _writes(server: RedisServer) -> bool:
    with server.client() as client:
        return client.role()[0] == b"master"


class RabbitMQ:
    """One node of RabbitMQ, with a name, a folder, ports and an epmd of its own."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder, self.port = folder, free_port()
        self.environment = _environment(folder, self.port)
        self._names = Process(["epmd", "-port", self.environment["ERL_EPMD_PORT"]], folder / "log", self.environment)
        self.start()

    @property
    def url(self) -> str:
        return f"amqp://guest:guest@{LOOPBACK}:{self.port}//"

    def start(self) -> None:
        """Start with the data it had."""
        self.process = Process([str(RABBITMQ)], self.folder / "log", self.environment)
        until(self._answers, "RabbitMQ")

    def _answers(self) -> bool:
        with amqp.Connection(f"{LOOPBACK}:{self.port}", connect_timeout=2) as connection:
            return bool(connection.connected)

    def kill(self) -> None:
        """kill -9 of the node."""
        self.process.kill()

    def stop(self) -> None:
        for process in (self.process, self._names):
            process.kill()


def _environment(folder: Path, port: int) -> dict[str, str]:
    return os.environ | {
        "HOME": str(folder),
        "ERL_EPMD_PORT": str(free_port()),
        "ERL_EPMD_ADDRESS": LOOPBACK,
        "RABBITMQ_NODENAME": f"onrecord{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": LOOPBACK,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "data"),
        "RABBITMQ_LOG_BASE": str(folder / "logs"),
        "RABBITMQ_CONF_ENV_FILE": str(folder / "none"),
        "RABBITMQ_CONFIG_FILE": str(folder / "none"),
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "none"),
        # One scheduler, and no address but this machine's own for the talk between nodes.
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "+S 1:1 +sbwt none -kernel inet_dist_use_interface {127,0,0,1}",
    }


def until(holds: Callable[[], bool], name: str) -> None:
    """Wait for a server. Raises TimeoutError."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        with suppress(OSError, redis.RedisError, amqp.AMQPError):
            if holds():
                return
        time.sleep(0.05)
    raise TimeoutError(f"{name} did not start")
