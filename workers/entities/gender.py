"""Evidence of gender: titles and given names. Absence of evidence is no evidence."""

from __future__ import annotations

from enum import StrEnum

from workers.entities.folding import fold
from workers.entities.lexicon import groups


class Gender(StrEnum):
    """The gender that pronouns show."""

    FEMALE = "female"
    MALE = "male"


def gender_of_title(title: str) -> Gender | None:
    """The gender a title shows: Mr., Mrs., Queen."""
    return _gender(fold(title).split(), "titles")


def gender_of_given(given: str) -> Gender | None:
    """The gender a given name shows, where it is borne by one gender in the main."""
    return _gender([given], "given")


def _gender(found: list[str], table: str) -> Gender | None:
    lists = groups("gender")
    for gender in Gender:
        if lists[f"{table}_{gender}"].intersection(found):
            return gender
    return None
