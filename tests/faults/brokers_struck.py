"""What can happen to brokers of more than one process, and the lists of faults of their worlds."""

from __future__ import annotations

import signal
from dataclasses import replace

import amqp
import psutil

from shared.messages import INBOX
from tests.faults import strikes
from tests.faults.brokers import LOOPBACK, until
from tests.faults.faults import FAULTS, Fault
from tests.faults.foreign import DELIVERIES
from tests.faults.world import World
from workers.app import BACKFILL_QUEUE, IDENTITY_QUEUE, QUEUE

CONTROL_EXCHANGE = "celery.pidbox"

# --- Sentinel


def master_lost(world: World, _: list[str]) -> None:
    """The master is killed once its replica has all that it took; the replica takes over; the old one returns."""
    until(world.sentinel.replicated, "the replica")
    world.sentinel.lose_master()
    world.pause(0.5, 2)
    world.sentinel.bring_back()


def master_frozen(world: World, uris: list[str]) -> None:
    """The master stops, and goes on when the replica has taken its place: for a moment there are two."""
    world.wait(lambda: strikes.all_accepted(world, uris), strikes.PATIENCE)
    frozen = world.sentinel.master()
    process = psutil.Process(frozen.process.pid)
    process.send_signal(signal.SIGSTOP)
    try:
        until(lambda: world.sentinel.master() is not frozen, "the new master")
        world.pause(1, 2)
    finally:
        process.send_signal(signal.SIGCONT)
    until(world.sentinel.replicated, "the replica")


def replica_lost(world: World, _: list[str]) -> None:
    """The replica is killed, and comes back: nobody should notice."""
    replica = next(server for server in world.sentinel.servers if server is not world.sentinel.master())
    replica.process.kill()
    world.pause(1, 2)
    world.sentinel.bring_back()


# --- RabbitMQ


def rabbitmq_killed(world: World, _: list[str]) -> None:
    world.rabbitmq.kill()
    world.pause(0.2, 1)
    world.rabbitmq.start()


def rabbitmq_down(world: World, _: list[str]) -> None:
    world.rabbitmq_proxy.refuse()
    world.pause(strikes.down_seconds(world), strikes.down_seconds(world))
    world.rabbitmq_proxy.allow()


def rabbitmq_half_open(world: World, _: list[str]) -> None:
    """All connections to the queues stay open, and nothing comes through them any more."""
    world.rabbitmq_proxy.freeze()


def rabbitmq_emptied(world: World, uris: list[str]) -> None:
    """The sweeper is killed and the queues emptied: only a new sweeper can find what was in them."""
    world.wait(lambda: strikes.all_accepted(world, uris), strikes.PATIENCE)
    world.process("sweep").kill()
    with amqp.Connection(f"{LOOPBACK}:{world.rabbitmq.port}") as connection:
        for queue in (QUEUE, IDENTITY_QUEUE, BACKFILL_QUEUE):
            connection.channel().queue_purge(queue)


def foreign(world: World, _: list[str]) -> None:
    """Every kind of foreign message comes between ours, on the queue and to all workers."""
    with amqp.Connection(f"{LOOPBACK}:{world.rabbitmq.port}") as connection:
        channel = connection.channel()
        for body, properties in DELIVERIES.values():
            channel.basic_publish(amqp.Message(body, **properties), routing_key=QUEUE)
        for body in (b"hello", b"7", b"\xff"):
            channel.basic_publish(amqp.Message(body, content_type="application/json"), exchange=CONTROL_EXCHANGE)
    with world.direct_broker() as broker:
        broker.xadd(INBOX, {b"submission": b"\xff\x00 no JSON"})


BY_NAME = {fault.name: fault for fault in FAULTS}

SENTINEL = [
    Fault("Sentinel: master lost", master_lost, short=True, seen="to broker lost"),
    Fault("Sentinel: master frozen, two masters", master_frozen),
    Fault("Sentinel: replica lost", replica_lost, gentle=True),
]

RABBITMQ = [
    replace(BY_NAME[name], name=f"RabbitMQ: {name}")
    for name in ("kill -9 of children", "kill -9 of the worker", "Postgres killed", "duplicates of every message")
]
RABBITMQ += [
    replace(BY_NAME["broker killed, with AOF"], name="RabbitMQ: the inbox's broker killed", seen="server_away"),
    Fault("RabbitMQ: killed", rabbitmq_killed, short=True, seen="to broker lost"),
    Fault(
        "RabbitMQ: foreign messages", foreign, short=True, at_once=True, gentle=True, seen="foreign_message"
    ),
    Fault("RabbitMQ: down", rabbitmq_down, seen="to broker lost"),
    Fault("RabbitMQ: half-open sockets", rabbitmq_half_open),
    Fault("RabbitMQ: queues emptied, no sweeper", rabbitmq_emptied, seen="runs_sent_again"),
    *(
        replace(BY_NAME[name], name=f"RabbitMQ: {name}")
        for name in ("rolling restart by SIGTERM", "worker connected, but reads no more")
    ),
]  # fmt: skip
