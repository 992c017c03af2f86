"""Decides each of the article's fields from the sayings of producer, page and the article's own lines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from shared.model import FieldName, FieldSource, Source
from workers.language.lexicon import any_of, groups, words
from workers.parsing.dates import MONTH
from workers.parsing.lines import letters, plain

_BY = re.compile(r"^(?:.{0,60}?\b)?by:?\s+", re.IGNORECASE)
_ROLE = re.compile(
    rf",?\s+(?:{any_of(groups('newsroom')['roles'] | groups('newsroom')['role_openers'])})\b.*$", re.IGNORECASE
)
_WHERE = re.compile(r"\s+(?:in|at|from)\s+[A-Z].*$")
_TAIL = re.compile(
    rf"\s+(?:[|•·/–—]|-(?=\s)|\d|@|\(|(?:on )?{MONTH} \d|(?:posted|published|updated)\b"
    rf"|(?:{any_of(groups('newsroom')['pictures'])}) by\b).*$"
    r"|\s*\S+@\S+.*$",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"\s*(?:,|;|&|\band\b|\bwith\b)\s*", re.IGNORECASE)
_PAPER = re.compile(r"(?:The|Our|(?=.*[a-z])[A-Z]{3,5})\b")
_FILED = re.compile(r"(?P<family>[^\W\d_][\w’'-]+), (?P<given>[^\W\d_][\w’'-]+(?: [A-Z]\.?)?)$")
"""As libraries file a name: "Lund, Ada"."""

_SUFFIX = re.compile(r"^(?:jr|sr|ii|iii|iv|m\.?d|ph\.?d)\.?$", re.IGNORECASE)
_CUT_SUFFIX = re.compile(r"(?:^| )(?:jr|sr)$", re.IGNORECASE)


LONGEST_BYLINE = 2000
"""Characters; a longer line is no byline."""

Value = str | tuple[str, ...] | datetime


@dataclass(frozen=True)
class Said:
    """One source's value for one of the article's fields."""

    field: FieldName
    source: Source
    value: Value


@dataclass(frozen=True)
class Fields:
    """The article's fields, from whichever source."""

    headline: str | None = None
    standfirst: str | None = None
    byline: str | None = None
    authors: tuple[str, ...] = ()
    published_at: datetime | None = None
    publisher: str | None = None
    url: str | None = None
    language: str | None = None
    dateline: str | None = None


def said_of(field: FieldName, *told: tuple[Source, Value | None]) -> Iterator[Said]:
    """These sources' values for a field, without empty ones; the most trusted first."""
    for source, value in told:
        if value:
            yield Said(field, source, value)


def settle(said: Iterable[Said]) -> tuple[Fields, tuple[FieldSource, ...]]:
    """Each field from its first source, and which other sources agree or differ."""
    told: dict[FieldName, list[Said]] = {}
    for each in said:
        told.setdefault(each.field, []).append(each)
    values = {name: first.value for name, (first, *_) in told.items()}
    ordered = (told[name] for name in get_args(FieldName) if name in told)
    return Fields(**values), tuple(_sourced(*sayings) for sayings in ordered)  # type: ignore[arg-type]


def _sourced(first: Said, *others: Said) -> FieldSource:
    agreeing = [other.source for other in others if _key(other) == _key(first)]
    return FieldSource(
        field=first.field,
        source=first.source,
        agreement=_once(first.source, agreeing),
        differing=_once(first.source, (o.source for o in others if o.source not in agreeing)),
    )


def _once(said: Source, sources: Iterable[Source]) -> tuple[Source, ...]:
    return tuple(dict.fromkeys(source for source in sources if source is not said))


def _key(said: Said) -> object:
    """A key that two values share if they differ in case, marks and spacing only."""
    if isinstance(said.value, tuple):
        return frozenset(map(letters, said.value))
    if isinstance(said.value, datetime):
        return said.value
    return said.value.casefold().split("-")[0] if said.field == "language" else letters(said.value)


def names_of(byline: str | None) -> tuple[str, ...]:
    """The authors in a byline: "By Jane Doe and John Smith, staff writers"."""
    if not byline or len(byline) > LONGEST_BYLINE:
        return ()
    if filed := _FILED.match(byline):
        return (f"{filed['given']} {filed['family']}",)
    names: list[str] = []
    for part in _BETWEEN.split(_TAIL.sub("", _BY.sub("", byline))):
        name = part if _is_agency(part) else _WHERE.sub("", _ROLE.sub("", f" {part}")).strip(" .,:")
        name += "." if _CUT_SUFFIX.search(name) and f"{name}." in part else ""
        if names and name != part and _is_agency(name.split(" ")[0]):
            continue  # the role behind a name: "Ada Lund, AP Auto Writer"
        if names and _SUFFIX.match(name):
            names[-1] = f"{names[-1]}, {name}"
        elif _is_name(name):
            names.append(name)
    whole = [name for name in names if " " in name and not _is_paper(name)]
    # The paper behind its reporters' names ("By Jane Doe and John Smith, Gazette") is no author.
    return tuple(dict.fromkeys(whole or names))


def _is_paper(name: str) -> bool:
    """Whether the name is an agency's, a paper's or a broadcaster's: "ABC Midwest", "The Courier"."""
    return _is_agency(name) or _PAPER.match(name) is not None


def _is_agency(name: str) -> bool:
    return plain(name) in words("agencies")


def _is_name(text: str) -> bool:
    return 0 < len(text) <= 60 and len(text.split()) <= 6 and text[0].isupper() and not any(map(str.isdigit, text))
