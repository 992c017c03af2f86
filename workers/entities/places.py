"""Joining places: equal when folded, or names of one place by the list of other names."""

from __future__ import annotations

from functools import lru_cache

from workers.entities.folding import fold
from workers.entities.lexicon import keys_by_name
from workers.entities.records import Name


def join_places(names: list[Name]) -> list[list[Name]]:
    """The names of each place of the article."""
    places: dict[str, list[Name]] = {}
    for name in names:
        places.setdefault(place_key(name.exact), []).append(name)
    return list(places.values())


@lru_cache(maxsize=20_000)
def place_key(exact: str) -> str:
    """What all names of one place share."""
    # "US" is the country, "us" is a word: short forms are compared with their capitals.
    key = fold(exact)
    return keys_by_name("place_names").get(key, key) if not exact.islower() else key


def is_listed_place(exact: str) -> bool:
    """Whether the list of other names knows this as a place."""
    return fold(exact) in keys_by_name("place_names")
