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
_NAMED_AS = re.compile(
    r"(?: [\w’'-]+){0,6},? (?:who (?:was|has been) )?(?:later |since |only )?"
    r"(?:named|identified)(?: [\w’'-]+){0,4} as (?:Mr |Ms |Mrs )?"
)
""" "The pilot, named by police as NAME,"."""
MOST_ROLE_WORDS = 4
"""Words between a body's name and the name of its coach."""
_WORD = re.compile(r"[\w’'-]+")
_SUFFIX = re.compile(r"[JS]r\.?|I{2,3}|IV")


def with_whole_name(cast: Cast, voice: Voice) -> Voice:
    """ "goalkeeper Danny Prior", of which the parser took "Prior" for another word; "Jane Roe, Jr. said"."""
    name = cast.speaking.covering(voice.head_start, voice.head_end)
    if name is None:
        return voice
    if (bearer := _behind_role(cast, voice, name)) is not None:
        return replace(voice, end=bearer.end, head_start=bearer.start, head_end=bearer.end)
    if _SUFFIX.fullmatch(cast.text, voice.start, voice.end) and name.start < voice.start:
        return replace(voice, start=name.start)
    cut = voice.start <= name.start and voice.end < name.end
    return replace(voice, end=name.end) if cut else voice


_APPOSED = re.compile(r", (?:an?|the) ")
"""What stands between a name and what its bearer is: "Dunning, a Republican", "Locke, the head of Acme"."""


def with_named_head(text: str, voice: Voice, people: list[Named]) -> Voice:
    """The phrase with a person's name for its head where it stands beside the head; `people` are those in it."""
    if voice.parts or not people:
        return voice
    if people[0].start == voice.start and _APPOSED.match(text, people[0].end, voice.end):
        return _headed(voice, people[0])
    name = people[-1]
    if ends_in_party_tag(text, voice.start, voice.end) and not _covers(name, voice):
        return _headed(voice, name)
    if _NAMED_AS.fullmatch(text, voice.head_end, name.start):
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


def _behind_role(cast: Cast, voice: Voice, name: Named) -> Named | None:
    """The person whose role stands between a body's name and theirs: "Said Comets coach Dee Farris"."""
    bearer = cast.speaking.beginning_after(voice.end)
    if bearer is None or cast.is_person(name.entity) or not cast.is_person(bearer.entity):
        return None
    between = cast.text[voice.end : bearer.start]
    words = between.split()
    plain = between[:1] == " " and between[-1:] == " " and all(map(str.isalpha, words))
    told = plain and 1 <= len(words) <= MOST_ROLE_WORDS and noun_type(words[-1]) is SpeakerType.PERSON
    return bearer if told else None


def _covers(name: Named, voice: Voice) -> bool:
    return name.start <= voice.head_start and voice.head_end <= name.end


def _headed(voice: Voice, name: Named) -> Voice:
    return replace(voice, head_start=name.start, head_end=name.end)
