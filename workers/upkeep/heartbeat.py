"""Heartbeats: each process's main loop shows that it still turns, to its container and to all who watch the service.

A loop calls `turn` each time round, and also while it waits for a server: a process is alive if its loop turns, and
ready if its servers answer. A turn shows in two places:

* in the file of ONRECORD_HEARTBEAT_FILE (none, if unset): one line, the time in seconds since 1970 and `ready` or
  `waits`, renewed once a second at most. A container's probe reads it with `deploy/alive.sh`, without an interpreter:
  `alive.sh 60` succeeds if the loop has turned within a minute, `alive.sh 60 ready` if its servers answer besides;
* in the hash `onrecord:processes` of the broker, which a thread of its own renews: a broker that is away or hangs holds
  up no loop. `read` returns all entries; `Process.silent` tells who has not turned for too long.

A process that ends cleanly takes its entry away. One that was killed stays listed as silent, until it is started again
on the same machine, or for an hour.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import redis
from pydantic import ConfigDict, ValidationError

from shared.errors import OnrecordError
from shared.model import PIPELINE_VERSION, Record
from shared.process import host, pid, release
from shared.settings import settings
from workers.resources import broker_client

PROCESSES = "onrecord:processes"
"""The broker's hash of all processes: KIND@HOST:PID and the JSON of a `Process`."""

RENEW_SECONDS = 3.0
"""Between two renewals of the entry in the broker: a tenth of the half minute in which a silent process must show."""

PATIENCE_SECONDS = 2.0
"""For the broker's answer; a process that ends waits as long at most."""

FILE_SECONDS = 1.0
"""Between two renewals of the file: a loop may turn a thousand times a second."""

TURN_SECONDS = 1.0
"""Between two turns of a loop that pauses."""

SILENT_SECONDS = 20.0
"""Without a turn of a loop that takes a second or two; with one renewal it shows in less than half a minute."""

FORGOTTEN_SECONDS = 3600.0
"""After which the entry of a process that was killed for good is deleted."""


class Process(Record):
    """A running process, as it last showed itself; it may be of a newer release with more fields."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    kind: str
    host: str
    pid: int
    release: str
    pipeline_version: int
    started_at: float
    turned_at: float
    silent_after: float
    detail: str = ""

    @property
    def name(self) -> str:
        """The name under which the broker lists it."""
        return f"{self.kind}@{self.host}:{self.pid}"

    def silent(self, now: float) -> bool:
        """Whether its loop has not turned for so long that it is dead, stopped or hangs."""
        return now - self.turned_at > self.silent_after


@dataclass
class Heartbeat:
    """The heartbeat of this process. The loop calls `turn`; a thread tells the broker."""

    kind: str
    connect: Callable[[], redis.Redis] = lambda: broker_client(PATIENCE_SECONDS, retries=0)
    clock: Callable[[], float] = time.time
    turns: int = 0
    detail: str = ""
    waits: bool = False
    stalled_at: float | None = None
    """Since when the loop turns to no effect, as a watchdog sees it; only the broker's entry tells of that."""
    started_at: float = field(init=False)
    turned_at: float = field(init=False)
    written_at: float = 0.0
    thread: threading.Thread | None = None
    stopped: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.started_at = self.turned_at = self.clock()

    def turn(self, detail: str = "", *, waits: bool = False) -> None:
        """Note that the loop turned; with `waits`, that it waits for a server. It never raises and never blocks."""
        changed = waits != self.waits
        self.turned_at, self.detail, self.waits = self.clock(), detail, waits
        self.turns += 1
        if changed or abs(self.turned_at - self.written_at) >= FILE_SECONDS:
            self.written_at = self.turned_at
            _write(settings().heartbeat_file, f"{int(self.turned_at)} {'waits' if waits else 'ready'} {self.kind}\n")

    def pause(self, stopped: threading.Event, seconds: float) -> bool:
        """Pause so long, or until stopped, with a turn every second. Returns whether it was stopped."""
        until = time.monotonic() + seconds
        while (left := until - time.monotonic()) > 0 and not stopped.wait(min(left, TURN_SECONDS)):
            self.turn(self.detail, waits=self.waits)
        return stopped.is_set()

    def process(self) -> Process:
        """The entry of this process."""
        return Process(
            kind=self.kind, host=host(), pid=pid(), release=release(), pipeline_version=PIPELINE_VERSION,
            started_at=self.started_at, turned_at=self.stalled_at or self.turned_at, silent_after=SILENT_SECONDS,
            detail=self.detail,
        )  # fmt: skip

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show this process while the block runs. If the block fails, the entry stays: it is no clean end."""
        self.start()
        yield
        self.end()

    def start(self) -> None:
        """Begin to show this process."""
        self.turn(self.detail, waits=self.waits)
        self.thread = threading.Thread(target=self._tell, name="heartbeat", daemon=True)
        self.thread.start()

    def end(self) -> None:
        """Take this process off the list. If the broker does not answer now, the sweeper will do so."""
        self.stopped.set()
        if self.thread is not None:
            self.thread.join(PATIENCE_SECONDS)

    def _tell(self) -> None:
        """Renew the entry in the broker again and again, until stopped. A broker that is away is no matter here.

        After a failure its address is asked for anew: an embedded broker may have come back at another one.
        """
        while True:
            stopping = self.stopped.is_set()
            with suppress(redis.RedisError, OSError, OnrecordError), self.connect() as broker:
                self._renew(broker)
                return
            if stopping:
                return
            self.stopped.wait(RENEW_SECONDS)

    def _renew(self, broker: redis.Redis) -> None:
        replace_dead(broker, self.clock())
        put(broker, self.process())
        while not self.stopped.wait(RENEW_SECONDS):
            put(broker, self.process())
        _delete(broker, [self.process().name])


def _write(file: Path | None, line: str) -> None:
    """Write the file in one step: a probe never reads half a line. Without the file, the probe says what is wrong."""
    if file is None:
        return
    new = file.with_name(f".{file.name}.{pid()}")
    with suppress(OSError):
        new.write_text(line, "utf8")
        new.replace(file)


def put(broker: redis.Redis, process: Process) -> None:
    """List a process, or renew its entry."""
    broker.hset(PROCESSES, process.name, process.model_dump_json())


def read(broker: redis.Redis) -> list[Process]:
    """All processes that are listed, by kind and name. Raises redis.RedisError if the broker does not answer."""
    entries: Any = broker.hgetall(PROCESSES)
    found = [process for value in entries.values() if (process := _process(value)) is not None]
    return sorted(found, key=lambda process: process.name)


def forget(broker: redis.Redis, now: float) -> int:
    """Delete the entries of processes that have been silent for an hour; return their number."""
    gone = [process.name for process in read(broker) if now - process.turned_at > FORGOTTEN_SECONDS]
    return _delete(broker, gone)


def replace_dead(broker: redis.Redis, now: float) -> int:
    """Delete the silent entries of this machine whose processes are gone: this one may have come in their place.

    Containers may share the machine's name but not its processes: an entry deleted in error is back after a renewal.
    """
    mine = (process for process in read(broker) if process.host == host())
    return _delete(broker, [process.name for process in mine if process.silent(now) and not _runs(process.pid)])


def _delete(broker: redis.Redis, names: list[str]) -> int:
    return int(broker.hdel(PROCESSES, *names)) if names else 0


def _runs(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    return True


def _process(value: bytes) -> Process | None:
    try:
        return Process.model_validate_json(value)
    except ValidationError:
        return None
