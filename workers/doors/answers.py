"""Answers the producers that wait for a run. Nothing depends on it: a lost answer ends in the producer's time-out.

Intake first notes who waits and then looks whether the run has ended; a worker first ends the run and then looks who
waits. So at least one of them answers. If both do, the producer takes the first answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import redis
from sqlalchemy import Engine

from shared.log import logger
from shared.messages import REPLY_FIELD, REPLY_NAME, Answer, reply_key
from shared.model import Record
from shared.store import answering

WAITING_SECONDS = 24 * 3600
"""How long the broker remembers who waits for a run: an inbox may hold a day's backlog."""

ANSWER_SECONDS = 600
"""How long an answer waits for its reader; after that, its producer has gone."""

MAX_ANSWER_BYTES = 16_000_000
"""The longest answer sent: a book's text with all its rows would fill the broker. The rows are in Postgres."""


class Waiting(Record):
    """A producer that waits: the list it reads, and the inbox entry whose answer it expects."""

    name: str
    stream_id: str


def asked(entry_id: bytes, fields: dict[bytes, bytes]) -> Waiting | None:
    """The producer that waits for the answer to an inbox entry, if one does."""
    name = fields.get(REPLY_FIELD, b"").decode("ascii", "replace")
    return Waiting(name=name, stream_id=entry_id.decode()) if REPLY_NAME.fullmatch(name) else None


def tell(broker: redis.Redis, waiting: Waiting | None, answer: Answer) -> None:
    """Send an answer to the producer that waits for it."""
    if waiting is None:
        return
    with _courtesy(stream_id=waiting.stream_id):
        _push(broker.pipeline(transaction=True), waiting, answer).execute()


def expect(engine: Engine, broker: redis.Redis, waiting: Sequence[tuple[int, Waiting]]) -> None:
    """Note which producers wait for which runs; answer at once where the run has ended already."""
    if not waiting:
        return
    with _courtesy(run_ids=[run_id for run_id, _ in waiting]):
        pipe = broker.pipeline(transaction=True)
        for run_id, producer in waiting:
            pipe.sadd(_key(run_id), producer.model_dump_json())
            pipe.expire(_key(run_id), WAITING_SECONDS)
        pipe.execute()
    for run_id, _ in waiting:
        with _courtesy(run_id=run_id):
            _settle(engine, broker, run_id)


def settle(engine: Callable[[], Engine], broker: Callable[[], redis.Redis], run_id: int) -> None:
    """Answer all producers that wait for a run, if it has ended."""
    with _courtesy(run_id=run_id):
        connection = broker()
        if connection.exists(_key(run_id)):
            _settle(engine(), connection, run_id)


def _settle(engine: Engine, broker: redis.Redis, run_id: int) -> None:
    answer = answering.answer(engine, run_id)
    if answer is None:
        return
    members: Any = broker.smembers(_key(run_id))
    pipe = broker.pipeline(transaction=True)
    for member in members:
        _push(pipe, Waiting.model_validate_json(member), answer)
        pipe.srem(_key(run_id), member)
    pipe.execute()


def _push(pipe: Any, waiting: Waiting, answer: Answer) -> Any:
    text = answer.model_copy(update={"stream_id": waiting.stream_id}).model_dump_json()
    if len(text) > MAX_ANSWER_BYTES:
        reason = f"the answer has {len(text):,} characters; read the article from onrecord_v1 under its uri"
        short = {"stream_id": waiting.stream_id, "article": None, "code": "answer_too_large", "reason": reason}
        text = answer.model_copy(update=short).model_dump_json()
    pipe.rpush(reply_key(waiting.name), text)
    pipe.expire(reply_key(waiting.name), ANSWER_SECONDS)
    return pipe


def _key(run_id: int) -> str:
    return f"onrecord:awaited:{run_id}"


@contextmanager
def _courtesy(**ids: object) -> Iterator[None]:
    """Log a failure and go on: the work itself is done, and on record."""
    try:
        yield
    except Exception as error:
        logger.warning("answer_failed", error=type(error).__name__, detail=str(error)[:500], **ids)
