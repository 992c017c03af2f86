"""The results of reading a file: submissions with their times, and unreadable bytes with the reason."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_to_datetime

from shared.errors import OnrecordError
from shared.messages import MAX_ENTRY_BYTES, validate
from shared.model import Decoding, FileForm, Submission
from workers.parsing.dates import hours_of_zone, is_placeholder, read_time

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}(?:[+-]\d{4}|Z)?)?")

_BY_HALVES = re.compile(r"(?<=\d) ?([AP])\.?M\b\.?", re.IGNORECASE)
_ZONE_NAME = re.compile(r"\d \(?([A-Z]{2,5})\)?$")
_FROM_GREENWICH = re.compile(r"(?:GMT|UTC)([+-])(\d{1,2}):?(\d\d)?$")
_RFC_822 = frozenset({"UT", "GMT", "EST", "EDT", "CST", "CDT", "MST", "MDT", "PST", "PDT"})
"""Zones that the standard of feeds names, and the standard library reads."""


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


def time_of(stamp: str, country: str | None = None) -> datetime | None:
    """A time in RFC 822 (RSS), ISO 8601 (Atom, ninjs, NewsML-G2) or ISO 8601 without dashes (NITF), else None.

    The country (ISO 3166) decides what a zone's name means that several countries use. A time whose zone nobody
    knows is no time to the hour: its day stays.
    """
    stamp = stamp.strip()[:100]
    if _COMPACT.fullmatch(stamp):
        return read_time(f"{stamp[:4]}-{stamp[4:6]}-{stamp[6:8]}{stamp[8:]}")
    stamp = _FROM_GREENWICH.sub(lambda m: f"{m[1]}{m[2]:0>2}{m[3] or '00'}", stamp)
    try:
        found = parsedate_to_datetime(_BY_HALVES.sub("", stamp))
    except (ValueError, IndexError, TypeError):
        return read_time(stamp)
    if is_placeholder(found):
        return None
    found = _on_24_hours(found, stamp)
    named = _ZONE_NAME.search(stamp)
    hours = hours_of_zone(named[1], country) if named else 0
    if named and hours is None and named[1] not in _RFC_822:
        return datetime(found.year, found.month, found.day, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=timezone(timedelta(hours=hours or 0)))


def _on_24_hours(time: datetime, stamp: str) -> datetime:
    """The time of a stamp that counts twelve hours: "05:00:00 PM"."""
    half = _BY_HALVES.search(stamp)
    if half is None or time.hour > 12:
        return time
    return time.replace(hour=time.hour % 12 + (12 if half[1].upper() == "P" else 0))
