"""The quotations of one parsed line: each cue with the words it governs and the free quotations beside it."""

from __future__ import annotations

from dataclasses import dataclass

from shared.model import AttributionMethod
from workers.quotations.attribution import Pairing, best_pairings
from workers.quotations.clauses import Cue, find_cues
from workers.quotations.contents import content_of
from workers.quotations.cues import SAYING, CueClass
from workers.quotations.records import Finding, Offsets, merged
from workers.quotations.scenes import Scene, to_spans
from workers.quotations.speakers import voice_of
from workers.quotations.subjects import can_speak

GOVERNED_ONLY = 5.0
"""Score of a cue with a clause but no free quotation beside it."""


@dataclass(frozen=True, slots=True)
class Governed:
    """A cue with the words it governs."""

    cue: Cue
    content: set[int]


def find_in_scene(scene: Scene, text: str) -> list[Finding]:
    """The quotations of one line; quoted stretches without a cue are left to `continuation`."""
    cues = find_cues(scene)
    free = best_pairings(scene, [c for c in cues if not c.is_noun])
    findings = []
    for one in _outermost([Governed(c, content_of(scene, c)) for c in cues], scene, free):
        found = _finding(scene, text, one, [p for p in free.values() if p.cue is one.cue])
        if found is not None:
            findings.append(found)
    return sorted(findings, key=lambda f: f.spans[0])


def _outermost(governed: list[Governed], scene: Scene, free: dict[int, Pairing]) -> list[Governed]:
    """Cues that stand in no other's content; those with a free quotation of their own always stay."""
    paired = {id(p.cue) for p in free.values()}
    kept: list[Governed] = []
    covered: set[int] = set()
    for one in sorted(governed, key=lambda g: sum(1 for _ in g.cue.token.ancestors)):
        if id(one.cue) in paired or (one.cue.token.i not in covered and _is_believed(scene, one)):
            kept.append(one)
            covered |= one.content
    return kept


def _is_believed(scene: Scene, one: Governed) -> bool:
    """Whether somebody speaks here at all: the subject must be able to, unless the verb is one of saying."""
    if not one.content:
        return False
    cue, marked = one.cue, any(scene.slot_at[i] is not None for i in one.content)
    if cue.is_noun:
        return cue.subject is not None and (marked or scene.doc[min(one.content)].lower_ == "that")
    if cue.subject is None:
        return marked
    if can_speak(cue.subject):
        return True
    if cue.subject.lower_ in ("it", "this", "that", "which", "what", "there"):
        return cue.subject.lower_ == "it" and bool(cue.kind & SAYING) and not cue.kind & CueClass.STANCE
    return bool(cue.kind & SAYING) or scene.doc[min(one.content)].lower_ == "that"


def _finding(scene: Scene, text: str, one: Governed, paired: list[Pairing]) -> Finding | None:
    slots = scene.frame.slots
    free = {p.slot for p in paired if slots[p.slot].stand_in}
    fragments = {p.slot for p in paired} - free
    inside = {n for n in (scene.slot_at[i] for i in one.content) if n is not None}
    spans: list[Offsets] = [slots[n].quoted.inner for n in free | (fragments - inside)]
    only_stand_ins = bool(inside) and all(slots[n].stand_in for n in inside)
    if fragments & inside or not (free or fragments or only_stand_ins):
        spans.extend(to_spans(scene, text, one.content))
    if not spans:
        return None
    return Finding(
        line=scene.line,
        spans=merged(spans),
        method=AttributionMethod.EXPLICIT,
        cue=(scene.start_of(one.cue.token.i), scene.end_of(one.cue.token.i)),
        voice=voice_of(scene, one.cue.subject, one.cue.token, one.cue.relative),
        slots=frozenset(free | fragments | inside),
        score=max((p.score for p in paired), default=GOVERNED_ONLY),
    )
