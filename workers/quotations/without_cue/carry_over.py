"""Decides who speaks quoted stretches without a cue: the rest of a split quotation, a speaker who goes on, evidence.

99 % of direct quotations in news have cue and speaker in their own line (PolNeAR dev), so the rest is decided by
the nearest evidence only: the line before, a colon at its end, the sentence between; never across another person.

In a dialogue, lines of nothing but a quotation alternate once one speaker has answered the other: '"I take
responsibility," Roe answered. / "What does that mean?" Poe shot back. / "The board will decide." / "You are the
board!"': the third line is Roe's, the fourth Poe's. Without a reply before it, a question may be its speaker's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shared.model import AttributionMethod, Voice
from workers.language.cues import cue_verb
from workers.language.gender import PRONOUNS
from workers.language.lexicon import groups
from workers.language.sentences import sentence_breaks
from workers.language.works import is_heading
from workers.quotations.pairing.reported import Found
from workers.quotations.reading.frames import Slot
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Continued, Finding, Offsets, Reported, Unclaimed, cue_in, merged, voice_in
from workers.quotations.speaker.subjects import last_subject, subject_around
from workers.quotations.without_cue.blocks import Evidence, introduced_by, told_of_before
from workers.quotations.without_cue.labels import Labels, signature_after
from workers.quotations.without_cue.stance import Stances
from workers.quotations.without_cue.unlisted import beside_unlisted_verb
from workers.quotations.without_cue.verdicts import told_by_copula

_COORDINATED = re.compile(r"[”\"’']{0,2},?(?: (?:and|or))?(?: (?:an?|the))? ?")
"""'a "leech" and a "brat"': what stands between the parts of a series."""
MIN_WORDS_ALONE = 4
"""A stretch of fewer words without a known speaker is taken for a title or a scare quote."""
RECENT = 40
FILLING = 8
"""Fewer words that fill a line between marks are a heading or a caption as often as somebody's words."""
SIGNED, SUBJECT_ONLY = 8.0, 2.0
"""Scores of a signature, and of a fragment's subject; a name or a sentence before a colon scores between them."""
_GUESSED = (AttributionMethod.NONE, AttributionMethod.CONTINUATION)
REPLY_REACH = 3
"""Most lines between the words of the two."""


