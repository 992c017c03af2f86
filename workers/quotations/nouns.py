"""What kind of speaker a common noun makes."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from shared.model import SpeakerType

_SECTIONS = {
    "document": SpeakerType.DOCUMENT,
    "organization": SpeakerType.ORGANIZATION,
    "group": SpeakerType.GROUP,
    "person": SpeakerType.PERSON,
}


def _lists() -> dict[str, str]:
    return tomllib.loads(files("workers.quotations").joinpath("data/speakers.toml").read_text("utf-8"))


@lru_cache(maxsize=1)
def _nouns() -> dict[str, SpeakerType]:
    data = _lists()
    return {word: kind for section, kind in _SECTIONS.items() for word in data[section].split()}


def noun_type(noun: str) -> SpeakerType | None:
    """The speaker type of a noun, None if it is not known to speak; a plural of a person is a group."""
    word = noun.lower()
    kind = _nouns().get(word)
    if kind is not None or not word.endswith("s"):
        return kind
    single = _nouns().get(word[:-1])
    return SpeakerType.GROUP if single is SpeakerType.PERSON else single


def is_anonymous(words: str) -> bool:
    """Whether a phrase says that the speaker is not to be named."""
    return not _anonymous().isdisjoint(words.lower().split())


@lru_cache(maxsize=1)
def _anonymous() -> frozenset[str]:
    return frozenset(_lists()["anonymous"].split())
