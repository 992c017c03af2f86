"""Decides whether a name is a place's or a region's, by the lists of places: for datelines and bylines."""

from __future__ import annotations

from functools import cache

from workers.language.folding import fold
from workers.language.lexicon import cell, rows, words

SHORTEST = 4
"""Letters in a country or city of the large tables that a dateline may name: "LA" and "US" are other words, too."""


def is_place(name: str) -> bool:
    """Whether articles are filed from a place of that name; of "Kyiv/Moscow", from both."""
    return all(fold(part) in _places() for part in name.split("/"))


def is_region(name: str) -> bool:
    """Whether the name may stand behind a place: "Ohio", "N.Y.", "France"."""
    return fold(name) in _regions() or is_place(name)


@cache
def _places() -> frozenset[str]:
    countries = (name for row in rows("territories") for name in cell(row[2]))
    cities = (name for row in rows("cities") for name in cell(row[2]))
    large = {fold(name) for name in (*countries, *cities, *_states())}
    return frozenset(map(fold, words("places"))) | {name for name in large if len(name) >= SHORTEST}


@cache
def _regions() -> frozenset[str]:
    return frozenset(map(fold, (*words("regions"), *_states())))


def _states() -> tuple[str, ...]:
    return tuple(name for row in rows("states") for name in cell(row[1]))
