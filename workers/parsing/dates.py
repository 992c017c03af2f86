"""Times of publication, as a line of the article or the page's metadata states them."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from dateutil import parser as dateutil_parser
from dateutil import tz

_ZONES = {
    "EST": -5, "EDT": -4, "ET": -5, "CST": -6, "CDT": -5, "CT": -6, "MST": -7, "MDT": -6, "PST": -8, "PDT": -7,
    "PT": -8, "GMT": 0, "UTC": 0, "Z": 0, "BST": 1, "CET": 1, "CEST": 2, "EET": 2, "EEST": 3, "MSK": 3, "WAT": 1,
    "EAT": 3, "SAST": 2, "PKT": 5, "IST": 5.5, "SGT": 8, "HKT": 8, "JST": 9, "KST": 9, "AEST": 10, "AEDT": 11,
    "NZST": 12, "NZDT": 13,
}  # fmt: skip
_ZONE_INFO = {name: tz.tzoffset(name, int(hours * 3600)) for name, hours in _ZONES.items()}
"""Zone abbreviations as English-language newsrooms use them: IST is India's, CST is central US time."""

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]{0,6}\.?"
_DAY = (
    rf"(?:{_MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{_MONTH},?[ -]\d{{4}}|\d{{4}}-\d\d-\d\d)"
)
_CLOCK = r"\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\b\.?)?"
_ZONE = r"(?: ?\(?(?P<zone>(?-i:[A-Z]{1,4})|[+-]\d\d:?\d\d)\b)?"
_DAY_FIRST = re.compile(rf"(?P<day>{_DAY})(?:(?:,| at| [-|–—·]|T)? ?(?P<clock>{_CLOCK}){_ZONE})?", re.IGNORECASE)
_CLOCK_FIRST = re.compile(rf"(?P<clock>{_CLOCK}){_ZONE},? (?:on )?(?:[a-z]{{3,9}},? )?(?P<day>{_DAY})", re.IGNORECASE)


def time_in(line: str) -> datetime | None:
    """The time that a date line states; midnight UTC where it names a day alone."""
    match = _CLOCK_FIRST.search(line[:200]) or _DAY_FIRST.search(line[:200])
    if match is None:
        return None
    zone = match["zone"] or ""
    known = zone if zone.upper() in _ZONE_INFO or zone[:1] in "+-" else ""
    return _read(f"{match['day']} {_colons(match['clock'] or '')} {known}")


def read_time(stamp: str) -> datetime | None:
    """A time as metadata gives it: ISO 8601, or as in a date line; UTC where no zone is stated; else None."""
    try:
        found = datetime.fromisoformat(stamp.strip())
    except ValueError:
        return time_in(stamp)
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _colons(clock: str) -> str:
    """The clock as dateutil reads it: "6.30 p.m." -> "6:30 pm"."""
    return re.sub(r"^(\d{1,2})\.", r"\1:", clock).replace(".", "")


def _read(stamp: str) -> datetime | None:
    try:
        return dateutil_parser.parse(stamp, tzinfos=_ZONE_INFO, default=datetime(2000, 1, 1, tzinfo=UTC))
    except (ValueError, OverflowError):
        return None
