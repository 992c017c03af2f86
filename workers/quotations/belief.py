"""Whether a cue with its clause reports somebody's words at all."""

from __future__ import annotations

from workers.quotations.acts import is_no_comment
from workers.quotations.clauses import Cue
from workers.quotations.cues import SAYING, CueClass, cue_verb, is_hearsay
from workers.quotations.scenes import Scene
from workers.quotations.subjects import can_speak

_EXPLETIVE = frozenset({"it", "this", "that", "which", "what", "there"})
_INDEFINITE = frozenset({"anyone", "anybody", "nobody", "everyone", "you", "one"})
_HYPOTHETICAL = frozenset({"if", "whether", "unless", "lest"})
_POSSIBLE = frozenset({"could", "might", "may"})
_FUTURE = frozenset({"would", "will", "’ll", "'ll", "should", "can", "must"})
_UNNAMED = frozenset({"anonymity", "anonymous", "named", "identified"})
MAX_UNNAMED = 6
MAX_SUBJECT = 20
MAX_CLIMB = 5


def is_believed(scene: Scene, cue: Cue, content: set[int]) -> bool:
    """Whether somebody speaks here: the subject must be able to, and must have done so."""
    if not content:
        return False
    marked = any(scene.slot_at[i] is not None for i in content)
    if cue.is_noun:
        return cue.subject is not None or (is_hearsay(cue.token.text) and scene.doc[min(content)].lower_ == "that")
    if cue.subject is None:
        return marked and not (cue.passive and cue.kind & CueClass.STANCE)
    if is_no_comment(cue):
        return _speaks(scene, cue, content)
    if not marked and (_did_not(cue) or _is_loose(cue) or _stays_unnamed(scene, content) or _is_tangled(cue)):
        return False
    return _speaks(scene, cue, content)


def _speaks(scene: Scene, cue: Cue, content: set[int]) -> bool:
    subject = cue.subject
    if subject is None or can_speak(subject):
        return True
    if subject.lower_ in _EXPLETIVE:
        own = subject.head.i == cue.token.i and subject.lower_ == "it"
        says = bool(cue.kind & SAYING) and not cue.kind & CueClass.STANCE
        return own and (says or scene.doc[min(content)].lower_ == "that")
    return bool(cue.kind & SAYING) or scene.doc[min(content)].lower_ == "that"


def _did_not(cue: Cue) -> bool:
    """ "did not say", "will say": no words of theirs."""
    if not cue.kind & SAYING:
        return False
    return any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _FUTURE) for c in cue.token.children)


def is_hypothetical(cue: Cue) -> bool:
    """ "might say", "if he says", "could be forgiven for saying": said by nobody, marks or not."""
    verbs = [cue.token]
    while verbs[-1].dep_ in ("pcomp", "prep", "xcomp", "conj") and len(verbs) < MAX_CLIMB:
        verbs.append(verbs[-1].head)
    children = [c for verb in verbs for c in verb.children if c.i < cue.token.i]
    modal = any(c.dep_ == "aux" and c.lower_ in _POSSIBLE for c in children) and bool(cue.kind & SAYING)
    return modal or any(c.dep_ == "mark" and c.lower_ in _HYPOTHETICAL for c in cue.token.children)


def _is_tangled(cue: Cue) -> bool:
    """A subject with main verbs of its own in it: the parser lost its way."""
    words = list(cue.subject.subtree) if cue.subject is not None else []
    own = {t.i for t in cue.token.subtree}
    verbs = [t for t in words if t.tag_ in ("VBD", "VBZ", "VBP") and t.dep_ in ("conj", "ccomp", "advcl", "acl")]
    return len(words) > MAX_SUBJECT and any(t.i not in own for t in verbs)


def _stays_unnamed(scene: Scene, content: set[int]) -> bool:
    """ "asked for anonymity", "asked not to be named"."""
    return len(content) <= MAX_UNNAMED and any(scene.doc[i].lower_ in _UNNAMED for i in content)


def _is_loose(cue: Cue) -> bool:
    """ "Americans supporting him", "anyone wanting to go": what people do, not what somebody said."""
    if cue.subject is None:
        return False
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in cue.token.children)
    if cue.kind & SAYING:
        return infinitive and _asks(cue)
    return infinitive or cue.token.dep_ == "acl" or cue.subject.lower_ in _INDEFINITE


def _asks(cue: Cue) -> bool:
    """ "declined to say", "asked him to announce", "plans to tell": not said yet."""
    governor = cue_verb(cue.token.head.text)
    return governor is not None and bool(governor.kind & CueClass.INFINITIVE)
