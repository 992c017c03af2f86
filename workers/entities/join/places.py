"""Decides which names mean one place: names that fold alike, or that the list of other names puts together."""

from __future__ import annotations

from workers.entities.records import Name
from workers.language.keys import place_key


def join_places(names: list[Name]) -> list[list[Name]]:
    """The names of the article, one list for each place."""
    places: dict[str, list[Name]] = {}
    for name in names:
        places.setdefault(place_key(name.exact), []).append(name._replace(joined="join.name_of_the_place"))
    return list(places.values())
