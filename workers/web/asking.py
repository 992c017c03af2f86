"""Reads what a visitor asks for from an address. What cannot be read is left out: any address has a page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workers.web.queries import people, search

MOST_CHARS = 3000
"""More than the longest uri."""

MOST_PAGES = 1000

LARGEST = 2**63 - 1
"""The largest number of a row."""


def words(query: Mapping[str, str], name: str) -> str:
    """A field's text, without what Postgres takes in no text."""
    value = query.get(name, "")[:MOST_CHARS].replace("\x00", "")
    return value.encode("utf-8", "ignore").decode().strip()


def number(value: str, most: int = LARGEST) -> int | None:
    """A positive number, as large as a row's may be; None if it is none."""
    if not (value.isascii() and value.isdecimal() and len(value) <= len(str(LARGEST))):
        return None
    return int(value) if 0 < int(value) <= most else None


def day(query: Mapping[str, str], name: str) -> date | None:
    """A day such as 2026-01-31; None if it is none. Years are those that Postgres and calendars share."""
    try:
        found = date.fromisoformat(query.get(name, ""))
    except ValueError:
        return None
    return found if date(1000, 1, 1) <= found <= date(9000, 1, 1) else None


def searched(query: Mapping[str, str]) -> search.Wanted:
    """A search."""
    return search.Wanted(
        words=words(query, "q"), person=words(query, "person"), publisher=words(query, "publisher"),
        kind=words(query, "kind"), act=words(query, "act"), type=words(query, "type"),
        since=day(query, "since"), until=day(query, "until"),
        page=number(query.get("page", ""), MOST_PAGES) or 1,
    )  # fmt: skip


def of_person(query: Mapping[str, str]) -> people.Wanted:
    """Which of a person's quotations."""
    return people.Wanted(
        publisher=words(query, "publisher") or None, since=day(query, "since"), until=day(query, "until"),
        before=number(query.get("before", "")),
    )  # fmt: skip
