"""The change feed has no gaps and no late comers, however many write to it and however many of them fail."""

from __future__ import annotations

import random
from functools import partial
from threading import Event

import psycopg
from sqlalchemy import Engine, func, select

from shared.store import feed, reading, tables
from shared.store.records import ChangeKind
from tests.integration.store import given

WRITERS = 6
EACH = 40


class Failed(Exception):
    """What a writer raises after it has announced a change."""


def write(engine: Engine, run_id: int, seed: int) -> int:
    """Announces changes in transactions that are slow or fail by chance; returns how many were committed."""
    chance, committed = random.Random(seed), 0
    for _ in range(EACH):
        try:
            with engine.begin() as connection:
                connection.execute(select(func.pg_sleep(chance.choice([0, 0, 0.001, 0.005]))))
                feed.announce(connection, ChangeKind.PROCESSED, run_id)
                if chance.random() < 0.3:
                    raise Failed
        except Failed:
            continue
        committed += 1
    return committed


def follow(engine: Engine, written: Event) -> list[int]:
    """Polls the feed by its position, as readers do, until the writers have written and nothing is left."""
    seen, cursor, last_round = [], 0, False
    later = select(tables.change.c.position).order_by(tables.change.c.position)
    while True:
        last_round = written.is_set()
        with engine.connect() as connection:
            new = list(connection.execute(later.where(tables.change.c.position > cursor)).scalars())
        seen += new
        cursor = max([cursor, *new])
        if last_round and not new:
            return seen


def test_six_writers_with_rollbacks_and_slow_transactions_leave_no_gap_and_no_late_comer(engine: Engine) -> None:
    # Given six writers, and a reader who polls while they write
    run_id, written, left = given.accepted(engine).run_id, Event(), list(range(WRITERS))

    def writer(seed: int) -> int:
        try:
            return write(engine, run_id, seed)
        finally:
            left.remove(seed)
            if not left:
                written.set()

    # When all go at once
    jobs = [partial(writer, seed) for seed in range(WRITERS)] + [partial(follow, engine, written)]
    *committed, seen = given.all_at_once(jobs)

    # Then the reader has seen each committed change once, in order, and the positions are dense from 1
    assert 0 < sum(committed) < WRITERS * EACH
    assert seen == list(range(1, sum(committed) + 1))
    assert reading.status(engine).position == sum(committed)


def test_finishing_at_once_gives_each_article_its_own_position(engine: Engine) -> None:
    uris = [f"uri:{n}" for n in range(8)]

    given.all_at_once([partial(given.finished, engine, uri) for uri in uris])

    change = tables.change.c
    with engine.connect() as connection:
        told = connection.execute(select(change.position, change.uri, change.kind).order_by(change.position)).all()
    assert [row.position for row in told] == list(range(1, 9))
    assert sorted(row.uri for row in told) == uris


def test_a_listener_is_woken_at_the_commit(engine: Engine, database_url: str) -> None:
    with psycopg.connect(database_url, autocommit=True) as listener:
        listener.execute(f"LISTEN {feed.CHANNEL}")

        given.finished(engine)

        [told] = list(listener.notifies(timeout=30, stop_after=1))
    assert (told.channel, told.payload) == ("onrecord_change", "1")