class CarryOver:
    """Walks the lines of an article in order and gives stretches without a cue to the speaker who goes on."""

    def __init__(self, text: str, labels: Labels, stances: Stances) -> None:
        self._text = text
        self._labels = labels
        self._stances = stances
        self._result: list[Finding] = []
        self._before: Scene | None = None

    def add(self, scene: Scene, found: Found) -> None:
        """Adds the next line with the findings of its own cues."""
        findings = [self._with_voice(scene, finding) for finding in found.findings]
        self._resume(scene, findings)
        self._result.extend(findings)
        taken = found.dismissed.union(*(finding.slots for finding in findings))
        for number, slot in enumerate(scene.frame.slots):
            if number not in taken and not slot.quoted.title:
                self._place(scene, number, slot)
        self._before = scene

    def _with_voice(self, scene: Scene, finding: Reported) -> Reported:
        """'"...," chimed in Jane Roe': the finding with the name beside its cue, where the parser lost the subject."""
        if finding.voice is not None or not finding.slots:
            return finding
        last = scene.frame.slots[max(finding.slots)].quoted
        beside = beside_unlisted_verb(self._text, last.inner_end, last.end, self._labels.last_words)
        first = scene.frame.slots[min(finding.slots)].quoted
        voice = beside[1] if beside is not None else self._labels.before(scene.frame.line.start, first.start)
        return replace(finding, voice=voice) if voice is not None else finding

    def add_block(self, finding: Finding) -> None:
        """Adds a block quotation, which the line before introduced."""
        self._result.append(finding)

    def findings(self) -> list[Finding]:
        """All findings, in the order they were added; `follows` counts in it."""
        return self._result

    def _resume(self, scene: Scene, found: list[Reported]) -> None:
        """A quotation re-opened in this line and attributed only here takes its first lines along."""
        last, before = self._result[-1] if self._result else None, self._before
        if last is None or before is None or last.method not in _GUESSED or last.spans[-1][0] < before.frame.line.start:
            return
        for index, finding in enumerate(found):
            resumed = [n for n in finding.slots if scene.frame.slots[n].quoted.resumed]
            if resumed and self._mark_before(finding.spans[0][0]) == self._mark_before(last.spans[-1][0]):
                self._result.pop()
                found[index] = replace(finding, spans=merged([*last.spans, *finding.spans]))
                return

    def _mark_before(self, offset: int) -> str:
        """The mark that opens a stretch: other marks than before open words within somebody's words."""
        return self._text[max(0, offset - 3) : offset].rstrip()[-1:]

    def _place(self, scene: Scene, number: int, slot: Slot) -> None:
        last = self._last_before(slot.quoted.start)
        if last is not None and self._goes_on(last, scene, slot):
            self._result[last] = self._result[last].joined(slot.quoted.inner, number)
            return
        self._result.extend(self._new(scene, number, slot, last))

    def _last_before(self, offset: int) -> int | None:
        # The nearest finding is always among the last few.
        recent = range(max(0, len(self._result) - RECENT), len(self._result))
        earlier = [i for i in recent if self._result[i].spans[-1][1] <= offset]
        return max(earlier, key=lambda i: self._result[i].spans[-1][1], default=None)

    def _goes_on(self, last: int, scene: Scene, slot: Slot) -> bool:
        """'"A," X said. "B."': nothing but the cue's own sentence between; or re-opened in a new paragraph."""
        finding = self._result[last]
        if slot.quoted.resumed and finding.line < scene.line:
            return bool(finding.slots)
        if finding.line != scene.line or not finding.slots:
            return False
        between = self._text[finding.spans[-1][1] : slot.quoted.start]
        cue = cue_in(finding)
        has_cue = cue is not None and finding.spans[-1][1] <= cue[0] < slot.quoted.start
        breaks = sum(1 for _ in sentence_breaks(self._text, finding.spans[-1][1], slot.quoted.start))
        if not slot.stand_in and voice_in(finding) is not None and _COORDINATED.fullmatch(between):
            return True
        if not slot.stand_in:
            return breaks == 0 and has_cue and self._words(slot) >= MIN_WORDS_ALONE
        if breaks == 1 and self._is_about_another(finding, scene, slot):
            return False
        if isinstance(finding, Unclaimed):
            # '"Where is it?" "It sank."': two who talk.
            return False
        return breaks <= 1 and (has_cue or not any(c.isalnum() for c in between))

    def _is_about_another(self, finding: Finding, scene: Scene, slot: Slot) -> bool:
        """Whether the sentence between two stretches has another name for its subject than the speaker's."""
        voice = voice_in(finding)
        if not isinstance(finding, Reported) or voice is None:
            return False
        after = finding.sentence[1] if finding.sentence is not None else finding.spans[-1][1]
        subject = last_subject(scene, after, slot.quoted.start)
        if subject is None or subject.tag_ != "NNP":
            return False
        words, head = self._text[voice.start : voice.end], self._text[voice.head_start : voice.head_end]
        return head[:1].isupper() and words.lower() not in PRONOUNS and subject.text not in words

    def _new(self, scene: Scene, number: int, slot: Slot, last: int | None) -> list[Finding]:
        """The finding that a quoted stretch makes by itself; none where it is a title or a scare quote."""
        line, spans, slots = scene.line, (slot.quoted.inner,), frozenset({number})
        told = self._by_evidence(scene, slot)
        if told is not None:
            return [_reported(told, line, spans, slots)]
        whole = slot.stand_in and self._words(slot) >= MIN_WORDS_ALONE and not self._is_heading(slot)
        spoken = last is not None and self._result[last].line == line and bool(self._result[last].slots)
        voice = self._stances.before(scene, slot, spoken) if whole else None
        following = self._following(scene, slot, last) if voice is None else None
        if following is not None:
            return [replace(following, slots=slots)]
        voice = voice or self._told_of(scene, slot)
        if voice is not None:
            rule, method = "without_cue.told_of_before", AttributionMethod.CONTINUATION
            return [Reported(line=line, spans=spans, rule=rule, slots=slots, voice=voice, method=method)]
        if self._words(slot) >= MIN_WORDS_ALONE and not self._is_heading(slot):
            return [Unclaimed(line=line, spans=spans, rule="without_cue.nobody_told", slots=slots)]
        return []

    def _following(self, scene: Scene, slot: Slot, last: int | None) -> Continued | None:
        """The stretch as words of the speaker before, or of the one whom the speaker before has answered."""
        if last is None or not slot.stand_in:
            return None
        line, spans = scene.line, (slot.quoted.inner,)
        other = answered_by(self._text, self._result, last)
        if other is not None and self._fills_next(last, scene, slot):
            return Continued(line=line, spans=spans, rule="without_cue.answer", follows=other, answers=last)
        if self._may_follow(last, scene, slot):
            return Continued(line=line, spans=spans, rule="without_cue.continuation", follows=last)
        return None

    def _by_evidence(self, scene: Scene, slot: Slot) -> Evidence | None:
        """A signature behind, an introduction before, or for a fragment the subject of its sentence."""
        told = told_by_copula(scene, scene.frame.slots.index(slot))
        if told is not None:
            return told
        signature = signature_after(self._text, slot.quoted.end, scene.frame.line.end)
        opens = not self._text[scene.frame.line.start : slot.quoted.start].strip()
        if signature is not None and (slot.stand_in or opens):
            return Evidence("without_cue.signed", signature[1], signature[0], score=SIGNED)
        if not slot.stand_in:
            voice = subject_around(scene, slot) if self._words(slot) >= MIN_WORDS_ALONE else None
            return Evidence("without_cue.subject_around", voice, score=SUBJECT_ONLY) if voice is not None else None
        unlisted = beside_unlisted_verb(self._text, slot.quoted.inner_end, slot.quoted.end, self._labels.last_words)
        if unlisted is not None:
            return Evidence("without_cue.unlisted_verb", unlisted[1], unlisted[0], score=SIGNED)
        label = self._labels.before(scene.frame.line.start, slot.quoted.start)
        if label is not None:
            return Evidence("without_cue.name_before_colon", label)
        return introduced_by(self._text, scene, self._before, slot)

    def _may_follow(self, last: int, scene: Scene, slot: Slot) -> bool:
        finding = self._result[last]
        if finding.line == scene.line:
            between = last_subject(scene, finding.spans[-1][1], slot.quoted.start)
            return between is None or between.lower_ in ("he", "she", "i")
        return self._fills_next(last, scene, slot) and self._was_last_to_speak(finding)

    def _fills_next(self, last: int, scene: Scene, slot: Slot) -> bool:
        """Whether a quotation opens the line right behind the last one's, and is no heading."""
        whole = not self._text[scene.frame.line.start : slot.quoted.start].strip()
        if not whole or self._is_heading(slot):
            return False
        return self._before is not None and self._result[last].line == self._before.line

    def _told_of(self, scene: Scene, slot: Slot) -> Voice | None:
        """The subject of the line right before a line that is one quotation."""
        fills = not self._text[scene.frame.line.start : slot.quoted.start].strip() and self._words(slot) >= FILLING
        before = self._before
        return told_of_before(before) if fills and before is not None and before.line == scene.line - 1 else None

    def _was_last_to_speak(self, finding: Finding) -> bool:
        """Whether nobody else is the subject of what follows the quotation in its line."""
        before = self._before
        if finding.slots or before is None:
            return True
        return (
            voice_in(finding) is not None and last_subject(before, finding.spans[-1][1], before.frame.line.end) is None
        )

    def _is_heading(self, slot: Slot) -> bool:
        return is_heading(self._text[slice(*slot.quoted.inner)])

    def _words(self, slot: Slot) -> int:
        return len(self._text[slice(*slot.quoted.inner)].split())


