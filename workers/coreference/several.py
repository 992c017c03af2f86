"""Splits the phrase of several speakers: "Jane Roe and Peter Poe", "Roe (R-Ohio), Poe (D-Ohio) and Moe".

"Acme and Sons" is one name.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

from shared.model import SpeakerType, Voice
from workers.coreference.cast import Cast, Named
from workers.language.lexicon import words
from workers.language.nouns import noun_type

_JOINT = re.compile(
    r"(?:,? \([^)]*\))?(?:, |,? (?:and|&) )(?:(?:[\w’'-]+ ){0,4}[\w-]+(?:,|['’]s) )?(?:[A-Z][a-z]+\.? )?"
)
"""The words between the names of a list: brackets, a comma or "and", an apposition or possessor, a title.

"Ann Roe and the port's Peter Poe", "his sister, Ann Roe, and his friend, Peter Poe"."""
_BRACKET = re.compile(r" \([^)]*\), ")
_DETERMINERS = ("the ", "a ", "an ", "his ", "her ", "their ")
_AND = re.compile(r" (?:and|&) ")


class Several:
    """Tells the single speakers of a phrase in which more than one speak."""

    def __init__(self, cast: Cast) -> None:
        self._text = cast.text
        self._cast = cast

    def people(self, voice: Voice) -> list[Named]:
        """The names of people in a phrase."""
        return [
            name for name in self._cast.speaking.inside(voice.start, voice.end) if self._cast.is_person(name.entity)
        ]

    def parts(self, voice: Voice) -> tuple[Voice, ...]:
        """Each of those who speak together, as the parser or a list of names tells; empty for one."""
        mention = self._cast.speaking.covering(voice.head_start, voice.head_end)
        listed = self._listed(voice)
        if self._is_one(voice):
            return ()
        if listed and self._names_group(voice, listed[0]):
            return listed
        if voice.parts and len(voice.parts) >= len(listed):
            return voice.parts if mention is None or mention.end < voice.parts[-1].head_end else ()
        return listed if mention in self.people(voice) else ()

    def _names_group(self, voice: Voice, first: Voice) -> bool:
        """ "His parents, Ann and Carl Roe": who the group is."""
        head = self._text[voice.head_start : voice.head_end]
        return noun_type(head) is SpeakerType.GROUP and self._text[voice.head_end : first.start] in (", ", " ", " – ")

    def _is_one(self, voice: Voice) -> bool:
        """ "ESPN analyst and former Comets guard Jane Roe", "Wolves and former Comets coach Jane Roe": one person."""
        people = self.people(voice)
        if len(people) != 1 or people[0].end != voice.end:
            return False
        before, conjunction, behind = self._text[voice.start : people[0].start].partition(" and ")
        first, last = before.split()[-1:], behind.split()
        if not conjunction or not first or not last or noun_type(last[-1]) is not SpeakerType.PERSON:
            return False
        bare = not before.lower().startswith(_DETERMINERS)
        return bare and (noun_type(first[0]) is SpeakerType.PERSON or last[0] in words("role_modifiers") | {"former"})

    def whole(self, voice: Voice) -> Voice:
        """The phrase with all of its list: the parser loses names before the last bracket."""
        names = self.people(voice)
        if self._is_one(voice):
            return replace(voice, head_start=names[0].start, head_end=names[0].end, parts=())
        while names and names[0].start == voice.start and _AND.search(self._text, voice.start, voice.end):
            before = self._cast.speaking.beginning_before(voice.start)
            between = self._text[before.end : voice.start] if before is not None else ""
            if before is None or _BRACKET.fullmatch(between) is None:
                break
            voice = replace(voice, start=before.start)
            names = self.people(voice)
        return voice

    def _listed(self, voice: Voice) -> tuple[Voice, ...]:
        """The names of a list that fills the phrase, brackets and titles left out."""
        # "Plaid Cymru's Owain Rhys": a possessor does not speak, whatever it was taken for.
        names = [name for name in self.people(voice) if not self._text.startswith(("'s ", "’s "), name.end)]
        between = [self._text[a.end : b.start] for a, b in pairwise(names)]
        joined = bool(between) and all(_JOINT.fullmatch(words) for words in between)
        if not joined or not _AND.search(self._text, voice.start, voice.end):
            return ()
        return tuple(Voice(m.start, m.end, m.start, m.end) for m in names)
