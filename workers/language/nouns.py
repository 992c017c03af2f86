"""Decides what kind of speaker a common noun makes, from the lists of nouns for people, groups, bodies, documents."""

from __future__ import annotations

import re
from functools import lru_cache

from shared.model import SpeakerType
from workers.language.lexicon import groups, table, words

_WORD = re.compile(r"[\w’'-]+")
_UNNAMED = re.compile(
    r"\b(?:to|not|can ?not|nor) be (?:named|identified|quoted by name)\b"
    r"|to be (?:called|known) (?:only|simply|just)\b|without being (?:named|identified)\b"
)
"""A diplomat "who asked not to be named", "who could not be identified", who is "to be called only Sam"."""
_METONYMS = frozenset(name.casefold() for name in (*words("seats"), *table("speakers")["metonyms"].split("|")))
_SECTIONS = {
    "document": SpeakerType.DOCUMENT,
    "organization": SpeakerType.ORGANIZATION,
    "group": SpeakerType.GROUP,
}


@lru_cache(maxsize=1)
def _nouns() -> dict[str, SpeakerType]:
    data = table("speakers")
    others = {word: kind for section, kind in _SECTIONS.items() for word in data[section].split()}
    people = (words("role_nouns") | words("person_nouns")) - words("no_speakers")
    return others | dict.fromkeys(people, SpeakerType.PERSON)


def noun_type(noun: str) -> SpeakerType | None:
    """The speaker type of a noun, None if it is not known to speak; the plural of a person or a body is a group."""
    word = noun.lower()
    kind = _nouns().get(word)
    if kind is not None or not word.endswith("s"):
        return kind
    single = _nouns().get(word[:-3] + "y" if word.endswith("ies") else word[:-1])
    return SpeakerType.GROUP if single in (SpeakerType.PERSON, SpeakerType.ORGANIZATION) else single


def is_anonymous(phrase: str) -> bool:
    """Whether a phrase says that the speaker is not to be named."""
    lowered = phrase.lower()
    return _UNNAMED.search(lowered) is not None or not groups("speakers")["anonymous"].isdisjoint(
        _WORD.findall(lowered)
    )


def is_numbered(phrase: str) -> bool:
    """Whether a phrase is a numbered part of a document, which has no name of its own: "Figure 3", "Table A1"."""
    first, _, number = phrase.partition(" ")
    return first.lower().rstrip(".") in groups("speakers")["numbered"] and any(c.isdigit() for c in number[:3])


def stands_for_body(name: str) -> bool:
    """Whether a name of a place stands for those who govern from it: Downing Street, the Kremlin."""
    return name.casefold().removeprefix("the ") in _METONYMS


def is_court(noun: str) -> bool:
    """Whether a noun is a court, which listens: "the jury heard" reports the words of others."""
    return noun.lower() in groups("speakers")["court"]


def is_quantity(noun: str) -> bool:
    """Whether a noun counts others: "a number of experts"."""
    return noun.lower() in groups("speakers")["quantity"]
