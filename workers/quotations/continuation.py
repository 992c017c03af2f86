"""Quoted stretches without a cue of their own: the rest of a split quotation, or a speaker who goes on.

99 % of direct quotations in news have cue and speaker in their own line (PolNeAR dev), so what is left is decided by
the nearest evidence only: the line before, a colon at its end, the sentence between; never across another person.
"""

from __future__ import annotations

import re

from shared.model import AttributionMethod
from workers.quotations.clauses import find_cues
from workers.quotations.frames import Slot
from workers.quotations.records import Finding, Offsets, Voice
from workers.quotations.scenes import Scene
from workers.quotations.signatures import signature_after
from workers.quotations.speakers import voice_of
from workers.quotations.subjects import last_subject, sentence_subject

_SENTENCE_BREAK = re.compile(r"[.!?…][”’\"')]*\s+(?=[A-Z“‘\"'(])")
MIN_WORDS_ALONE = 4
"""Fewer words between marks that nobody is said to speak are taken for a title or a scare quote."""


class CarryOver:
    """Walks the lines of an article in order and gives what has no cue to whoever goes on speaking."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._result: list[Finding] = []
        self._before: Scene | None = None

    def add(self, scene: Scene, found: list[Finding]) -> None:
        """Takes in the next line with what its own cues explain."""
        self._result.extend(found)
        taken = {number for finding in found for number in finding.slots}
        for number, slot in enumerate(scene.frame.slots):
            if number not in taken and slot.stand_in:
                self._place(scene, number, slot)
        self._before = scene

    def findings(self) -> list[Finding]:
        """All findings, in the order they were added; `follows` counts in it."""
        return self._result

    def _place(self, scene: Scene, number: int, slot: Slot) -> None:
        last = self._last_before(slot.quoted.start)
        if last is not None and self._goes_on(last, scene, slot):
            self._result[last] = self._result[last].joined(slot.quoted.inner)
            return
        self._result.extend(self._new(scene, number, slot, last))

    def _last_before(self, offset: int) -> int | None:
        earlier = [i for i, f in enumerate(self._result) if f.spans[-1][1] <= offset]
        return max(earlier, key=lambda i: self._result[i].spans[-1][1], default=None)

    def _goes_on(self, last: int, scene: Scene, slot: Slot) -> bool:
        """'"A," X said. "B."': nothing but the cue's own sentence between; or re-opened in a new paragraph."""
        finding = self._result[last]
        if slot.quoted.resumed and finding.line < scene.line:
            return bool(finding.slots)
        if finding.line != scene.line or not finding.slots:
            return False
        between = self._text[finding.spans[-1][1] : slot.quoted.start]
        has_cue = finding.cue is not None and finding.spans[-1][1] <= finding.cue[0] < slot.quoted.start
        return len(_SENTENCE_BREAK.findall(between)) <= 1 and (has_cue or not any(c.isalnum() for c in between))

    def _new(self, scene: Scene, number: int, slot: Slot, last: int | None) -> list[Finding]:
        span, slots = slot.quoted.inner, frozenset({number})
        signature = signature_after(self._text, slot.quoted.end, scene.frame.line.end)
        if signature is not None:
            return [Finding(scene.line, (span,), AttributionMethod.EXPLICIT, *signature, slots, 8.0)]
        introduced = self._introduction(scene, slot)
        if introduced is not None:
            return [Finding(scene.line, (span,), AttributionMethod.EXPLICIT, *introduced, slots, 6.0)]
        if last is not None and self._may_follow(last, scene, slot):
            return [Finding(scene.line, (span,), AttributionMethod.CONTINUATION, slots=slots, follows=last)]
        if len(self._text[span[0] : span[1]].split()) >= MIN_WORDS_ALONE:
            return [Finding(scene.line, (span,), AttributionMethod.NONE, slots=slots)]
        return []

    def _introduction(self, scene: Scene, slot: Slot) -> tuple[Offsets | None, Voice | None] | None:
        """Who is named in what leads up to the quotation: the sentence before a colon, the sentence between."""
        line_start = scene.frame.line.start
        before = self._text[line_start : slot.quoted.start].rstrip()
        if before:
            return _colon(scene, slot.quoted.start) if before.endswith(":") else None
        if self._before is None or not self._text[: self._before.frame.line.end].rstrip().endswith(":"):
            return None
        return _colon(self._before, self._before.frame.line.end)

    def _may_follow(self, last: int, scene: Scene, slot: Slot) -> bool:
        finding = self._result[last]
        if finding.line == scene.line:
            return last_subject(scene, finding.spans[-1][1], slot.quoted.start) is None
        whole = not self._text[scene.frame.line.start : slot.quoted.start].strip()
        return whole and bool(finding.slots) and self._before is not None and finding.line == self._before.line


def _colon(scene: Scene, offset: int) -> tuple[Offsets | None, Voice | None] | None:
    """The cue and speaker of the sentence whose colon introduces a quotation."""
    cues = [
        c for c in find_cues(scene) if scene.end_of(c.token.i) <= offset and c.subject is not None and not c.is_noun
    ]
    if cues:
        cue = cues[-1]
        return (scene.start_of(cue.token.i), scene.end_of(cue.token.i)), voice_of(
            scene, cue.subject, cue.token, cue.relative
        )
    for sentence in reversed(list(scene.doc.sents)):
        if scene.start_of(sentence.start) < offset:
            subject = sentence_subject(scene, sentence)
            return (None, voice_of(scene, subject, None)) if subject is not None else None
    return None
