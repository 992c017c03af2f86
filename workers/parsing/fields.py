"""Decides each of the article's fields from the sayings of producer, page and the article's own lines."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import get_args

from shared.model import FieldName, FieldSource, Source
from workers.parsing.lines import letters

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
