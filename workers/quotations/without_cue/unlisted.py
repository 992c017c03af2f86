"""Reads a speaker beside a verb that no list holds: '"...," shrugged Beth Locke', '"...," she deadpanned'.

A comma inside the closing mark announces who speaks (so all style guides); behind a question or an exclamation only the
inversion does. Whatever the verb, the name that stands there speaks.
"""

from __future__ import annotations

import re
from collections.abc import Set

from shared.model import SpeakerType, Voice
from workers.language.gender import PRONOUNS
from workers.language.lexicon import any_of, groups, words
from workers.language.nouns import noun_type
from workers.language.titles import is_title
from workers.quotations.records import Offsets, name_voice

_PARTICLE = rf"(?: (?:{any_of(groups('constructions')['particles'])}))?"
_VERB = rf"(?:[a-z]{{3,}}(?:ed|s)|{any_of(groups('constructions')['irregular_manner'])}){_PARTICLE}"
_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|(?:{any_of(words('name_particles'))}))"
_NAME = rf"[A-ZÀ-ÖØ-Þ][\w.'’-]*(?: {_NAME_WORD}){{0,4}}"
MOST_PLAIN_WORDS = 2
"""Words between verb and name that no list knows for what somebody is: "glowered master thatcher Ida Voss"."""
_INVERTED = re.compile(rf"\s+(?P<cue>{_VERB}) (?P<role>(?:[a-z][\w’'-]* ){{0,4}}?)(?P<name>{_NAME})(?=[\s,.;:]|$)")
_NAME_FIRST = re.compile(
    rf"\s+(?P<role>(?:an? [a-z][\w-]* )?)(?P<name>{_NAME}|[Hh]e|[Ss]he|[Tt]hey) (?P<cue>{_VERB})"
    rf"(?=[,.;:]| (?:{any_of(groups('constructions')['behind_manner'])})\b|$)"
)


def beside_unlisted_verb(text: str, inner_end: int, end: int, known: Set[str]) -> tuple[Offsets, Voice] | None:
    """The verb and the speaker right behind a closing mark; `known` are the last words of the article's names."""
    last = text[:inner_end].rstrip()[-1:]
    if last not in ",?!":
        return None
    match = _INVERTED.match(text, end) or (_NAME_FIRST.match(text, end) if last == "," else None)
    if match is None or not _may_speak(match, known):
        return None
    start, stop = match.span("name")
    stop = start + len(text[start:stop].rstrip("."))
    return match.span("cue"), name_voice(text, match.start("role") if match["role"] else start, stop)


def _may_speak(match: re.Match[str], known: Set[str]) -> bool:
    """Whether the name is one of the article's, and the words before it say what its bearer is."""
    name, role = match["name"].rstrip("."), match["role"].split()
    role = role[1:] if role[:1] in (["a"], ["an"], ["the"]) else role
    named = name.lower() in PRONOUNS or name.split()[-1] in known
    told = not role or is_title(role[-1]) or noun_type(role[-1]) is SpeakerType.PERSON
    return named and (told or (len(role) <= MOST_PLAIN_WORDS and words("function_words").isdisjoint(role)))
