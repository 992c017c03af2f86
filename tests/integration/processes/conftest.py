"""Servers that a test may stop, and articles on their way."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
import redis
from sqlalchemy import Engine, text

from shared.client import Client
from shared.model import Submission
from shared.settings import Servers
from shared.store import migrate, reading
from shared.store.engine import make_engine
from shared.store.records import RunState
from tests.faults.proxy import Proxy
from tests.faults.servers import Postgres, Valkey
from tests.folders import server_folder
from workers.base import TRANSIENT
from workers.machine.background import wait_until


def articles(name: str, number: int, **extra: object) -> list[Submission]:
    """Short articles of this name."""
    return [
        Submission(
            uri=f"urn:{name}:{n}",
            body=f"The bridge is safe\n“Bridge number {n} is safe,” said Ana Lima, an engineer, on Monday.\n" * 3,
            extra=extra,
        )
        for n in range(number)
    ]


@dataclass
class Shaky:
    """Postgres and Valkey of a test's own behind proxies, and what is on record there."""

    database: Postgres
    broker: Valkey
    database_proxy: Proxy
    broker_proxy: Proxy
    servers: Servers
    engine: Engine

    def submit(self, submissions: list[Submission]) -> None:
        """Put articles on the inbox, past the proxy."""
        with Client(f"redis://127.0.0.1:{self.broker.port}/0") as client:
            client.submit_many(submissions)

    def done(self, submissions: list[Submission]) -> int:
        """How many of them are on record; 0 while the database is away."""
        try:
            states = reading.run_states(self.engine, [one.uri for one in submissions])
        except TRANSIENT:
            return 0
        return sum(state.state is RunState.DONE for state in states)

    def all_done(self, submissions: list[Submission], seconds: float = 90) -> bool:
        """Whether all are on record in time."""
        return wait_until(lambda: self.done(submissions) == len(submissions), seconds)

    def changes(self, submissions: list[Submission]) -> int:
        """How often the feed tells of them."""
        told = text("SELECT count(*) FROM onrecord_v1.change WHERE uri = ANY(:uris)")
        with self.engine.connect() as connection:
            return int(connection.execute(told, {"uris": [one.uri for one in submissions]}).scalar_one())

    def waiting(self, queue: str) -> int:
        """Messages on a queue."""
        with self.client() as client:
            return int(client.llen(queue))

    def unacknowledged(self) -> int:
        """Messages that a worker took and has not acknowledged."""
        with self.client() as client:
            return int(client.hlen("unacked"))

    def client(self) -> redis.Redis:
        """A connection past the proxy."""
        return self.broker.client()


@pytest.fixture(scope="module")
def shaky(real_server: None) -> Iterator[Shaky]:
    """Servers of this module's own."""
    with ExitStack() as stack:
        folder = stack.enter_context(server_folder("onrecord-shaky-"))
        folder.chmod(0o755)
        database = Postgres(folder / "postgres")
        stack.callback(database.stop)
        broker = Valkey(folder / "valkey")
        stack.callback(broker.stop)
        to_database = stack.enter_context(Proxy(database.socket))
        to_broker = stack.enter_context(Proxy(broker.port))
        migrate.upgrade(database.uri)
        engine = make_engine(database.uri, keeps=False)
        servers = Servers(
            database_url=f"postgresql://postgres@127.0.0.1:{to_database.port}/postgres",
            redis_url=f"redis://127.0.0.1:{to_broker.port}/0",
        )
        yield Shaky(database, broker, to_database, to_broker, servers, engine)
