"""Joining places: equal when folded, or names of one place by the list of other names."""

from __future__ import annotations

from workers.entities.records import Name
from workers.language.keys import place_key


def join_places(names: list[Name]) -> list[list[Name]]:
    """The names of each place of the article."""
    places: dict[str, list[Name]] = {}
    for name in names:
        places.setdefault(place_key(name.exact), []).append(name._replace(joined="join.name_of_the_place"))
    return list(places.values())
