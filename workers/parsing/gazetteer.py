"""Whether a name is a place or a region, by the lists of places: for datelines and bylines."""

from __future__ import annotations

from workers.language.lexicon import words
from workers.parsing.lines import plain


def is_place(name: str) -> bool:
    """Whether the name is a listed place, or both names of "Kyiv/Moscow" are."""
    return all(plain(part) in words("places") for part in name.split("/"))


def is_region(name: str) -> bool:
    """Whether the name may stand behind a place: "Ohio", "N.Y.", "France"."""
    return plain(name) in words("regions") or is_place(name)
