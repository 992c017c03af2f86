"""Fills in the templates. All text is escaped; what comes from an article is shown, never run."""

from __future__ import annotations

import re
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from workers.web import links

if TYPE_CHECKING:
    from workers.web.links import Links

STATIC = Path(__file__).parent / "static"

STAMP_CHARS = 8

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of the package."""
    made = Environment(
        loader=PackageLoader("workers.web"),
        autoescape=select_autoescape(default=True, default_for_string=True),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "day": day,
        "moment": moment,
        "iso": iso,
        "words": words,
        "number": number,
        "percent": percent,
        "outside": links.outside,
        "language": language,
    }
    made.globals["register"] = links.register
    return made


def render(template: str, links: Links, **values: object) -> str:
    """The page that this template makes of these records."""
    return environment().get_template(template).render(links=links, **values)


@lru_cache(maxsize=1)
def stamp() -> str:
    """A few letters that change with the package's files, so that browsers may keep these for ever."""
    whole = sha256()
    for path in sorted(STATIC.iterdir()):
        whole.update(path.read_bytes())
    return whole.hexdigest()[:STAMP_CHARS]


def day(value: datetime | None) -> str:
    """A date for people: 3 March 2026."""
    return f"{value.day} {value:%B %Y}" if value else "no date"


def moment(value: datetime | None) -> str:
    """A moment for people, in the time zone that it has: 3 March 2026, 09:05 UTC."""
    if value is None:
        return "no date"
    zone = value.tzname() or ""
    return f"{day(value)}, {value:%H:%M} {zone}".rstrip()


def iso(value: datetime | None) -> str:
    """A moment for machines."""
    return value.isoformat() if value else ""


def words(value: str | None) -> str:
    """A value of the schema for people: no_comment is no comment."""
    return (value or "none").replace("_", " ")


def number(value: int) -> str:
    """A number for people: 12,000."""
    return f"{value:,}"


def language(value: str | None) -> str:
    """The tag of a language if it is one; empty for whatever else a page has declared."""
    return value if value and _LANGUAGE.fullmatch(value) else ""


def percent(part: int, whole: int) -> str:
    """A share: 12.5 %."""
    return f"{100 * part / whole:.1f} %" if whole else "-"
