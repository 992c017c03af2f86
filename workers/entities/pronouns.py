"""He and she: a pronoun goes to the person who stands out and fits, or to nobody."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from functools import lru_cache
from typing import NamedTuple

from shared.model import EntityKind, ParsedArticle, Segment
from workers.entities.gender import Gender, gender_of_person
from workers.entities.joining import Thing
from workers.entities.lexicon import words
from workers.entities.reading import read_segments
from workers.entities.records import Name
from workers.entities.salience import OTHER, POSSESSIVE, PRONOUN, QUOTED, SUBJECT, Scene
from workers.entities.sentences import Quoted, sentence_starts

# "he/she" and "(s)he" mean nobody in particular.
HE_OR_SHE = re.compile(
    r"(?<![\w/’'-])(?:(?P<male>he|him|his|himself)|(?P<female>she|her|hers|herself))(?![\w/-])", re.IGNORECASE
)
I_OR_ME = re.compile(r"(?<![\w’'-])(?:I|[Mm]e|[Mm]y|[Mm]yself)(?![\w-])")
VERB_AFTER = re.compile(r"\s+(?:\w+ly\s+)?(\w+)")
VERB_BEFORE = re.compile(r"(\w+)\s+$")
VERB_REACH = 20
"""How far before a name its verb of speech is looked for, in characters."""
LABEL = "PRON"


class Resolved(NamedTuple):
    """A pronoun and the position of the thing it stands for."""

    name: Name
    thing: int


def _resolved(match: re.Match[str], person: int) -> Resolved:
    return Resolved(Name(match.start(), match.end(), match.group(), LABEL), person)


class Named(NamedTuple):
    """A name and the position of the person it names."""

    name: Name
    person: int


def resolve_pronouns(article: ParsedArticle, things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """The he and she pronouns whose person is clear; the unclear ones are left out."""
    people = {at: thing for at, thing in enumerate(things) if thing.kind is EntityKind.PERSON}
    scene = Scene({at: gender_of_person(article.text, thing.name, thing.names) for at, thing in people.items()})
    named = sorted(Named(name, at) for at, thing in people.items() for name in thing.names)
    starts = [one.name.start for one in named]
    resolved: list[Resolved] = []
    for segment in read_segments(article):
        inside = named[bisect_left(starts, segment.start_char) : bisect_left(starts, segment.end_char)]
        resolved += _Paragraph(article.text, segment, inside).read(scene)
    return _outside_names(resolved, things)


def _outside_names(resolved: list[Resolved], things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """A pronoun inside a name ("Her Majesty's Prison") is part of the name."""
    names = sorted((name.start, name.end) for thing in things for name in thing.names)
    starts = [start for start, _ in names]

    def free(one: Resolved) -> bool:
        at = bisect_right(starts, one.name.start) - 1
        return at < 0 or names[at][1] <= one.name.start

    return tuple(one for one in sorted(resolved) if free(one))


class _Paragraph:
    """One segment, read from left to right: sentence starts, names and pronouns as they come."""

    def __init__(self, text: str, segment: Segment, named: list[Named]) -> None:
        self._text = text
        self._segment = segment
        self._named = {one.name.start: one for one in named}
        self._quoted = Quoted(text, segment.start_char, segment.end_char)
        self._speakers = {one.person for one in named if self._speaks(one.name)}
        self._sentence_start = segment.start_char

    def read(self, scene: Scene) -> list[Resolved]:
        """The pronouns of the paragraph that have an answer; the scene is left as it is after the paragraph."""
        start, end = self._segment.start_char, self._segment.end_char
        # What somebody says does not make the reader forget who says it: no fading inside quotation marks.
        borders = {at for at in sentence_starts(self._text, start, end) if not self._quoted.holds(at - 1)}
        pronouns = {match.start(): match for match in HE_OR_SHE.finditer(self._text, start, end)}
        resolved: list[Resolved] = []
        for position in sorted({*borders, *self._named, *pronouns}):
            if position in borders:
                scene.next_sentence()
                self._sentence_start = position
            if position in self._named:
                one = self._named[position]
                scene.mention(one.person, self._weight(one.name))
            elif position in pronouns and (found := self._resolve(pronouns[position], scene)):
                resolved.append(found)
        return resolved + self._first_person(resolved)

    def _first_person(self, resolved: list[Resolved]) -> list[Resolved]:
        """I and me between marks are the paragraph's speaker, where it has one and only one."""
        speakers = self._speakers | {found.thing for found in resolved if self._speaks(found.name)}
        if len(speakers) != 1:
            return []
        found = I_OR_ME.finditer(self._text, self._segment.start_char, self._segment.end_char)
        (speaker,) = speakers
        return [_resolved(match, speaker) for match in found if self._quoted.holds(match.start())]

    def _resolve(self, pronoun: re.Match[str], scene: Scene) -> Resolved | None:
        gender = Gender.MALE if pronoun["male"] else Gender.FEMALE
        quoted = self._quoted.holds(pronoun.start())
        # In somebody's own words he and she are others: without a known speaker nobody can be ruled out.
        if quoted and not self._speakers:
            return None
        person = scene.answer(gender, self._speakers if quoted else ())
        if person is None:
            return None
        scene.mention(person, QUOTED if quoted else PRONOUN)
        return _resolved(pronoun, person)

    def _speaks(self, name: Name) -> bool:
        """Whether a verb of speech stands right beside the name, outside quotation marks."""
        if self._quoted.holds(name.start):
            return False
        start, end = self._segment.start_char, self._segment.end_char
        after = VERB_AFTER.match(self._text, name.end, end)
        before = VERB_BEFORE.search(self._text, max(start, name.start - VERB_REACH), name.start)
        return any(match and match.group(1) in _speech_verbs() for match in (after, before))

    def _weight(self, name: Name) -> float:
        if self._quoted.holds(name.start):
            return QUOTED
        if self._text[name.end : name.end + 1] in ("'", "’"):
            return POSSESSIVE
        if self._speaks(name):
            return SUBJECT
        opening = self._text[self._sentence_start : name.start - len(name.title)]
        return SUBJECT if not any(c.isupper() for c in opening[1:]) else OTHER


@lru_cache(maxsize=1)
def _speech_verbs() -> frozenset[str]:
    return words("speech_verbs")
