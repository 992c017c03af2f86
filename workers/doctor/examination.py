"""Runs all checks in their order: what others rest on first. What cannot be looked at is told as unchecked."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

import redis
from sqlalchemy import Engine

from shared.errors import BadSettings, BrokerUnreachable, OnrecordError
from shared.settings import Settings
from workers.doctor import installation, servers
from workers.doctor.finding import Finding, failed, of_error, ok, unchecked, warning

CURES = {
    "no_intake": "Start it: `onrecord up`, `onrecord intake`, `docker compose up -d intake`, or its systemd unit.",
    "no_sweeper": "Start it: `onrecord up`, `onrecord sweep`, `docker compose up -d sweeper`, or its systemd unit.",
    "no_worker": "Start one: `onrecord up`, `onrecord worker`, `docker compose up -d worker`, or its systemd unit.",
    "process_silent": "Look at its log, and restart it: it stands still, hangs, or was killed.",
    "broker_full": "Give the broker more memory, or let the inbox empty: full, it refuses submissions.",
    "broker_disk": "Make room on the broker's disk: it refuses submissions until it can write again.",
}

Server = TypeVar("Server", Engine, redis.Redis)

Read = Callable[[], Settings]
OF_MACHINE = (
    installation.versions, installation.time_limits, installation.models, installation.registry, installation.tasks,
    installation.disk,
)  # fmt: skip
OF_DATABASE = (servers.schema, servers.ownership, servers.roles, servers.offsets)
OF_BROKER = (servers.persistence, servers.eviction)


def examine(read: Read) -> Iterator[Finding]:
    """All findings, one after the other, as they are made. Raises nothing: what is wrong is a finding."""
    yield from installation.unknown_settings(os.environ, installation.names_in(Path(".env")))
    try:
        settings = read()
    except BadSettings as error:
        yield of_error("settings", error)
        return
    for check in OF_MACHINE:
        yield from _safely(check.__name__.replace("_", " "), partial(check, settings))
    engine = yield from _database()
    broker = yield from _broker()
    yield from _of(engine, "database", OF_DATABASE)
    yield from _of(broker, "broker", OF_BROKER)
    if engine is None or broker is None:
        yield unchecked("clocks", "a server does not answer")
        yield unchecked("processes", "a server does not answer")
        return
    yield from _safely("clocks", partial(servers.clocks, engine, broker))
    yield from _safely("processes", partial(_processes, engine))


def _database() -> Generator[Finding, None, Engine | None]:
    """The finding whether the database answers; returns its engine if it does."""
    from shared.store.engine import ping
    from workers.resources import reading_database

    begun = time.monotonic()
    try:
        engine = reading_database()
        ping(engine)
    except OnrecordError as error:
        yield of_error("database", error)
        return None
    yield ok("database", f"answers in {(time.monotonic() - begun) * 1000:.0f} ms")
    return engine


def _broker() -> Generator[Finding, None, redis.Redis | None]:
    """The finding whether the broker answers; returns its client if it does."""
    from workers.survey.broker import connect

    begun = time.monotonic()
    try:
        broker = connect()
        broker.ping()
    except OnrecordError as error:
        yield of_error("broker", error)
        return None
    except redis.RedisError as error:
        yield of_error("broker", BrokerUnreachable(str(error)))
        return None
    yield ok("broker", f"answers in {(time.monotonic() - begun) * 1000:.0f} ms")
    return broker


def _of(server: Server | None, name: str, checks: Iterable[Callable[[Server], Iterator[Finding]]]) -> Iterator[Finding]:
    """The findings on one server, if it answers."""
    for check in checks:
        what = check.__name__
        if server is None:
            yield unchecked(what, f"the {name} does not answer")
        else:
            yield from _safely(what, partial(check, server))


def _safely(name: str, check: Callable[[], Iterable[Finding]]) -> Iterator[Finding]:
    """The findings of a check; one that breaks is a finding itself, and the others go on."""
    try:
        yield from check()
    except OnrecordError as error:
        yield of_error(name, error)
    except Exception as error:
        cure = "Report this with the version and the words of this line."
        yield failed(name, f"the check broke: {type(error).__name__}: {str(error)[:300]}", cure, "check_broke")


def _processes(engine: Engine) -> Iterator[Finding]:
    """What `onrecord status` finds wrong, and which releases run."""
    from workers.survey.judging import wrong
    from workers.survey.taking import take

    survey = take(engine, totals=False)
    findings = wrong(survey)
    for each in findings:
        cure = CURES.get(each.code, "Look at `onrecord status` and at the log of the process.")
        yield warning("processes", each.what, cure, each.code)
    running = survey.broker.processes if survey.broker else ()
    releases = sorted({process.release for process in running})
    if len(releases) > 1:
        cure = "Fine during a rolling upgrade; afterwards restart the processes of the old release."
        yield warning("processes", f"releases {' and '.join(releases)} run side by side", cure, "mixed_releases")
    elif not findings:
        yield ok("processes", f"{len(running)} live, release {', '.join(releases) or 'unknown'}")
