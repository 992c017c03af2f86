"""The faults themselves: each is done to a running world, and has ended when its function returns."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import suppress

import psutil
from sqlalchemy import text

from shared.messages import INBOX
from shared.settings import settings
from shared.store.records import RunState, Stage
from tests.faults.foreign import BROADCASTS, CASES
from tests.faults.plug import AFTER_ACCEPT, AFTER_STAGE, SLOW
from tests.faults.world import World
from workers.app import QUEUE, app
from workers.machine.supervisor import PROCESSES
from workers.pipeline import publish

LEASES_END = """
UPDATE core.run SET lease_until = now() - interval '1 s' WHERE lease_until > now() AND attempts < :most
RETURNING id, stage
"""
"""Not the last attempt's: one more would be one too many."""

PATIENCE = 120.0
"""Seconds for what takes a few on a machine of its own: a start, two hundred entries accepted."""

Strike = Callable[[World, list[str]], None]


def down_seconds(world: World) -> float:
    """How long a server stays away."""
    return 3.0 if world.quick else 20.0


# --- processes


def kill_children(world: World, _: list[str]) -> None:
    for _again in range(3):
        with suppress(psutil.NoSuchProcess):
            world.child().kill()
        world.pause(0.1, 0.5)


def kill(name: str) -> Strike:
    def strike(world: World, _: list[str]) -> None:
        process = world.process(name)
        children = process.children(recursive=True)
        process.kill()
        gone, alive = psutil.wait_procs(children, timeout=30)
        assert not alive, f"{len(alive)} of {len(gone) + len(alive)} children outlived their worker"
        world.pause(1, 2)

    return strike


def roll(world: World, _: list[str]) -> None:
    """A rolling restart: each process is asked to end, and ends, while the others go on."""
    for name in PROCESSES:
        process = world.process(name)
        process.send_signal(signal.SIGTERM)
        process.wait(PATIENCE)
        world.pause(0.5, 1)


def hold_worker(world: World) -> None:
    """The worker does not read, as if it were slow; what comes waits in the queue or in its socket."""
    world.process("worker").suspend()


def kill_in_brpop(world: World, uris: list[str]) -> None:
    """The broker hands a message to the waiting worker, and the worker dies with it."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    world.process("worker").kill()


def die_after(hook: str) -> Strike:
    """A process ends between its commit and the message that should follow."""

    def strike(world: World, _: list[str]) -> None:
        world.wait(world.ask(hook), PATIENCE)

    return strike


between_accept_and_publish = die_after(AFTER_ACCEPT)
between_stages = die_after(AFTER_STAGE)


# --- the broker


def broker_killed(world: World, _: list[str]) -> None:
    world.broker.kill()
    world.pause(0.2, 1)
    world.broker.start()


def broker_forgets(world: World, uris: list[str]) -> None:
    """Killed without AOF: all messages are gone."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    world.broker.kill()
    world.broker.forget()
    world.broker.start()


def broker_down(world: World, _: list[str]) -> None:
    world.broker_proxy.refuse()
    world.pause(down_seconds(world), down_seconds(world))
    world.broker_proxy.allow()


def broker_flaps(world: World, _: list[str]) -> None:
    for _again in range(3 if world.quick else 12):
        world.broker_proxy.refuse()
        world.pause(0.1, 0.6)
        world.broker_proxy.allow()
        world.pause(0.1, 1)


def broker_disk_full(world: World, _: list[str]) -> None:
    """Every write to its files fails, so that it refuses every write to its data."""
    world.broker.fill_disk()
    world.pause(down_seconds(world), down_seconds(world))
    world.broker.free_disk()


def broker_full(world: World, _: list[str]) -> None:
    """Every write is refused for want of memory, then for want of a replica."""
    with world.direct_broker() as broker:
        broker.config_set("maxmemory", "1mb")
        world.pause(down_seconds(world) / 2, down_seconds(world) / 2)
        broker.config_set("maxmemory", "0")
        broker.config_set("min-replicas-to-write", "1")
        world.pause(down_seconds(world) / 2, down_seconds(world) / 2)
        broker.config_set("min-replicas-to-write", "0")


