"""Reads the parts of a person's name, and decides whether two names can be one person's."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from workers.language.folding import consonants, fold, sound
from workers.language.lexicon import groups, table, words

HYPHEN_INSIDE = re.compile(r"\w[-‐‑]\w")
_GENERATIONS: dict[str, str] = table("suffixes")["generations"]
LONG_EASTERN = 3
"""How many words "Kim Jong Un" has."""
MIN_GIVEN_SOUND = 4
MIN_SOUND = 5
"""Shorter skeletons meet by chance: "Li" and "Lee" are two families."""
GLUED = re.compile(r"(?:[A-Z]\.){2,}")
INITIALS = re.compile(r"[A-Z]\.")
_NUMERAL = re.compile(r"[IVX]+|(?:[A-Z]\.)+")
_LETTERS = re.compile(r"[^\W\d_]+")
""" "G.W. Hale" is "G. W. Hale"."""


class PersonName(NamedTuple):
    """A person's name without titles and suffixes: its words as written and folded."""

    written: tuple[str, ...]
    folded: tuple[str, ...]
    generation: str = ""
    """ "jr" of "John Reid Jr.": what tells father and son apart; degrees and seats ("PhD", "MP") do not."""
    suffix: str = ""
    """The generation as it is written, "Jr."."""

    @property
    def bare(self) -> str:
        """The name as written, degrees left out."""
        return " ".join((*self.written, *([self.suffix] if self.suffix else [])))

    @property
    def full(self) -> bool:
        """Whether it has a given name (or initials) and a surname."""
        return len(self.surname) < len(self.folded)

    @property
    def surname(self) -> tuple[str, ...]:
        """The last word, with the particles that belong to it: "van der Berg"."""
        start = len(self.folded) - 1
        if start > 1 and words("name_particles").issuperset(self.folded[:-1]):
            # "Von der Leyen" at the head of a sentence.
            return self.folded
        while start > 0 and self.folded[start - 1] in words("name_particles") and (start > 1 or len(self.folded) == 2):
            start -= 1
        return self.folded[start:]

    @property
    def families(self) -> frozenset[str]:
        """Single words that can stand for the whole name as its surname does: "Lai" of "Lai Ching-te"."""
        first = words("family_names_first")
        told = {self.folded[-1]}
        hyphened = [at for at, part in enumerate(self.written) if HYPHEN_INSIDE.search(part)]
        # "Lee", "Kim": of two words either may be the family's.
        two = len(self.folded) == LONG_EASTERN - 1 and not is_given_name(self.folded[0])
        if self.folded[0] in first and (hyphened or two or len(self.folded) == LONG_EASTERN):
            told.add(self.folded[0])
        if (
            len(self.folded) > LONG_EASTERN - 1
            and hyphened[-1:] == [len(self.written) - 1]
            and self.folded[-2] in first
        ):
            # "John Lee Ka-chiu".
            told.add(self.folded[-2])
        return frozenset(told)

    @property
    def initials(self) -> str:
        """The first letters of all parts: "mbs" of "Mohammed bin Salman"."""
        return "".join(part[0] for written in self.written for part in fold(written).split())

    @property
    def given(self) -> tuple[str, ...]:
        """All before the surname."""
        return self.folded[: len(self.folded) - len(self.surname)]


def is_given_name(word: str) -> bool:
    """Whether a word is a given name of the gender lists: "Ann", "Kim"."""
    return any(word.casefold() in groups("gender")[listed] for listed in ("given_female", "given_male"))


def is_initials(part: str) -> bool:
    """Whether a part of a name is one initial or several: "J", "J.", "J.K."."""
    return len(part.strip(".")) < 2 or GLUED.fullmatch(part) is not None


def is_name_suffix(word: str) -> bool:
    """Whether a word may follow a surname and is no part of it: "Jr.", "III", "PhD", "MP"."""
    folded = fold(word)
    return folded in _GENERATIONS or folded in groups("suffixes")["letters"]


