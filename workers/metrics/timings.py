"""Reads how long the stages took: workers add each stage to a histogram on the broker, so that it outlives them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

import redis

from shared.model import Record

STAGE_SECONDS = "onrecord:stage_seconds"
"""The hash: field STAGE:LE, the stages that took at most LE seconds and longer than the next smaller LE; STAGE:sum,
their seconds; STAGE:count, their number."""


class Timing(Record):
    """The histogram of one stage."""

    stage: str
    buckets: dict[float, int]
    """Stages by the upper bound of their seconds, each counted once."""
    count: int
    seconds: float

    def cumulated(self) -> Iterator[tuple[str, float]]:
        """As Prometheus wants them: each bucket holds those of the smaller ones, too, and the last one all."""
        total = 0
        for bound in sorted(self.buckets):
            if bound != float("inf"):
                total += self.buckets[bound]
                yield str(bound), total
        yield "+Inf", self.count


def read(broker: redis.Redis) -> tuple[Timing, ...]:
    """The histograms of all stages that have been timed."""
    fields: Any = broker.hgetall(STAGE_SECONDS)
    return parsed({name.decode(): value.decode() for name, value in fields.items()})


def parsed(fields: Mapping[str, str]) -> tuple[Timing, ...]:
    """The histograms from the fields of the hash."""
    stages: defaultdict[str, dict[str, str]] = defaultdict(dict)
    for name, value in fields.items():
        stage, _, part = name.rpartition(":")
        stages[stage][part] = value
    return tuple(
        Timing(
            stage=stage,
            buckets={float(bound): int(value) for bound, value in parts.items() if bound not in ("sum", "count")},
            count=int(parts.get("count", 0)),
            seconds=float(parts.get("sum", 0)),
        )
        for stage, parts in sorted(stages.items())
    )
