"""Counts how long stages take, in the broker: the counts outlast processes, and all children add to the same ones.

The hash `onrecord:stage_seconds` has for each stage the fields STAGE:LE (those that took at most LE seconds, and longer
than the bucket before it), STAGE:inf (longer than the last bucket) and STAGE:sum (the seconds of all).
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import redis

from shared.errors import OnrecordError
from shared.model import Record
from shared.store.records import Stage
from workers.resources import broker_client

STAGE_SECONDS = "onrecord:stage_seconds"
"""The broker's hash of counts."""

BUCKETS = (0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0, 120.0)
"""Upper bounds in seconds: a short article takes some hundredths, a book's chapter some seconds, the limit is 120."""

PATIENCE_SECONDS = 0.5
"""For the broker's answer: no article waits for its count."""

REST_SECONDS = 10.0
"""Without another try after one that failed; what is counted meanwhile is told later."""


class Histogram(Record):
    """How many stages took how long."""

    counts: tuple[int, ...]
    """For each of BUCKETS, and for what took longer: those in this bucket alone."""
    sum: float

    @property
    def count(self) -> int:
        """All of them."""
        return sum(self.counts)

    @property
    def cumulative(self) -> tuple[tuple[str, int], ...]:
        """Upper bounds and those that took at most so long, as Prometheus counts."""
        bounds = [*map(str, BUCKETS), "+Inf"]
        return tuple((bound, sum(self.counts[: n + 1])) for n, bound in enumerate(bounds))


@dataclass
class Recorder:
    """Adds this process's counts to those in the broker. It never raises, and never waits for long."""

    broker: redis.Redis
    pending: Counter[str] = field(default_factory=Counter)
    seconds: Counter[str] = field(default_factory=Counter)
    rests_until: float = 0.0

    def count(self, stage: Stage, seconds: float) -> None:
        """Count a stage that took so long."""
        bounds = (*BUCKETS, "inf")
        self.pending[f"{stage}:{bounds[bisect_left(BUCKETS, seconds)]}"] += 1
        self.seconds[f"{stage}:sum"] += seconds  # type: ignore[assignment]
        if time.monotonic() >= self.rests_until:
            self.tell()

    def tell(self) -> None:
        """Add what is pending, in one round trip and all or nothing."""
        pipe = self.broker.pipeline(transaction=True)
        for name, number in self.pending.items():
            pipe.hincrby(STAGE_SECONDS, name, number)
        for name, seconds in self.seconds.items():
            pipe.hincrbyfloat(STAGE_SECONDS, name, seconds)
        try:
            pipe.execute()
        except (redis.RedisError, OSError):
            self.rests_until = time.monotonic() + REST_SECONDS
        else:
            self.pending.clear()
            self.seconds.clear()


def count(stage: Stage, seconds: float) -> None:
    """Count a stage that took so long, if there is a broker."""
    recorder = _recorder()
    if recorder is not None:
        recorder.count(stage, seconds)


@cache
def _recorder() -> Recorder | None:
    try:
        return Recorder(broker_client(PATIENCE_SECONDS, retries=0))
    except OnrecordError:
        return None


def read(broker: redis.Redis) -> dict[Stage, Histogram]:
    """The counts of all stages so far. Raises redis.RedisError if the broker does not answer."""
    fields: Any = broker.hgetall(STAGE_SECONDS)
    values = {name.decode(): float(value) for name, value in fields.items()}
    bounds = (*BUCKETS, "inf")
    return {
        stage: Histogram(
            counts=tuple(int(values.get(f"{stage}:{bound}", 0)) for bound in bounds),
            sum=values.get(f"{stage}:sum", 0.0),
        )
        for stage in Stage
    }
