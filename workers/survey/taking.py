"""Takes a survey: asks both servers side by side, and takes what answers. A server that is away is told, not raised."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

import redis
from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.exc import SQLAlchemyError

from shared.errors import BadSettings, NotAllowed, NotRunning, OnrecordError, SchemaOutdated
from shared.model import Record
from shared.store import reading, surveying
from shared.store.records import Status
from shared.store.surveying import Backlog, Failure
from workers.survey.broker import Broker, ask, connect

DEADLINE_SECONDS = 8.0
"""A server that has not answered by then is away. Prometheus waits for a scrape for 10 seconds."""

FAILURES = 5
"""The last errors that a survey tells."""

AWAY = (OnrecordError, SQLAlchemyError, redis.RedisError, OSError)
Connect = Callable[[], redis.Redis]
VERBS: dict[tuple[type[Exception], ...], str] = {
    (NotAllowed, SchemaOutdated, redis.ResponseError): "refuses to tell",
    (BadSettings, NotRunning): "is not set up",
}


class Totals(Record):
    """The counts of all time, which cost more the more articles there are."""

    counts: Status
    rejections: dict[str, int]
    """Rejected submissions by code."""


class Survey(Record):
    """How things stand. What a server did not tell is None, and its `away` says why."""

    taken_at: datetime
    backlog: Backlog | None = None
    totals: Totals | None = None
    failures: tuple[Failure, ...] = ()
    broker: Broker | None = None
    database_away: str | None = None
    broker_away: str | None = None
    asked_seconds: dict[str, float] = Field(default_factory=dict)
    """How long each server took to answer."""


class Away(Record):
    """Why a server did not answer."""

    why: str


def take(engine: Engine, *, connect: Connect = connect, totals: bool = True, failures: int = FAILURES) -> Survey:
    """One survey, within the deadline."""
    asked = {
        "database": _Asked(lambda: _ask_database(engine, totals, failures)),
        "broker": _Asked(lambda: _ask_broker(connect)),
    }
    database, told = (one.answer() for one in asked.values())
    found = database if isinstance(database, Survey) else Survey(taken_at=datetime.now(UTC))
    return found.model_copy(
        update={
            "database_away": database.why if isinstance(database, Away) else None,
            "broker": told if isinstance(told, Broker) else None,
            "broker_away": told.why if isinstance(told, Away) else None,
            "asked_seconds": {server: one.seconds for server, one in asked.items()},
        }
    )


def take_totals(engine: Engine) -> Totals:
    """The counts of all time."""
    return Totals(counts=reading.status(engine), rejections=surveying.rejections(engine))


def _ask_database(engine: Engine, totals: bool, failures: int) -> Survey:
    return Survey(
        taken_at=datetime.now(UTC),
        backlog=surveying.backlog(engine),
        totals=take_totals(engine) if totals else None,
        failures=tuple(surveying.failures(engine, failures)) if failures else (),
    )


def _ask_broker(connect: Connect) -> Broker:
    with connect() as broker:
        return ask(broker)


class _Asked:
    """A question to a server, in a thread of its own that ends with the process: a server may never answer."""

    def __init__(self, question: Callable[[], Record]) -> None:
        self._question = question
        self._answers: queue.SimpleQueue[Record | Exception] = queue.SimpleQueue()
        self.begun = time.monotonic()
        self.seconds = DEADLINE_SECONDS
        threading.Thread(target=self._ask, daemon=True, name="survey").start()

    def _ask(self) -> None:
        found: Record | Exception
        try:
            found = self._question()
        except Exception as error:
            found = error
        self.seconds = time.monotonic() - self.begun
        self._answers.put(found)

    def answer(self) -> Record:
        """The answer, or why there is none. Raises what is no server's fault."""
        try:
            found = self._answers.get(timeout=max(0.0, self.begun + DEADLINE_SECONDS - time.monotonic()))
        except queue.Empty:
            return Away(why=f"does not answer within {DEADLINE_SECONDS:g} s")
        if isinstance(found, AWAY):
            return Away(why=_in_words(found))
        if isinstance(found, Exception):
            raise found
        return found


def _in_words(error: BaseException) -> str:
    detail = error.detail if isinstance(error, OnrecordError) else str(error)
    verb = next((words for kinds, words in VERBS.items() if isinstance(error, kinds)), "does not answer")
    return f"{verb}: {detail.strip().split(chr(10), 1)[0][:200] or type(error).__name__}"
