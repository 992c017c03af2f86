"""Defines the steps of submitting and waiting, without a connection, for the plain and the asyncio client."""

from __future__ import annotations

import secrets
import sys
import time
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from itertools import islice
from typing import Any, TypeVar

from shared.errors import AnswerTimeout, OnrecordError
from shared.messages import (
    CODE_FIELD,
    DETAIL_FIELD,
    FIELD,
    INBOX,
    REPLY_FIELD,
    TRACE_FIELD,
    URI_FIELD,
    Answer,
    encode,
    reply_key,
)
from shared.model import Article, Submission

BATCH = 100
"""Submissions in one round trip: at 5 kB each, half a megabyte on the wire."""

BLOCK_SECONDS = 5.0
"""Longest single wait for an answer: below the socket's time-out, which would end the wait with an error."""

T = TypeVar("T")
Entry = dict[bytes, bytes]
Step = Callable[[Any], Any]
"""A request to a connection, plain or asynchronous; the reply is sent back into the steps."""

Steps = Generator[Step, Any, T]
Finished = Article | Answer


def entry(submission: Submission) -> Entry:
    """The fields of an inbox entry for a submission, with the trace of the program that sends it, if it has one."""
    traceparent = _traceparent()
    return {FIELD: encode(submission)} | ({TRACE_FIELD: traceparent} if traceparent else {})


def _traceparent() -> bytes | None:
    """The W3C traceparent of OpenTelemetry's current span, where the program has imported OpenTelemetry and has one."""
    tracing = sys.modules.get("opentelemetry.trace")
    span = tracing.get_current_span().get_span_context() if tracing is not None else None
    if span is None or not span.is_valid:
        return None
    return f"00-{span.trace_id:032x}-{span.span_id:016x}-{span.trace_flags:02x}".encode()


def unreadable(uri: str, payload: bytes, error: OnrecordError | None = None) -> Entry:
    """The fields of an inbox entry for bytes that cannot be read as a submission, and why, if the reader tells."""
    why = {CODE_FIELD: error.code.encode(), DETAIL_FIELD: error.detail.encode("utf-8", "replace")} if error else {}
    return {FIELD: payload, URI_FIELD: uri.encode("utf-8", "replace")} | why


def putting(entries: Iterable[Entry]) -> Steps[list[str]]:
    """Put entries on the inbox, in order, and return their stream ids."""
    ids: list[str] = []
    for batch in _batches(entries):
        replies = yield partial(_append, batch)
        ids += (reply.decode() for reply in replies)
    return ids


def asking(submissions: Iterable[Submission], timeout: float) -> Steps[list[Finished]]:
    """Put submissions on the inbox and wait until each is answered. Raises AnswerTimeout."""
    deadline = time.monotonic() + timeout
    name = secrets.token_urlsafe(16)
    ids = yield from putting(entry(s) | {REPLY_FIELD: name.encode()} for s in submissions)
    answers: dict[str, Answer] = {}
    while len(answers) < len(ids):
        left = deadline - time.monotonic()
        if left <= 0:
            raise AnswerTimeout(f"{len(answers)} of {len(ids)} answered in {timeout:g} s", answers=answers)
        # BLPOP with zero would wait for ever.
        seconds = max(0.05, min(left, BLOCK_SECONDS))
        reply = yield partial(_pop, reply_key(name), seconds)
        if reply:
            answer = Answer.model_validate_json(reply[1])
            answers[answer.stream_id] = answer
    return [answers[i].article or answers[i] for i in ids]


def _append(batch: list[Entry], connection: Any) -> Any:
    pipe = connection.pipeline(transaction=False)
    for fields in batch:
        pipe.xadd(INBOX, fields)
    return pipe.execute()


def _pop(key: str, seconds: float, connection: Any) -> Any:
    return connection.blpop([key], timeout=seconds)


def _batches(entries: Iterable[Entry]) -> Iterator[list[Entry]]:
    remaining = iter(entries)
    while batch := list(islice(remaining, BATCH)):
        yield batch
