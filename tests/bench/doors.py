"""Part 5: the doors. Loader and intake on the way in, feed reader and export on the way out.

What an item costs at a door, all processes together, is compared as a multiple of a bare round trip to both servers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

import psycopg
import redis

from shared import feed
from shared.messages import INBOX
from tests.bench import export
from tests.bench.articles import submissions
from tests.bench.core import Bench, Figure, Spent, alone
from tests.bench.machine import Machine, machine
from workers.doors import loader
from workers.machine.background import wait_until

PART = "doors"
WORDS = 250
TRIPS = 3_000
FEW = 0.05
"""The share of the inbox that intake answers before the clock starts: it has started by then."""


def measure(bench: Bench) -> list[Figure]:
    """Items a second through each door, and the CPU of one."""
    count, of = bench.sizes.doors, f"{bench.sizes.doors:,} articles of {WORDS} words"
    with machine() as own:
        trips = bench.record(PART, "bare round trips", TRIPS, everywhere(own, lambda: round_trips(own)))
        loaded = bench.record(PART, "loader", count, everywhere(own, lambda: loading(own, count)))
        answered, taken = taking_in(own, count)
        bench.record(PART, "intake", answered, taken)
    with machine() as own:
        exports = export.figures(own, 10 * count)
        told = 10 * count
        read = bench.record(PART, "feed reader", told, everywhere(own, lambda: reading(own, told)))
    trip = trips.whole / TRIPS
    return [
        *_door("loader", "loader, onto the inbox", loaded, count, trip, of, 3_000),
        *_door("intake", "intake, accepted and sent", taken, answered, trip, of, 1_500),
        *_door("feed", "changes to a feed reader", read, told, trip, f"{told:,} changes", 20_000),
        *exports,
    ]


def _door(name: str, words: str, spent: Spent, count: int, trip: float, of: str, reach: float) -> list[Figure]:
    cost = spent.whole / count
    return [
        Figure(f"{PART}.{name}", f"bare round trips' CPU: {words}", cost / trip, "lower", of, tolerance=0.2),
        Figure(f"{PART}.{name}.second", f"a second: {words}", count / spent.clock, "higher", of, reach, checked=False),
    ]


def everywhere(own: Machine, work: object) -> Spent:
    """What work in this process costs it and the servers."""
    before = own.cpu()
    here = alone(work)  # type: ignore[arg-type]
    return Spent(own.cpu() - before + here.cpu, here.clock)


def round_trips(own: Machine) -> None:
    """The least that a server can be asked, of both of them."""
    with redis.Redis.from_url(own.servers.redis_url) as broker, psycopg.connect(own.servers.database_url) as database:
        for _ in range(TRIPS):
            broker.ping()
            database.execute("SELECT 1")


def loading(own: Machine, count: int) -> None:
    """A file of submissions, one a line, onto the inbox."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        with file.open("w", encoding="utf-8") as lines:
            lines.writelines(s.model_dump_json(exclude_none=True) + "\n" for s in submissions("door", count, WORDS))
        for _ in loader.load(own.client, [file]):
            pass


def taking_in(own: Machine, count: int) -> tuple[int, Spent]:
    """One intake process on a full inbox: submissions answered after its first few, and their cost."""
    named = {"ONRECORD_DATABASE_URL": own.servers.database_url, "ONRECORD_REDIS_URL": own.servers.redis_url}
    environment = os.environ | named | {"ONRECORD_MAX_OPEN_RUNS": str(10 * count), "ONRECORD_LOG_LEVEL": "warning"}
    with redis.Redis.from_url(own.servers.redis_url) as broker:
        intake = subprocess.Popen([sys.executable, "-W", "ignore", "-m", "workers.cli", "intake"], env=environment)
        try:
            wait_until(lambda: int(broker.xlen(INBOX)) <= count * (1 - FEW), 60)
            left, before, started = int(broker.xlen(INBOX)), own.cpu(), time.perf_counter()
            while broker.xlen(INBOX):
                time.sleep(0.02)
            clock = time.perf_counter() - started
            return left, Spent(Counter(own.cpu() - before), clock)
        finally:
            intake.terminate()
            intake.wait()


def reading(own: Machine, count: int) -> None:
    """All changes, by one reader."""
    assert sum(1 for _ in feed.read(own.servers.database_url)) == count
