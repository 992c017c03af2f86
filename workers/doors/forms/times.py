"""Reads times as news formats write them."""

from __future__ import annotations

import re
from datetime import datetime
from email.utils import parsedate_to_datetime

from workers.parsing.dates import read_time

_COMPACT = re.compile(r"(\d{4})(\d\d)(\d\d)(T\d{6}(?:[+-]\d{4}|Z)?)?")


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
