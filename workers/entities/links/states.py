"""Finds the states and provinces of an article, which tell the country that it is about; they get no links."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from shared.model import Entity
from workers.language.lexicon import cell, rows

AFTER_COMMA = re.compile(r",\s+((?:[A-Z][\w.]*\s?){1,3}?)(?=[,.;:)\n]|\s+(?!and\b)[a-z]|$)")
"""A state behind a comma: "Lebanon, Pennsylvania, is", but not the list "Mexico, Texas and Arizona"."""


@cache
def _country_of() -> dict[str, str]:
    return {name: row[0] for row in rows("states") for name in cell(row[1])}


def states_in(entities: Iterable[Entity]) -> set[str]:
    """The countries whose states are among the entities."""
    return {country for entity in entities if (country := _country_of().get(entity.name))}


def state_after(text: str, end: int) -> str | None:
    """The country of the state that stands behind a comma after a place."""
    found = AFTER_COMMA.match(text, end, end + 60)
    if found is None:
        return None
    name = found.group(1).strip()
    return _country_of().get(name) or _country_of().get(f"{name}.")
