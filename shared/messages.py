"""Defines the streams of Redis and their messages, for producers and for intake.

A producer in any language needs only this: `XADD onrecord:inbox * submission '<JSON of shared.model.Submission>'`.
To wait for the answer it adds `reply_to NAME`, and then calls `BLPOP onrecord:reply:NAME 60`.
"""

from __future__ import annotations

import codecs
import json
import re
from datetime import datetime
from enum import StrEnum
from typing import Self
from uuid import UUID

from pydantic import ValidationError, model_validator

from shared.errors import InvalidSubmission, MalformedJson, OnrecordError, TooLarge
from shared.model import MAX_CONTENT_CHARS, Article, Record, Submission
from shared.positions import Position

INBOX = "onrecord:inbox"
"""The stream that producers append to."""

REJECTED = "onrecord:rejected"
"""The stream of rejected submissions, with the reasons."""

GROUP = "intake"
"""The consumer group of all intake processes."""

FIELD = b"submission"
"""The field of an inbox entry that holds the submission's JSON."""

URI_FIELD = b"uri"
"""Optional field: the producer's uri, so that a rejection of unreadable JSON can still name it."""

CODE_FIELD, DETAIL_FIELD = b"code", b"detail"
"""Optional fields of an entry whose bytes are no submission: why not, as the reader of the file saw it."""

REPLY_FIELD = b"reply_to"
"""Optional field: the producer's name for the list on which it waits for the answer."""

REPLY_NAME = re.compile(r"[A-Za-z0-9_-]{8,64}")
"""The names that a producer may give that list. The name is only part of the key: no answer overwrites another key."""

TRACE_FIELD = b"traceparent"
"""Optional field: the W3C traceparent of what the producer does, so that its trace goes on here. One that is malformed
is ignored."""

TRACEPARENT = re.compile(rb"(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(-[\x21-\x7e]*)?")
"""www.w3.org/TR/trace-context: version, trace, span and flags; a later version may add more."""

MAX_ENTRY_BYTES = 6 * MAX_CONTENT_CHARS
"""Bytes of the longest legal JSON: every code point of the longest content escaped (six bytes, as in \\u00e9)."""


_LONE = re.compile(rb"\\u[dD][89a-fA-F]")
"""An escaped surrogate: half of a pair, or alone."""


class Rejected(Record):
    """A rejected submission: its inbox entry, its uri, the reason, and what the producer can do."""

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
    """The outcome of one submission: the article, or the `code` and `reason` why there is no article."""

    stream_id: str
    uri: str | None
    outcome: AnswerOutcome
    version: int | None = None
    """The article's version that the submission made, or whose content it repeats."""
    code: str | None = None
    reason: str | None = None
    article: Article | None = None


def reply_key(name: str) -> str:
    """The key of the list on which a producer waits."""
    return f"onrecord:reply:{name}"


def traceparent_of(value: bytes | None) -> str | None:
    """The traceparent in a producer's field; None if it is none."""
    return value.decode("ascii") if value is not None and len(value) <= 200 and TRACEPARENT.fullmatch(value) else None


class ChangeKind(StrEnum):
    """What happened to an article, as a row of the change feed tells it."""

    PROCESSED = "processed"
    UPDATED = "updated"
    RETRACTED = "retracted"
    REPROCESSED = "reprocessed"
    QUARANTINED = "quarantined"


class Change(Record):
    """A change for readers: the article, its version, and what happened. Positions have no gaps: 1, 2, 3 ..."""

    position: Position
    kind: ChangeKind
    article_id: int
    uri: str
    version: int
    run_id: int | None
    at: datetime
    epoch: UUID | None = None
    """The epoch of the feed; another one says that the database was restored, and counts some positions again."""

    @model_validator(mode="after")
    def _place(self) -> Self:
        """Lets the position tell its epoch, so that a reader who keeps the one keeps the other."""
        self.__dict__["position"] = Position(self.position, self.epoch)
        return self


def decode(payload: bytes | str) -> Submission:
    """The submission in a JSON payload. Raises TooLarge, MalformedJson or InvalidSubmission."""
    if len(payload) > MAX_ENTRY_BYTES:
        raise TooLarge(f"{len(payload):,} bytes")
    if isinstance(payload, bytes):
        payload = payload.removeprefix(codecs.BOM_UTF8)  # a reader may ignore it (RFC 8259, 8.1)
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
    """The JSON of a submission for the inbox."""
    # In ASCII: a lone surrogate (half of an emoji that was cut in two) can be escaped but not encoded in UTF-8.
    fields = submission.model_dump(mode="json", exclude_defaults=True)
    return json.dumps(fields, ensure_ascii=True, separators=(",", ":")).encode("ascii")


def validate(fields: object) -> Submission:
    """The submission in JSON that is parsed already. Raises TooLarge or InvalidSubmission."""
    try:
        return Submission.model_validate(fields)
    except ValidationError as error:
        raise _refusal(error) from None


def _refusal(error: ValidationError) -> OnrecordError:
    """The error with the most telling code, and every problem in its detail, without the producer's text."""
    problems = error.errors(include_url=False, include_input=False, include_context=False)
    detail = "; ".join(": ".join(filter(None, (".".join(map(str, p["loc"])), p["msg"]))) for p in problems)
    kinds = {p["type"] for p in problems}
    if "json_invalid" in kinds:
        return MalformedJson(detail)
    if "string_too_long" in kinds:
        return TooLarge(detail)
    return InvalidSubmission(detail)
