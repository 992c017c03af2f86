"""Which words of a speaker's phrase are the name, where the parser put another at its head.

"The mayor of Hull, Jane Roe": the name hangs on Hull. "Sen. Jane Roe, R-N.J.": a party and a state name nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shared.model import Mention, SpeakerType
from workers.language.nouns import noun_type
from workers.quotations.records import Voice

_TAG = re.compile(r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?")
_OF = re.compile(r"(?: (?:of|for|at|in|to|the|and|on|[\w’'-]+))*, ")
_TAG_BEHIND = re.compile(rf",? \(?{_TAG.pattern}\)?\W*$")
_WORD = re.compile(r"[\w’'-]+")


def is_party_tag(words: str) -> bool:
    """ "R-N.J.", "D-Ohio": a party and a state, as American papers put it behind a lawmaker's name."""
    return _TAG.fullmatch(words) is not None


def without_party_tag(words: str) -> str:
    """The words without the party and state at their end."""
    return _TAG_BEHIND.sub("", words)


def with_named_head(text: str, voice: Voice, people: list[Mention]) -> Voice:
    """The phrase with a person's name for its head where it stands beside the head; `people` are those in it."""
    if voice.parts or not people:
        return voice
    if _TAG_BEHIND.search(text, voice.start, voice.end) and not _covers(people[-1], voice):
        return _headed(voice, people[-1])
    name = people[-1]
    if noun_type(text[voice.head_start : voice.head_end]) is not SpeakerType.PERSON:
        return voice
    between = text[voice.head_end : name.start_char]
    closes = text[name.end_char : voice.end].strip() == "" or text[name.end_char] == ","
    others = [word for word in _WORD.findall(between) if noun_type(word) is SpeakerType.PERSON]
    apposed = _OF.fullmatch(between) is not None and closes and not others
    return _headed(voice, name) if apposed else voice


def _covers(name: Mention, voice: Voice) -> bool:
    return name.start_char <= voice.head_start and voice.head_end <= name.end_char


def _headed(voice: Voice, name: Mention) -> Voice:
    return replace(voice, head_start=name.start_char, head_end=name.end_char)
