"""Reads the table of people and organisations, the one that ships or the user's CSV, and finds entities in it."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterable
from functools import cache

from shared.errors import BadRegistry
from shared.model import EntityKind, Link, Record
from workers.language import lexicon
from workers.language.folding import fold

REQUIRED = ("name", "scheme", "id")
COLUMNS = {"name", "aliases", "scheme", "id", "kind", "country"}


class Entry(Record):
    """A row: its names, its link, and what it asks of an article."""

    names: tuple[str, ...]
    link: Link
    kind: EntityKind | None = None
    country: str | None = None
    """ISO 3166 code of a country that the article must name, too: the name alone would prove nothing."""


class Registry:
    """Entries by their names. A name that two entries bear links to neither, unless their countries tell them apart."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(entries)
        self._by_name: dict[str, list[Entry]] = defaultdict(list)
        for entry in self.entries:
            for key in dict.fromkeys(map(_key, entry.names)):
                self._by_name[key].append(entry)

    @property
    def names(self) -> int:
        """How many different names there are."""
        return len(self._by_name)

    def shared_names(self) -> tuple[str, ...]:
        """Names that several entries of one kind bear."""
        return tuple(sorted(name for name, entries in self._by_name.items() if len({e.link for e in entries}) > 1))

    def link(self, kind: EntityKind, called: Iterable[str], countries: set[str]) -> Link | None:
        """The link of the one entry that fits what the article calls the thing; None if none or several do."""
        fitting = {
            entry.link
            for name in called
            for entry in self._by_name.get(_key(name), ())
            if entry.kind in (None, kind) and (entry.country is None or entry.country in countries)
        }
        return fitting.pop() if len(fitting) == 1 else None


def read_registry(text: str, name: str = "registry") -> Registry:
    """A registry from the text of a CSV file. Raises BadRegistry."""
    rows = csv.DictReader(text.lstrip("\ufeff").splitlines())
    found = set(rows.fieldnames or ())
    if not found.issuperset(REQUIRED) or found - COLUMNS:
        raise BadRegistry(f"{name}: its columns are {', '.join(sorted(found)) or 'none'}")
    return Registry(_entry(row, f"{name}, line {rows.line_num}") for row in rows)


@cache
def default_registry() -> Registry:
    """The table that ships."""
    return read_registry(lexicon.text("registry.csv"), "registry.csv")


def _entry(row: dict[str, str | None], where: str) -> Entry:
    cells = {column: (row.get(column) or "").strip() for column in COLUMNS}
    if None in row or not all(cells[column] for column in REQUIRED):
        raise BadRegistry(f"{where}: name, scheme and id are needed, and no cell more than there are columns")
    if cells["kind"] not in ("", *EntityKind):
        raise BadRegistry(f"{where}: kind {cells['kind']!r} is none of {', '.join(EntityKind)}")
    names = (cells["name"], *(alias.strip() for alias in cells["aliases"].split("|")))
    return Entry(
        names=tuple(name for name in names if name),
        link=Link(scheme=cells["scheme"], id=cells["id"]),
        kind=EntityKind(cells["kind"]) if cells["kind"] else None,
        country=cells["country"].upper() or None,
    )


def _key(name: str) -> str:
    """Acronyms count with their capitals: "WHO" is a body, "who" a word."""
    bare = name.replace(".", "")
    return bare if bare.isupper() and len(bare) <= 8 else fold(name)
