"""The one pass over an article, from left to right: he and she, it, definite nouns and speakers, resolved together.

The pass knows who speaks before it reads who is meant: the quotations come from the stage before, with their speakers
still as words. A pronoun between marks is read right after the words for its speaker, since its speaker says "I".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

from shared.model import FoundQuotation, QuotationKind, SameSpeaker, SpeakerType
from workers.coreference.ahead import LIKELY, Asked, told_of_later
from workers.coreference.bodies import body_pronouns
from workers.coreference.called import Called
from workers.coreference.cast import Cast, Named
from workers.coreference.discourse import Paragraph, Speech
from workers.coreference.known import Answers, Known, Reading
from workers.coreference.nominals import definite_nouns
from workers.coreference.personal import HE_OR_SHE, gender_of, he_or_she, is_reply
from workers.coreference.salience import (
    ANSWERED,
    ATTRIBUTIVE,
    OTHER,
    POSSESSIVE,
    QUOTED,
    REPORTED,
    SPEAKER,
    SUBJECT,
    Answer,
    Salience,
)
from workers.coreference.speakers import Speakers

BESIDE = 20
"""Characters between a name and the cue beside it: "later", "has also"."""
STANDS_OUT = 2.0
"""How much more a person must stand out than any other to be "the 26-year-old" of whom no age was told."""


class _Kind(IntEnum):
    """What the pass meets; at one offset in this order."""

    SENTENCE = 0
    NAME = 1
    BODY = 2
    PRONOUN = 3
    VOICE = 4


class _Event(NamedTuple):
    """Something that the pass meets at an offset; `at` is where it is read, `start` where it stands."""

    at: int
    kind: _Kind
    start: int
    quotation: int = 0
    match: re.Match[str] | None = None


@dataclass
class Read:
    """What the pass returns: the pronouns and nouns with their answers, and a speaker or several by quotation."""

    pronouns: Answers = field(default_factory=dict)
    nouns: Answers = field(default_factory=dict)
    speakers: dict[int, Reading] = field(default_factory=dict)
    several: dict[int, tuple[Reading, ...]] = field(default_factory=dict)

    def pronoun_spans(self) -> dict[tuple[int, int], int]:
        """The entities by the offsets of their pronouns."""
        return {match.span(1 if "form" in match.re.groupindex else 0): a.entity for match, a in self.pronouns.values()}


class Pass:
    """Reads one article once."""

    _paragraph: Paragraph

    def __init__(
        self,
        cast: Cast,
        paragraphs: Sequence[Paragraph],
        quotations: Sequence[FoundQuotation],
        speakers: Speakers,
        called: Called,
    ) -> None:
        self._cast = cast
        self._paragraphs = paragraphs
        self._quotations = quotations
        self._speakers = speakers
        self._speech = Speech(quotations)
        self._genders = cast.genders()
        doubtful = {p.ordinal for p in cast.people() if cast.is_doubtful(p.ordinal)}
        self._salience = Salience(self._genders, doubtful, cast.leanings())
        self._bodies = {match.start("form"): (match, answer) for match, answer in body_pronouns(cast, paragraphs)}
        self._voices = {q.voice.start: at for at, q in enumerate(quotations) if q.voice is not None}
        self._seen: list[Named] = []
        self._seen_before: list[Named] = []
        self._early: list[Asked] = []
        self._new_at: int | None = None
        """Where somebody without a name spoke last in the paragraph: "one resident"."""
        self._spoken: set[int] = set()
        self._reported: set[int] = set()
        nouns = {match.start(): (match, answer) for match, answer in definite_nouns(cast, called, paragraphs)}
        self._read = Read(nouns=nouns)
        self._known = Known(self._outstanding, self._read.pronouns, nouns)

    def read(self) -> Read:
        """All answers and speakers of the article."""
        events = self._events()
        for paragraph in self._paragraphs:
            self._paragraph = paragraph
            self._seen_before, self._seen = self._seen, []
            self._new_at = None
            self._salience.next_paragraph()
            for event in sorted(events.get(paragraph.start, ()), key=lambda event: event[:3]):
                self._meet(event)
        for match, person in told_of_later(self._paragraphs, self._early, self._genders, set(self._beside_cues())):
            self._read.pronouns[match.start()] = (match, Answer(person, LIKELY, "coreference.told_of_later"))
        return self._read

    def _beside_cues(self) -> Iterator[int]:
        """Where the names begin that a cue stands right beside: "Chief Roe said"."""
        for at, reading in self._read.speakers.items():
            cue = self._quotations[at].cue
            if cue is not None and reading.name is not None:
                apart = max(cue.start_char - reading.name.end, reading.name.start - cue.end_char)
                if apart <= BESIDE:
                    yield reading.name.start

    def _events(self) -> dict[int, list[_Event]]:
        """All that the pass meets, by the start of its paragraph."""
        starts = [paragraph.start for paragraph in self._paragraphs]
        events: dict[int, list[_Event]] = defaultdict(list)
        for event in self._every_event():
            at = bisect_right(starts, event.start) - 1
            if at >= 0:
                events[starts[at]].append(event)
        return events

    def _every_event(self) -> Iterator[_Event]:
        for paragraph in self._paragraphs:
            yield from (_Event(at, _Kind.SENTENCE, at) for at in paragraph.borders)
            yield from (_Event(at, _Kind.NAME, at) for at in paragraph.people)
            for match in HE_OR_SHE.finditer(paragraph.text, paragraph.start, paragraph.end):
                yield _Event(self._read_at(match.start()), _Kind.PRONOUN, match.start(), match=match)
        yield from (_Event(at, _Kind.BODY, at) for at in self._bodies)
        for at, quotation in enumerate(self._quotations):
            if quotation.voice is not None:
                yield _Event(quotation.voice.head_start, _Kind.VOICE, quotation.voice.start, quotation=at)

    def _read_at(self, start: int) -> int:
        """Where a pronoun is read: between marks, behind the words for the speaker if these follow."""
        at = self._speech.at(start)
        voice = self._quotations[at].voice if at is not None else None
        inside = at is not None and self._quotations[at].kind is not QuotationKind.INDIRECT
        return max(start, voice.head_end) if voice is not None and inside else start

    def _meet(self, event: _Event) -> None:
        if event.kind is _Kind.SENTENCE:
            self._close_sentence()
            self._salience.next_sentence()
        elif event.kind is _Kind.NAME:
            self._name(self._paragraph.people[event.start])
        elif event.kind is _Kind.BODY:
            self._read.pronouns[event.start] = self._bodies[event.start]
        elif event.kind is _Kind.PRONOUN and event.match is not None:
            self._he_or_she(event.match)
        elif event.kind is _Kind.VOICE:
            self._speak(event.quotation)

    def _close_sentence(self) -> None:
        """Who spoke in the sentence stands out from now on; who was only spoken of stands back."""
        for person in sorted(self._reported - self._spoken):
            self._salience.fade(person, REPORTED)
        for person in sorted(self._spoken):
            self._salience.mention(person, SPEAKER)
        self._reported.clear()
        self._spoken.clear()

    def _name(self, one: Named) -> None:
        self._salience.mention(one.entity, self._weight(one))
        self._seen.append(one)
        if self._speech.at(one.start) is not None:
            self._reported.add(one.entity)

    def _weight(self, name: Named) -> float:
        """How much a name makes its person stand out."""
        paragraph = self._paragraph
        if paragraph.marks.speech(name.start) is not None:
            return QUOTED
        if paragraph.owns(name):
            return POSSESSIVE
        if paragraph.is_subject(name):
            return SUBJECT
        return ATTRIBUTIVE if paragraph.is_attributive(name) else OTHER

    def _he_or_she(self, pronoun: re.Match[str]) -> None:
        opened = self._paragraph.marks.speech(pronoun.start())
        before = [one for one in self._seen if one.start < pronoun.start()]
        speakers = self._speakers_at(pronoun.start())
        answer = self._reply(pronoun) or he_or_she(pronoun, self._paragraph, before, speakers, self._salience)
        if answer is None and opened is None and not self._salience.anybody:
            self._early.append((pronoun, gender_of(pronoun)))
        if answer is None or self._is_overtaken(pronoun, answer):
            return
        if opened is None:
            # In somebody's words the answer is too unsure to prove a gender.
            self._salience.settle(answer.entity, gender_of(pronoun))
        self._salience.mention(answer.entity, QUOTED if opened is not None else ANSWERED)
        self._seen.append(Named(pronoun.start(), pronoun.end(), pronoun.group(), answer.entity))
        self._read.pronouns[pronoun.start()] = (pronoun, answer)

    def _reply(self, pronoun: re.Match[str]) -> Answer | None:
        """'"It is late," Roe said. "It is not," she replied': another woman of the scene, if there is one."""
        at = self._voices.get(pronoun.start())
        if not at or not is_reply(self._cast.text, self._quotations[at - 1], self._quotations[at]):
            return None
        spoke = self._read.speakers.get(at - 1)
        if spoke is None or spoke.speaker.entity is None:
            return None
        answer = self._salience.answer(gender_of(pronoun), {spoke.speaker.entity})
        here = {one.entity for one in (*self._seen_before, *self._seen)}
        return answer._replace(rule="coreference.reply") if answer is not None and answer.entity in here else None

    def _is_overtaken(self, pronoun: re.Match[str], answer: Answer) -> bool:
        """Whether "he said" follows somebody without a name who spoke after the person was last named here."""
        if self._new_at is None or pronoun.start() not in self._voices:
            return False
        return not any(self._new_at < one.start for one in self._seen if one.entity == answer.entity)

    def _speakers_at(self, offset: int) -> set[int] | None:
        """The entities that speak the quotation around an offset; None where no quotation with a speaker is."""
        at = self._speech.at(offset)
        while at is not None and isinstance(same := self._quotations[at].speaker, SameSpeaker):
            at = same.quotation
        if at is None or at not in self._read.speakers:
            return None
        readings = self._read.several.get(at) or (self._read.speakers[at],)
        return {reading.speaker.entity for reading in readings if reading.speaker.entity is not None}

    def _speak(self, at: int) -> None:
        """The words for a speaker: who speaks stands out, once for each quotation."""
        voice = self._quotations[at].voice
        if voice is None:
            return
        several = self._speakers.each(voice, self._known)
        reading = self._speakers.read(voice, self._known)
        self._read.speakers[at], self._read.several[at] = reading, several
        for one in several or (reading,):
            self._spoke(one)
        told = reading.speaker.type in (SpeakerType.ORGANIZATION, SpeakerType.DOCUMENT)
        self._known.last_thing = reading.speaker if told else None
        if reading.is_new:
            self._new_at = voice.start

    def _spoke(self, reading: Reading) -> None:
        speaker = reading.speaker
        if speaker.entity is not None and self._cast.is_person(speaker.entity):
            self._spoken.add(speaker.entity)
            if reading.role is not None:
                self._known.told[speaker.entity] = reading.role
        elif speaker.entity is None and speaker.name is not None and " " in speaker.name:
            self._known.unlisted[speaker.name.split()[-1]] = speaker.name

    def _outstanding(self, offset: int) -> int | None:
        """The only person that the paragraph names before an offset outside marks, else who stands out by far."""
        marks = self._paragraph.marks
        named = {one.entity for one in self._seen if one.start < offset and not marks.holds(one.start)}
        if len(named) == 1:
            return named.pop()
        answer = self._salience.answer(None, margin=STANDS_OUT)
        return answer.entity if answer is not None else None
