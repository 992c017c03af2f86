"""Decides a person's gender from titles, given names, nouns beside the name, pronouns; without evidence nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Protocol

from workers.language.folding import fold
from workers.language.lexicon import groups
from workers.language.person_names import read_person

NOUN_BEFORE = re.compile(r"([\w-]+),?\s$")
NOUN_AFTER = re.compile(r",\s(?:\d{1,3},\s)?(?:(?:an?|the|his|her|their)\s)(?:[\w-]+\s)?([\w-]+)")
NEAR = 40
"""How far before a name its noun is looked for, in characters."""


class TitledName(Protocol):
    """Where a name of a person stands, and the titles right before it."""

    @property
    def start(self) -> int: ...

    @property
    def end(self) -> int: ...

    @property
    def title(self) -> str: ...


class Gender(StrEnum):
    """The gender that pronouns show."""

    FEMALE = "female"
    MALE = "male"


PRONOUNS = {pronoun: gender for gender in Gender for pronoun in sorted(groups("gender")[f"pronouns_{gender}"])}
"""The gender that each pronoun shows: she, his, himself."""


def gender_of_title(title: str) -> Gender | None:
    """The gender a title shows: Mr., Mrs., Queen."""
    return _shown(fold(title).split(), groups("titles")) if title else None


def gender_of_given(given: tuple[str, ...]) -> Gender | None:
    """The gender a given name shows, where one gender bears it in the main."""
    return _shown(list(given), groups("gender"), "given_")


def gender_for_sure(given: tuple[str, ...]) -> Gender | None:
    """The same, where hardly anybody of the other gender bears it: Jane, but not Sam."""
    return None if groups("gender")["given_both"].intersection(given) else gender_of_given(given)


def leaning(name: str) -> Gender | None:
    """The gender that most bearers of a name have who may be of either: Sam Roe is a man rather."""
    return gender_of_given(read_person(name).folded[:1])


def gender_in_name(name: str) -> Gender | None:
    """The gender that a name shows by the title inside it, "King Charles", else by its given name, "Ann Roe"."""
    folded = read_person(name).folded
    title = gender_of_title(folded[0]) if len(folded) > 1 else None
    return title or gender_for_sure(folded[:1])


def gender_of_person(text: str, called: str, names: Iterable[TitledName]) -> Gender | None:
    """A person's gender by their titles, else by their name, else by the nouns beside their names."""
    names = tuple(names)
    titles = {gender for name in names if (gender := gender_of_title(name.title))}
    if titles:
        return titles.pop() if len(titles) == 1 else None
    if shown := gender_in_name(called):
        return shown
    beside = {gender for name in names if (gender := gender_beside(text, name))}
    return beside.pop() if len(beside) == 1 else None


def gender_beside(text: str, name: TitledName) -> Gender | None:
    """ "his wife, NAME,", "widow NAME", "NAME, a mother of two"."""
    before = NOUN_BEFORE.search(text, max(0, name.start - NEAR), name.start)
    # "To please his mother, NAME ran": an apposition is closed by a second comma.
    if before and before.group().rstrip().endswith(",") and text[name.end : name.end + 1] not in (",", ".", ";"):
        before = None
    after = NOUN_AFTER.match(text, name.end)
    return _shown([match.group(1).casefold() for match in (before, after) if match], groups("gender"), "nouns_")


def _shown(found: list[str], lists: dict[str, frozenset[str]], sort: str = "") -> Gender | None:
    shown = [gender for gender in Gender if lists[f"{sort}{gender}"].intersection(found)]
    return shown[0] if len(shown) == 1 else None
