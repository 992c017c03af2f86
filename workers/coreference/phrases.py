"""Which words of a speaker's phrase are the name, where the parser put another at its head or cut the name.

"The mayor of Hull, Jane Roe": the name hangs on Hull. "Sen. Jane Roe, R-N.J.": a party and a state name nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shared.model import SpeakerType, Voice
from workers.coreference.cast import Cast, Named, ends_in_party_tag
from workers.language.nouns import noun_type

_OF = re.compile(r"(?: [\w’'-]+)*, ")
_OFFICE_OF = re.compile(r"(?: [\w’'-]+)* (?:of|for) [\w’' -]*(?:[A-Z][a-z]+\. )?")
""" "Minister for Schools NAME", "Director General of the Health Agency Dr. NAME"."""
_POST_NOMINAL = re.compile(r" [A-Z]{2,5}")
""" "Ann Roe OBE"."""
_WORD = re.compile(r"[\w’'-]+")
_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")


def with_whole_name(cast: Cast, voice: Voice) -> Voice:
    """ "goalkeeper Danny Prior", of which the parser took "Prior" for another word; "Jane Roe, Jr. said"."""
    name = cast.speaking.covering(voice.head_start, voice.head_end)
    if name is None:
        return voice
    if _SUFFIX.fullmatch(cast.text, voice.start, voice.end) and name.start < voice.start:
        return replace(voice, start=name.start)
    cut = voice.start <= name.start and voice.end < name.end
    return replace(voice, end=name.end) if cut else voice


def with_named_head(text: str, voice: Voice, people: list[Named]) -> Voice:
    """The phrase with a person's name for its head where it stands beside the head; `people` are those in it."""
    if voice.parts or not people:
        return voice
    name = people[-1]
    if ends_in_party_tag(text, voice.start, voice.end) and not _covers(name, voice):
        return _headed(voice, name)
    if _POST_NOMINAL.fullmatch(text, name.end, voice.head_end) and voice.head_start > name.end:
        return _headed(voice, name)
    head = text[voice.head_start : voice.head_end]
    if noun_type(head) is not SpeakerType.PERSON:
        return voice
    between = text[voice.head_end : name.start]
    closes = text[name.end : voice.end].strip() == "" or text[name.end] == ","
    title_before = between == " " or (head[:1].isupper() and _OFFICE_OF.fullmatch(between) is not None)
    if closes and title_before:
        return _headed(voice, name)
    others = [word for word in _WORD.findall(between) if noun_type(word) is SpeakerType.PERSON]
    apposed = _OF.fullmatch(between) is not None and closes and not others
    return _headed(voice, name) if apposed else voice


def _covers(name: Named, voice: Voice) -> bool:
    return name.start <= voice.head_start and voice.head_end <= name.end


def _headed(voice: Voice, name: Named) -> Voice:
    return replace(voice, head_start=name.start, head_end=name.end)