def _reported(told: Evidence, line: int, spans: tuple[Offsets, ...], slots: frozenset[int]) -> Reported:
    return Reported(
        line=line,
        spans=spans,
        rule=told.rule,
        slots=slots,
        score=told.score,
        voice=told.voice,
        cue=told.cue,
        sentence=told.sentence,
    )


def answered_by(text: str, findings: Sequence[Finding], last: int) -> int | None:
    """The finding whose speaker answers the last one, by its index; None if no two are known to talk."""
    finding = findings[last]
    if isinstance(finding, Continued) and finding.answers is not None:
        return finding.answers
    other = next((i for i in range(last - 1, -1, -1) if _is_other(text, findings[i], finding)), None)
    asks = text[finding.spans[-1][1] - 1] == "?"
    if other is None or finding.line - findings[other].line > REPLY_REACH or not asks:
        return None
    return other if _replies(text, finding) or _replies(text, findings[other]) else None


def _is_other(text: str, one: Finding, finding: Finding) -> bool:
    first, second = _name(text, one), _name(text, finding)
    return first is not None and second is not None and first != second and one.line < finding.line


def _name(text: str, finding: Finding) -> str | None:
    """The last word of the speaker's name; None for a pronoun, which is resolved later."""
    voice = voice_in(finding)
    head = text[voice.head_start : voice.head_end] if voice is not None else ""
    return head if head[:1].isupper() and len(head) > 1 else None


def _replies(text: str, finding: Finding) -> bool:
    cue = cue_in(finding)
    verb = cue_verb(text[slice(*cue)]) if cue is not None else None
    return verb is not None and verb.base in groups("constructions")["replying"]
