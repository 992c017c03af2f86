"""Names the act of a quotation from its cue: statement, denial, question, demand, promise, thought, no comment.

Finds its addressee, too, from the parse: "told reporters", "said to the crowd".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import SpeechAct
from workers.language.cues import SAYING, CueClass, told_act
from workers.language.lexicon import groups
from workers.language.tags import NOMINAL
from workers.quotations.cue.find import Cue
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Offsets

if TYPE_CHECKING:
    from spacy.tokens import Token

_CALLING_FOR = groups("constructions")["calling_for"]
_OFFERING = groups("constructions")["offering"]
_QUESTION_WORDS = groups("clauses")["questions"] | groups("clauses")["conditions"]
_CLAUSES = frozenset({"xcomp", "ccomp", "advcl", "acl"})
_WRITING_TO, _SAYING_TO = groups("constructions")["writing_to"], groups("constructions")["saying_to"]
MAX_WORDS = 15


def act_of(scene: Scene, cue: Cue, content: set[int]) -> SpeechAct:
    """The act of a cue with its content; a statement unless the cue tells another act."""
    if cue.unanswered:
        return SpeechAct.NO_COMMENT
    told = _told(cue)
    if told is SpeechAct.THOUGHT and _is_marked(scene, content):
        return SpeechAct.STATEMENT
    if _is_order(cue, content):
        return SpeechAct.DEMAND if told is not SpeechAct.PROMISE else told
    if cue.verb.base in _OFFERING and content and scene.doc[min(content)].lower_ == "to":
        return SpeechAct.PROMISE
    if told is SpeechAct.QUESTION and not _is_question(scene, content):
        return SpeechAct.STATEMENT
    if told is None and cue.verb.base == "be":
        return SpeechAct.THOUGHT
    return told or SpeechAct.STATEMENT


def _told(cue: Cue) -> SpeechAct | None:
    if cue.is_noun and _is_call(cue):
        return SpeechAct.DEMAND
    act = told_act(cue.token.lower_.rstrip("s") if cue.is_noun else cue.verb.base)
    return SpeechAct(act) if act is not None else None


def _is_call(noun: Cue) -> bool:
    """ "his call for a truce", but not the verb of "called him a fool"."""
    return noun.token.lower_ in ("call", "calls")


def _is_marked(scene: Scene, content: set[int]) -> bool:
    """Whether any of the content stands between marks: then it was said aloud, whatever the verb."""
    return not content or scene.holds_marks(content)


def _is_order(cue: Cue, content: set[int]) -> bool:
    """ "told drivers to stay away", "called for a truce", "ordered that"."""
    called = cue.passive and any(c.dep_ == "oprd" for c in cue.token.rights)
    calls = cue.verb.base in _CALLING_FOR and any(c.lower_ in ("for", "on", "upon") for c in cue.token.rights)
    if calls and not called:
        return True
    if not cue.kind & CueClass.INFINITIVE or not cue.kind & (SAYING | CueClass.OBJECT):
        return False
    objects = any(c.dep_ in ("dobj", "dative") for c in cue.token.children)
    return objects and any(_is_infinitive(t) and t.i in content for t in cue.token.rights)


def _is_infinitive(token: Token) -> bool:
    return token.dep_ in _CLAUSES and any(c.dep_ == "aux" and c.lower_ == "to" for c in token.children)


def _is_question(scene: Scene, content: set[int]) -> bool:
    """Words between marks after "asked", or a clause with a question word."""
    if _is_marked(scene, content):
        return True
    return scene.doc[min(content)].lower_ in _QUESTION_WORDS


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
