"""Decides which large city a place is, if the article's countries agree: about Texas, Paris is no city of France."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from shared.model import Entity, Link, Mention
from workers.language.folding import fold
from workers.language.lexicon import cell, rows

_COUNTRY_OF = {name: row[0] for row in rows("states") for name in cell(row[1])}
AFTER_COMMA = re.compile(r",\s+((?:[A-Z][\w.]*\s?){1,3}?)(?=[,.;:)\n]|\s+(?!and\b)[a-z]|$)")
"""A state behind a comma: "Lebanon, Pennsylvania, is", but not the list "Mexico, Texas and Arizona"."""


class City(NamedTuple):
    """A city: its GeoNames id, its country, and the other countries that have a city of that name."""

    geoname: str
    country: str
    capital: bool
    rivals: frozenset[str]


def city_link(text: str, called: Iterable[str], names: Iterable[Mention], countries: set[str]) -> Link | None:
    """The link of the one listed city that a place can be; None if that is no city or more than one."""
    found = {city for name in called for city in _cities().get(_key(name), ())}
    states = {state for mention in names if (state := state_after(text, mention.end_char))}
    fitting = [city for city in found if _fits(city, countries, states)]
    return Link(scheme="geonames", id=fitting[0].geoname) if len(fitting) == 1 else None


def _fits(city: City, countries: set[str], states: set[str]) -> bool:
    if states and (states != {city.country} or city.rivals & states):
        return False
    if states and city.country == "US":
        return True
    if states:
        return False
    if city.country in countries:
        return True
    # The articles of a capital's own paper need not name the country; a namesake's country would be named.
    return city.capital and not (city.rivals & countries)


def _key(name: str) -> str:
    return name if name.isupper() and len(name) <= 4 else fold(name)


@cache
def _cities() -> dict[str, list[City]]:
    cities: dict[str, list[City]] = defaultdict(list)
    for geoname, country, names, capital, rivals in rows("cities"):
        city = City(geoname, country, bool(capital), frozenset(rivals.split(",")) - {""})
        for name in cell(names):
            cities[_key(name)].append(city)
    return cities


def states_in(entities: Iterable[Entity]) -> set[str]:
    """The countries whose states are among the entities."""
    return {country for entity in entities if (country := _COUNTRY_OF.get(entity.name))}


def state_after(text: str, end: int) -> str | None:
    """The country of the state that stands behind a comma after a place."""
    found = AFTER_COMMA.match(text, end, end + 60)
    if found is None:
        return None
    name = found.group(1).strip()
    return _COUNTRY_OF.get(name) or _COUNTRY_OF.get(f"{name}.")
