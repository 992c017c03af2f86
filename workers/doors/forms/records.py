"""The results of reading a file: submissions with their times, and unreadable bytes with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

from shared.errors import OnrecordError
from shared.messages import MAX_ENTRY_BYTES, validate
from shared.model import Decoding, FileForm, Submission
from workers.parsing.dates import read_time

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}(?:[+-]\d{4}|Z)?)?")


@dataclass(frozen=True)
class Unreadable:
    """A file, or a part of one, without a submission: intake rejects it, on the record."""

    uri: str
    payload: bytes
    error: OnrecordError


Item = Submission | Unreadable
Reader = Callable[[bytes, str], Iterator[Item]]
"""It takes a file's bytes, and a uri for articles that have none of their own."""


def submission(uri: str, payload: bytes, fields: dict[str, object]) -> Item:
    """The submission of these fields, without the empty ones; or why they make no submission."""
    try:
        return validate({"uri": uri} | {name: value for name, value in fields.items() if value})
    except OnrecordError as error:
        return refused(uri, payload, error)


def noted(item: Item, decoding: Decoding, form: FileForm) -> Item:
    """The item with its file's form, and how the file was decoded."""
    if not isinstance(item, Submission) or item.retracted or item.decoding is not None:
        return item
    # The edits' places in the file are no places in the text of its XML or JSON.
    return item.model_copy(update={"decoding": decoding.model_copy(update={"edits": (), "form": form})})


def refused(uri: str, payload: bytes, error: OnrecordError) -> Unreadable:
    """Bytes without a submission, cut to what the inbox takes."""
    return Unreadable(uri=uri, payload=payload[:MAX_ENTRY_BYTES], error=error)


def time_of(stamp: str) -> datetime | None:
    """A time in RFC 822 (RSS), ISO 8601 (Atom, ninjs, NewsML-G2) or ISO 8601 without dashes (NITF), else None."""
    stamp = stamp.strip()[:100]
    if _COMPACT.fullmatch(stamp):
        return read_time(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}{stamp[8:]}")
    try:
        found = parsedate_to_datetime(stamp)
    except (ValueError, IndexError, TypeError):
        return read_time(stamp)
    return found if found.tzinfo else read_time(found.isoformat())
