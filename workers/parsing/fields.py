"""The article's fields, from its labelled lines and from what the producer or the page declares."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields
from datetime import datetime

_BY = re.compile(r"^(?:.{0,30}?\b)?by:?\s+", re.IGNORECASE)
_ROLE = re.compile(
    r",?\s+(?:staff|senior|chief|reporter|writer|editor|correspondent|columnist|contributor|for the|of the"
    r"|the associated|associated press)\b.*$",
    re.IGNORECASE,
)
_TAIL = re.compile(r"\s+(?:[|•·/–—]|-(?=\s)|\d|@|\().*$|\s*\S+@\S+.*$")
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Declared:
    """What the producer declares, or the page about itself."""

    headline: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None


def prefer(first: Declared, second: Declared) -> Declared:
    """Each field from the first that has it."""
    return Declared(**{f.name: getattr(first, f.name) or getattr(second, f.name) for f in fields(Declared)})


def names_of(byline: str | None) -> tuple[str, ...]:
    """The authors that a byline names: "By Jane Doe and John Smith, staff writers"."""
    if not byline:
        return ()
    names: list[str] = []
    for part in _BETWEEN.split(_TAIL.sub("", _BY.sub("", byline))):
        name = _ROLE.sub("", part).strip(" .,:")
        if names and _SUFFIX.match(name):
            names[-1] = f"{names[-1]}, {name}"
        elif _is_name(name):
            names.append(name)
    return tuple(dict.fromkeys(names))


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 60 and len(text.split()) <= 6 and text[0].isupper() and not any(map(str.isdigit, text))
