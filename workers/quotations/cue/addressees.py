"""Finds the addressee of a cue, from the parse: "told reporters", "said to the crowd"."""

from __future__ import annotations

from spacy.tokens import Token

from workers.language.cues import CueClass
from workers.language.lexicon import groups
from workers.language.tags import NOMINAL
from workers.quotations.cue.find import Cue
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Offsets

_WRITING_TO, _SAYING_TO = groups("constructions")["writing_to"], groups("constructions")["saying_to"]
MAX_WORDS = 15


def addressee_of(scene: Scene, cue: Cue) -> Offsets | None:
    """Article offsets of the addressee's phrase."""
    head = _head(cue)
    if head is None or scene.slot_at[head.i] is not None:
        return None
    clauses = {t.i for c in head.children if c.dep_ in ("relcl", "acl", "appos") for t in c.subtree}
    words = [t for t in head.subtree if scene.slot_at[t.i] is None and t.i not in clauses and not t.is_punct]
    if len(words) > MAX_WORDS or words[-1].i - words[0].i >= 2 * MAX_WORDS:
        return None
    return scene.start_of(words[0].i), scene.end_of(words[-1].i)


def _head(cue: Cue) -> Token | None:
    told = cue.kind & CueClass.ADDRESSING or cue.verb.base in _WRITING_TO
    if told and not cue.passive:
        objects = [c for c in cue.token.rights if c.dep_ in ("dobj", "dative")]
        return next((c for c in objects if c.tag_ in NOMINAL and c != cue.subject), None)
    if cue.verb.base in _SAYING_TO:
        to = next((c for c in cue.token.rights if c.dep_ in ("prep", "dative") and c.lower_ == "to"), None)
        return next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    return None
