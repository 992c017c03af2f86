"""Asks the broker what waits on the inbox and the queues, which processes live, and how much room it has left."""

from __future__ import annotations

from typing import Any

import redis

from shared.messages import INBOX
from shared.model import Record
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE
from workers.broker import queues
from workers.broker.gate import FOREIGN
from workers.resources import broker_client
from workers.upkeep import heartbeat
from workers.upkeep.heartbeat import Process

ANSWER_SECONDS = 3.0
"""A broker that takes longer for a count hangs, whatever it is busy with."""

UNACKNOWLEDGED = "unacked"
"""The hash of messages that workers hold: Kombu's name for it."""


class Group(Record):
    """A group of readers of the inbox."""

    name: str
    readers: int
    pending: int
    """Entries that a reader has read and not answered yet."""
    lag: int
    """Entries that none of its readers has read."""


class Broker(Record):
    """What the broker tells of itself and of what waits on it."""

    inbox: int
    """Entries on the inbox: an answered entry is deleted."""
    oldest_seconds: float | None
    """Age of the oldest of them, by the broker's clock."""
    groups: tuple[Group, ...]
    queues: dict[str, int]
    """Messages on each task queue."""
    unacknowledged: int | None
    """Messages that workers hold; None if the queues are in RabbitMQ, which tells it to its own exporter."""
    foreign: int
    """Foreign messages that wait for the sweeper to move them to the quarantine."""
    memory_bytes: int
    """0 if the broker does not tell."""
    memory_limit: int
    """0: none, or the broker does not tell."""
    writes_to_disk: bool
    processes: tuple[Process, ...]


def connect() -> redis.Redis:
    """A client that says soon that the broker is away, instead of trying again. Raises NotRunning, BadSettings."""
    return broker_client(ANSWER_SECONDS, retries=0)


def ask(broker: redis.Redis) -> Broker:
    """What waits, and who lives. Raises redis.RedisError, and BrokerUnreachable if RabbitMQ has the queues."""
    writes = _writes_to_disk(broker)
    told = _told(broker)
    inbox = int(broker.xlen(INBOX))
    return Broker(
        inbox=inbox,
        oldest_seconds=_oldest_seconds(broker) if inbox else None,
        groups=_groups(broker, inbox),
        queues={name: queues.waiting(broker, name) for name in (QUEUE, IDENTITY_QUEUE, BACKFILL_QUEUE)},
        unacknowledged=None if queues.away() else int(broker.hlen(UNACKNOWLEDGED)),
        foreign=int(broker.xlen(FOREIGN)),
        memory_bytes=int(told.get("used_memory", 0)),
        memory_limit=int(told.get("maxmemory", 0)),
        writes_to_disk=writes,
        processes=tuple(heartbeat.read(broker)),
    )


def _told(broker: redis.Redis) -> dict[str, Any]:
    """What the broker tells of its memory; nothing where a managed one, or the user's rights, allow no INFO."""
    try:
        memory: dict[str, Any] = broker.info("memory")
    except redis.ResponseError:
        return {}
    return memory


def _writes_to_disk(broker: redis.Redis) -> bool:
    """A broker that cannot write its log or its snapshot refuses even a PING, and so the first command of a client."""
    try:
        broker.ping()
    except redis.ResponseError as error:
        return not str(error).startswith("MISCONF")
    return True


def _oldest_seconds(broker: redis.Redis) -> float | None:
    """An entry's id begins with the broker's time in milliseconds."""
    first: Any = broker.xrange(INBOX, count=1)
    if not first:
        return None
    now: Any = broker.time()
    seconds, microseconds = now
    milliseconds = int(first[0][0].partition(b"-")[0])
    return float(max(0.0, seconds + microseconds / 1e6 - milliseconds / 1000))


def _groups(broker: redis.Redis, inbox: int) -> tuple[Group, ...]:
    if not broker.exists(INBOX):
        return ()
    found: Any = broker.xinfo_groups(INBOX)
    return tuple(
        Group(
            name=group["name"].decode(errors="replace"),
            readers=group["consumers"],
            pending=group["pending"],
            # The server cannot tell the lag once somebody has deleted an unread entry; what is left is what waits.
            lag=group["lag"] if group.get("lag") is not None else max(0, inbox - group["pending"]),
        )
        for group in found
    )
