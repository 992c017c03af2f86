"""Whether a cue with its clause reports somebody's words at all."""

from __future__ import annotations

from workers.quotations.clauses import Cue
from workers.quotations.cues import SAYING, CueClass
from workers.quotations.scenes import Scene
from workers.quotations.subjects import can_speak

_EXPLETIVE = frozenset({"it", "this", "that", "which", "what", "there"})
_INDEFINITE = frozenset({"anyone", "anybody", "nobody", "everyone", "you", "one"})
_HYPOTHETICAL = frozenset({"if", "whether", "unless", "lest"})
_CONDITIONAL = frozenset({"would", "could", "might", "should", "may", "can", "must"})
_DECLINING = frozenset({"decline", "refuse"})


def is_believed(scene: Scene, cue: Cue, content: set[int]) -> bool:
    """Whether somebody speaks here: the subject must be able to, and must have done so."""
    if not content:
        return False
    marked = any(scene.slot_at[i] is not None for i in content)
    if cue.is_noun:
        return cue.subject is not None and (marked or scene.doc[min(content)].lower_ == "that")
    if cue.subject is None:
        return marked
    if not marked and (_did_not(cue) or _is_loose(cue)):
        return False
    return _speaks(scene, cue, content)


def _speaks(scene: Scene, cue: Cue, content: set[int]) -> bool:
    subject = cue.subject
    if subject is None or can_speak(subject):
        return True
    if subject.lower_ in _EXPLETIVE:
        own = subject.head.i == cue.token.i
        return subject.lower_ == "it" and own and bool(cue.kind & SAYING) and not cue.kind & CueClass.STANCE
    return bool(cue.kind & SAYING) or scene.doc[min(content)].lower_ == "that"


def _did_not(cue: Cue) -> bool:
    """"did not say", "would say", "if he says", "declined to": no words of theirs."""
    verb = cue.token
    if cue.verb.base in _DECLINING:
        return True
    for child in verb.children:
        if child.dep_ == "neg" and cue.kind & SAYING:
            return True
        if child.dep_ == "mark" and child.lower_ in _HYPOTHETICAL:
            return True
        if child.dep_ == "aux" and child.lower_ in _CONDITIONAL and cue.kind & SAYING:
            return True
    return False


def _is_loose(cue: Cue) -> bool:
    """"Americans supporting him", "anyone wanting to go": what people do, not what somebody said."""
    if cue.kind & SAYING or cue.subject is None:
        return False
    return cue.token.dep_ == "acl" or cue.subject.lower_ in _INDEFINITE