@lru_cache(maxsize=20_000)
def read_person(text: str) -> PersonName:
    """The parts of a name that stands without its titles."""
    # Marks alone are no part of a name; a name of nothing else keeps them.
    parts = [part.strip(",;") for part in text.split() if fold(part)] or [text]
    generation = suffix = ""
    while len(parts) > 1 and is_name_suffix(parts[-1]):
        written = parts.pop()
        if told := _GENERATIONS.get(fold(written)):
            generation, suffix = told, written
    spelt = [initial for part in parts for initial in (INITIALS.findall(part) if GLUED.fullmatch(part) else [part])]
    return PersonName(tuple(parts), tuple(fold(part).replace(" ", "") for part in spelt), generation, suffix)


def in_lower_case(shouted: str) -> str:
    """A name in capitals as prose writes it: "DANA O'BRIEN-McKAY III" is Dana O'Brien-McKay III."""
    return " ".join(part if _NUMERAL.fullmatch(part) else _LETTERS.sub(_spelt, part) for part in shouted.split())


def _spelt(letters: re.Match[str]) -> str:
    word = letters[0].capitalize()
    return f"Mc{word[2:].capitalize()}" if word.startswith("Mc") and len(word) > 4 else word


def pet_forms(given: str) -> frozenset[str]:
    """All forms of a given name: "bill", "will", "william" of any of them."""
    return frozenset().union(*(forms for forms in groups("pet_names").values() if given in forms))


def same_given(one: str, other: str) -> bool:
    """Whether two given names can be one: equal, an initial of it, a pet form, another romanisation."""
    if one == other:
        return True
    if len(one) == 1 or len(other) == 1:
        return one[0] == other[0]
    if other in pet_forms(one) or (len(sound(one)) >= MIN_GIVEN_SOUND and sound(one) == sound(other)):
        return True
    skeleton = consonants(one)
    # Four consonants and the same kind of ending: Oleksandr, Aleksander; not Christian, Christina.
    endings = {one[-1], other[-1]}
    vowels = len(endings & set("aeiou"))
    # Francisco and Francisca are brother and sister.
    return len(skeleton) >= 4 and skeleton == consonants(other) and vowels in (0, len(endings)) and endings != set("ao")


def same_surname(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two surnames can be one: equal, or romanisations of one."""
    first, second = "".join(one), "".join(other)
    return first == second or (len(sound(first)) >= MIN_SOUND and sound(first) == sound(second))


def same_generation(one: PersonName, other: PersonName) -> bool:
    """Whether nothing says that one is the other's father or son."""
    return not (one.generation and other.generation) or one.generation == other.generation


def same_person(one: PersonName, other: PersonName) -> bool:
    """Whether two full names can be one person's; a shared surname alone is never enough."""
    if not same_generation(one, other):
        return False
    if "".join(one.folded) == "".join(other.folded) or _is_longer(one, other) or _is_longer(other, one):
        return True
    if not same_surname(one.surname, other.surname):
        return False
    if same_given(one.given[0], other.given[0]):
        return _middle_agrees(one.given[1:], other.given[1:])
    # "J. Robert Oppenheimer" and "Robert Oppenheimer": a middle name that is used; not two brothers Gavidia Flores.
    return min(len(one.given), len(other.given)) == 1 and one.given[-1:] == other.given[-1:] and len(one.given[-1]) > 1


def _is_longer(full: PersonName, short: PersonName) -> bool:
    """ "Anna Berg Holm" and "Anna Berg-Holm" are Anna Berg, whose second surname is told once."""
    if not short.given or len(short.given[0]) < 2:
        return False
    doubled = full.written[:-1] and fold(full.written[-1]).split(" ")[0] == short.folded[-1] and "-" in full.written[-1]
    second = len(full.folded) == len(short.folded) + 1 and full.folded[:-1] == short.folded
    # "Anna Berg Priscilla": two names run together.
    second = second and not is_given_name(full.folded[-1])
    return second or (bool(doubled) and full.folded[:-1] == short.folded[:-1])


def _middle_agrees(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    if not one or not other:
        return True
    return all(same_given(a, b) for a, b in zip(one, other, strict=False))