def messages_lost(world: World, uris: list[str]) -> None:
    """The sweeper is killed and the queue emptied: only a new sweeper can find what was in it."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    world.process("sweep").kill()
    with world.direct_broker() as broker:
        broker.delete(QUEUE, "unacked", "unacked_index")


# --- the database


def postgres_killed(world: World, _: list[str]) -> None:
    world.database.kill()
    world.pause(0.2, 1)
    world.database.start()


def database_down(world: World, _: list[str]) -> None:
    world.database_proxy.refuse()
    world.pause(down_seconds(world), down_seconds(world))
    world.database_proxy.allow()


def half_open(world: World, _: list[str]) -> None:
    """All connections stay open, and nothing comes through them any more."""
    world.broker_proxy.freeze()
    world.database_proxy.freeze()


def restored(world: World, uris: list[str]) -> None:
    """The database is dumped while articles are on their way, and later taken back to that moment."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    world.command("db", "dump", "mid-run.dump")
    ended = world.ended(uris)
    world.wait(lambda: world.ended(uris) > min(ended, len(uris) - 1), PATIENCE)
    world.supervisor.stop_all()
    world.engine.dispose()  # whoever watches is in the way, too
    world.command("db", "restore", "--replace", "mid-run.dump")
    for name in PROCESSES:
        world.supervisor.start(name, world.servers)


# --- leases and deliveries


def leases_run_out(world: World, _: list[str]) -> None:
    """The leases' clock is too short: each is over at once, and its run goes to another while one still works on it."""
    begun, sizes = time.monotonic(), world.log_sizes()
    with world.slow_stages(), world.direct_broker() as broker:
        while (took := time.monotonic() - begun) < 5 or not (took > 30 or world.said_since(sizes, "lease_lost")):
            with world.engine.begin() as connection:
                over = connection.execute(text(LEASES_END), {"most": settings().max_attempts}).all()
            for run_id, stage in over:
                publish(run_id, Stage(stage))
                # To the head of the queue: whoever is free takes it at once.
                broker.lmove(QUEUE, QUEUE, "LEFT", "RIGHT")
            world.pause(0.05, 0.2)


def take_long(world: World) -> None:
    """Stages are slow, so that there is still something to do when a second worker has started."""
    (world.folder / SLOW).touch()


def two_workers(world: World, uris: list[str]) -> None:
    """A second worker beside the first one, and for both the same runs at the same time."""
    sizes = world.log_sizes()
    with world.another("worker"):
        world.wait(lambda: world.said_since(sizes, " ready."), PATIENCE)
        leases_run_out(world, uris)


def deliver(world: World, uris: list[str], stages: tuple[Stage, ...] = (Stage.PARSE,)) -> None:
    """Send messages for these stages of each open run, whatever was sent before."""
    for state in world.states(uris):
        for stage in stages if state.state is RunState.OPEN else ():
            publish(state.run_id, stage)


def doubles(world: World, uris: list[str]) -> None:
    """Every message of every stage comes twice more."""
    for _again in range(2):
        deliver(world, uris, tuple(Stage))


def reverse(world: World, uris: list[str]) -> None:
    """Every stage is sent last one first, and what waits in the queue is turned round."""
    world.wait(lambda: all_accepted(world, uris), PATIENCE)
    deliver(world, uris, tuple(reversed(Stage)))
    with world.direct_broker() as broker:
        waiting = broker.lrange(QUEUE, 0, -1)
        broker.delete(QUEUE)
        broker.rpush(QUEUE, *reversed(waiting))
    world.process("worker").resume()


def foreign(world: World, _: list[str]) -> None:
    """Every kind of foreign bytes comes between the messages, on the queue and to all workers."""
    with world.direct_broker() as broker:
        for payload in CASES.values():
            broker.rpush(QUEUE, payload)
        for payload in BROADCASTS.values():
            broker.publish("/0.celery.pidbox", payload)
        broker.xadd(INBOX, {b"submission": b"\xff\x00 no JSON"})


def deaf_worker(world: World, uris: list[str]) -> None:
    """The worker is connected, and reads its queue no more; its watchdog finds it, and it is started again."""
    worker = world.process("worker")
    app.control.cancel_consumer(QUEUE)
    world.wait(lambda: not worker.is_running() or world.ended(uris) == len(uris), PATIENCE)
    app.control.add_consumer(QUEUE)


def nothing(world: World, _: list[str]) -> None:
    """No fault: how long it takes without."""


def all_accepted(world: World, uris: list[str]) -> bool:
    return len(world.states(uris)) == len(uris)
