"""The seconds of stages are counted in the broker, for all processes together, and no stage waits for the count."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from shared.store.records import Stage
from tests.ports import free_port
from workers.upkeep import timing
from workers.upkeep.timing import BUCKETS, Recorder


@pytest.fixture
def broker(redis_url: str) -> Iterator[redis.Redis]:
    with redis.Redis.from_url(redis_url) as connection:
        yield connection


def test_all_processes_add_to_the_same_counts(broker: redis.Redis) -> None:
    # Given two processes
    first, second = Recorder(broker), Recorder(broker)
    # When they count stages: at a bound, above it, above all
    first.count(Stage.PARSE, 0.01)
    second.count(Stage.PARSE, 0.011)
    second.count(Stage.PARSE, 500)
    first.count(Stage.ENTITIES, 0.3)
    # Then the counts are those of both
    read = timing.read(broker)
    parse = read[Stage.PARSE]
    assert (parse.counts[0], parse.counts[1], parse.counts[-1], parse.count) == (1, 1, 1, 3)
    assert parse.sum == pytest.approx(500.021)
    assert len(parse.counts) == len(BUCKETS) + 1
    assert parse.cumulative[0] == ("0.01", 1)
    assert parse.cumulative[1] == ("0.025", 2)
    assert parse.cumulative[-1] == ("+Inf", 3)
    assert read[Stage.ENTITIES].count == 1
    assert read[Stage.QUOTATIONS].count == 0


def test_what_a_broker_missed_is_told_later(broker: redis.Redis) -> None:
    # Given a broker that is away
    recorder = Recorder(redis.Redis(port=free_port(), retry=Retry(NoBackoff(), 0)))
    begun = time.monotonic()
    # When stages are counted, Then none fails, and none waits
    for _ in range(100):
        recorder.count(Stage.PARSE, 0.02)
    assert time.monotonic() - begun < 1
    # And when the broker is back, Then nothing is missing
    recorder.broker, recorder.rests_until = broker, 0
    recorder.count(Stage.PARSE, 0.02)
    assert timing.read(broker)[Stage.PARSE].count == 101
    recorder.count(Stage.PARSE, 0.02)
    assert timing.read(broker)[Stage.PARSE].count == 102
