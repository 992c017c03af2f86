"""What travels on the Redis streams, and the names of the streams.

A producer in any language needs only this: `XADD onrecord:inbox * submission '<JSON of shared.model.Submission>'`.
To wait for the answer it adds `reply_to NAME`, and then reads with `BLPOP onrecord:reply:NAME 60`.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from enum import StrEnum

from pydantic import ValidationError

from shared.errors import InvalidSubmission, MalformedJson, OnrecordError, TooLarge
from shared.model import MAX_CONTENT_CHARS, Article, Record, Submission

INBOX = "onrecord:inbox"
"""The stream that producers append to."""

REJECTED = "onrecord:rejected"
"""The stream that says which submissions were refused and why."""

GROUP = "intake"
"""The consumer group of all intake processes."""

FIELD = b"submission"
"""The field of an inbox entry that holds the submission's JSON."""

URI_FIELD = b"uri"
"""Optional field: the producer's uri, so that a rejection of unreadable JSON can still name it."""

REPLY_FIELD = b"reply_to"
"""Optional field: the producer's name for the list on which it waits for the answer."""

REPLY_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""What a producer may call that list: only ever a part of a key, so that no answer lands on a key of ours."""

MAX_ENTRY_BYTES = 6 * MAX_CONTENT_CHARS
"""Longest JSON accepted: every code point escaped (six bytes, as in \\u00e9) and still legal."""


_LONE = re.compile(rb"\\u[dD][89a-fA-F]")
"""A surrogate that is written out: half of a pair, or alone."""


class Rejected(Record):
    """A submission that was refused: which inbox entry, whose uri, why, and what to do."""

    stream_id: str
    uri: str | None
    code: str
    reason: str


class AnswerOutcome(StrEnum):
    """How a submission ended."""

    PROCESSED = "processed"
    REJECTED = "rejected"
    QUARANTINED = "quarantined"
    RETRACTED = "retracted"


class Answer(Record):
    """What became of one submission: the article, or with `code` and `reason` why there is none."""

    stream_id: str
    uri: str | None
    outcome: AnswerOutcome
    version: int | None = None
    code: str | None = None
    reason: str | None = None
    article: Article | None = None


def reply_key(name: str) -> str:
    """The key of the list on which a producer waits."""
    return f"onrecord:reply:{name}"


class ChangeKind(StrEnum):
    """What a change feed row tells a reader."""

    PROCESSED = "processed"
    UPDATED = "updated"
    RETRACTED = "retracted"
    REPROCESSED = "reprocessed"
    QUARANTINED = "quarantined"


class Change(Record):
    """What changed for readers: which article, in which version, and how. Positions are dense: 1, 2, 3 ..."""

    position: int
    kind: ChangeKind
    article_id: int
    uri: str
    version: int
    run_id: int | None
    at: datetime


def decode(payload: bytes | str) -> Submission:
    """The submission in a JSON payload. Raises TooLarge, MalformedJson or InvalidSubmission."""
    if len(payload) > MAX_ENTRY_BYTES:
        raise TooLarge(f"{len(payload):,} bytes")
    try:
        return Submission.model_validate_json(payload)
    except ValidationError as error:
        if _LONE.search(payload if isinstance(payload, bytes) else payload.encode("utf-8", "replace")):
            return _with_surrogates(payload)
        raise _refusal(error) from None


def _with_surrogates(payload: bytes | str) -> Submission:
    """The submission in JSON that may hold lone surrogates, which pydantic's reader refuses."""
    try:
        fields = json.loads(payload)
    except (ValueError, RecursionError) as error:
        raise MalformedJson(str(error)) from None
    return validate(fields)


def encode(submission: Submission) -> bytes:
    """The JSON of a submission, as it goes on the inbox."""
    # In ASCII: a lone surrogate, half an emoji that was cut in two, can be escaped and cannot be encoded.
    fields = submission.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def validate(fields: object) -> Submission:
    """The submission in already parsed JSON. Raises TooLarge or InvalidSubmission."""
    try:
        return Submission.model_validate(fields)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> OnrecordError:
    """The error with the most telling code, and every problem in its detail; the producer's text is not repeated."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    detail = "; ".join(": ".join(filter(None, (".".join(map(str, p["loc"])), p["msg"]))) for p in problems)
    kinds = {p["type"] for p in problems}
    if "json_invalid" in kinds:
        return MalformedJson(detail)
    if "string_too_long" in kinds:
        return TooLarge(detail)
    return InvalidSubmission(detail)
