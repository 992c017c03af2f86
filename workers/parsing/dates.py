"""Reads times of publication from lines of the article and from a page's metadata; patterns for days and months."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from operator import itemgetter

from dateutil import parser as dateutil_parser
from dateutil import tz
from dateutil.zoneinfo import get_zonefile_instance

from workers.language.lexicon import any_of, entries, table

_DAYS, _MONTHS = entries("calendar")[:7], entries("calendar")[7:]
_FULL = tuple(map(str.title, _MONTHS))
_SHORT = tuple(name[:3] for name in _FULL)

DAY = rf"(?:{any_of(name[:3] for name in _DAYS)})[a-z]{{0,6}}"
"""A day of the week, whole or cut short anywhere, in lower case: "tuesday", "tues", "tue"."""

MONTH = rf"(?:{any_of(_SHORT)})[a-z]{{0,6}}\.?"
"""A month, whole or cut short anywhere: "September", "Sept.", "Sep"."""

FILED_MONTH = rf"(?:{any_of((*_FULL, *_SHORT, 'Sept', *map(str.upper, _SHORT)))})\.?"
"""A month as datelines write it: "September 3", "Sept. 3", "SEP 3"; not "Mayor 3"."""

YEARS = range(1700, 2200)
"""Years of newspapers: other years in a date are placeholders or faults."""

_EPOCH = (date(1969, 12, 31), date(1970, 1, 1))

_NUMBERS = (
    r"(?<!\d)(?:\d{1,2}\.\d{1,2}\.\d{4}|(?:1[3-9]|2\d|3[01])[/-]\d{1,2}[/-]\d{4}"
    r"|\d{1,2}/(?:1[3-9]|2\d|3[01])/\d{4})(?!\d)"
)
"""Days in numbers with one reading only: with dots the day comes first, else day or month is above 12."""

_DAY = (
    rf"(?:{MONTH} \d{{1,2}}(?:st|nd|rd|th)?,? \d{{4}}"
    rf"|\d{{1,2}}(?:st|nd|rd|th)?[ -]{MONTH},?[ -]\d{{4}}|\d{{4}}-\d\d-\d\d|\d{{4}}/\d\d/\d\d|{_NUMBERS})"
)
_CLOCK = r"(?:\d{1,2}[:.]\d\d(?::\d\d)? ?(?:[ap]\.?m\b\.?)?|\d{1,2} ?[ap]\.?m\b\.?)"
_ZONE = r"(?: ?\(?(?P<zone>(?:GMT|UTC)[+-]\d{1,2}(?::?\d\d)?|(?-i:[A-Z]{1,4})|[+-]\d\d:?\d\d)\b)?"
_DAY_FIRST = re.compile(rf"(?P<day>{_DAY})(?:(?:,| at| [-|–—·•/]|T)? ?(?P<clock>{_CLOCK}){_ZONE})?", re.IGNORECASE)
_CLOCK_FIRST = re.compile(rf"(?P<clock>{_CLOCK}){_ZONE},? (?:on )?(?:[a-z]{{3,9}},? )?(?P<day>{_DAY})", re.IGNORECASE)


_DOTTED = re.compile(r"\d{1,2}\.\d{1,2}\.")
_CHANGED = re.compile(r"\W*(?:last |live )?(?:updated?|modified|edited)\b", re.IGNORECASE)
_PUBLISHED = re.compile(r"\b(?:published|posted|created|first (?:published|posted))\b", re.IGNORECASE)


def time_in(line: str) -> datetime | None:
    """The time in a date line; midnight UTC if the line only has a day."""
    match = day_in(line)
    if match is None:
        return None
    return _read(f"{match['day']} {_colons(match['clock'] or '')}", _zone(match["zone"] or ""))


def day_in(line: str) -> re.Match[str] | None:
    """The day, and the time of day beside it, in a line."""
    return _CLOCK_FIRST.search(line[:200]) or _DAY_FIRST.search(line[:200])


def published_in(lines: Iterable[str]) -> datetime | None:
    """The time of publication by the date lines at the article's top; lines about changes count last."""
    times = [(_CHANGED.match(line) is not None, time_in(_first_published(line))) for line in lines]
    found = [time for changed, time in sorted(times, key=itemgetter(0)) if time and not is_placeholder(time)]
    return found[0] if found else None


def _first_published(line: str) -> str:
    """The line from its "Published: " on, if it first tells of changes."""
    match = _PUBLISHED.search(line[:200]) if _CHANGED.match(line) else None
    return line[match.start() :] if match else line


def read_time(stamp: str) -> datetime | None:
    """A time in metadata: ISO 8601, or as in a date line; UTC if it has no zone. None if it is unreadable."""
    try:
        found: datetime | None = datetime.fromisoformat(stamp.strip())
    except ValueError:
        found = time_in(stamp)
    if found is None or is_placeholder(found):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def is_placeholder(time: datetime) -> bool:
    """Whether a content system wrote the time for want of one: year 1 or 9999, or the first day that Unix counts."""
    return time.year not in YEARS or time.replace(tzinfo=UTC).date() in _EPOCH


def hours_of_zone(name: str, country: str | None) -> float | None:
    """The hours that a zone's name stands for, if one country alone uses it or the country says which; else None."""
    by_country: dict[str, float] | None = table("time_zones")["by_country"].get(name)
    hours: float | None = by_country.get(country or "") if by_country else table("time_zones")["hours"].get(name)
    return hours


def _zone(name: str) -> str:
    """The zone as dateutil reads it: "GMT+1" -> "+01:00"; empty for an unknown one."""
    offset = re.fullmatch(r"(?:GMT|UTC)([+-])(\d{1,2})(?::?(\d\d))?", name, re.IGNORECASE)
    if offset:
        return f"{offset[1]}{int(offset[2]):02}:{offset[3] or '00'}"
    return name if name[:1] in ("+", "-") or (name and name.upper() in _zones()) else ""


@lru_cache(maxsize=1)
def _zones() -> dict[str, tzinfo | None]:
    """The zones that have names. dateutil unpacks its archive for them: 50 ms, for the first line that names one."""
    zones = table("time_zones")
    return {
        **{name: tz.tzoffset(name, int(hours * 3600)) for name, hours in zones["hours"].items()},
        **{name: get_zonefile_instance().get(place) for name, place in zones["places"].items()},
    }


def _colons(clock: str) -> str:
    """The clock as dateutil reads it: "6.30 p.m." -> "6:30 pm"."""
    return re.sub(r"^(\d{1,2})\.", r"\1:", clock).replace(".", "")


def _read(stamp: str, zone: str) -> datetime | None:
    default, dotted = datetime(2000, 1, 1, tzinfo=UTC), _DOTTED.match(stamp) is not None
    try:
        zones = _zones() if zone else None
        found = dateutil_parser.parse(f"{stamp} {zone}", tzinfos=zones, default=default, dayfirst=dotted)
    except (ValueError, OverflowError):
        return None
    return found.astimezone(timezone(found.utcoffset() or timedelta()))
