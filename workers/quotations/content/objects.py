"""Finds the heads of a content that is no clause: "cited the report", "called it a mistake", "found no evidence"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import SpeakerType
from workers.language.cues import CueClass
from workers.language.lexicon import groups
from workers.language.nouns import noun_type
from workers.quotations.content.records import Heads
from workers.quotations.cue.find import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

_OBJECTS = frozenset({"dobj", "oprd", "attr", "dative", "acomp"})
_SMALL_CLAUSE = frozenset({"ccomp", "xcomp"})
_WORDS = groups("constructions")
NAMING = _WORDS["naming"]


def shown(cue: Cue) -> Heads:
    """ "The report found no evidence": the findings of a document are reported as objects, too."""
    document = cue.subject is not None and noun_type(cue.subject.text) is SpeakerType.DOCUMENT
    if not document or cue.verb.base not in _WORDS["showing"]:
        return []
    return [c for c in cue.token.rights if c.dep_ in ("dobj", "oprd", "acomp", "xcomp")]


def reported_object(cue: Cue) -> Heads:
    """The object of a verb with its predicate: "called the plan a mistake"."""
    if not cue.kind & (CueClass.OBJECT | CueClass.PREDICATIVE):
        return []
    if cue.passive:
        as_ = "as" if cue.kind & CueClass.PREDICATIVE and not cue.kind & CueClass.STANCE else ""
        return [c for c in cue.token.children if c.dep_ in ("nsubjpass", "oprd") or c.lower_ == as_]
    rights = list(cue.token.rights)
    if _says_nothing(cue, rights):
        return []
    plan = _plan(rights) or _likened(cue, rights)
    if plan:
        return plan
    heads = [c for c in rights if c.dep_ in _OBJECTS or (c.dep_ == "xcomp" and c.tag_ == "VBG")]
    if cue.verb.base in NAMING and not _names_something(cue, heads):
        return []
    return _with_predicate(rights, heads) if heads and cue.kind & CueClass.PREDICATIVE else heads


def _says_nothing(cue: Cue, rights: Heads) -> bool:
    """ "barred from seeing him", "considered the matter", "welcomed the guests": nothing is reported."""
    if any(t.text == '"' for t in cue.token.subtree):
        return _names_what(cue) or _welcomes(cue, rights)
    if cue.verb.base in _WORDS["striking"] and _strikes(rights):
        return True
    unsaid = cue.verb.base in _WORDS["regarding"] and not any(map(_tells_what, rights))
    return unsaid or _welcomes(cue, rights)


def _welcomes(cue: Cue, rights: Heads) -> bool:
    greeted = (c for c in rights if c.dep_ == "dobj")
    somebody = any(noun_type(c.text) in (SpeakerType.PERSON, SpeakerType.GROUP) for c in greeted)
    return cue.verb.base in _WORDS["greeting"] and somebody


def _is_blamed(rights: Heads) -> bool:
    """ "attacked the church over its silence", "attacked her rival as a fraud"."""
    return any(c.lower_ in ("as", "for", "over") for c in rights)


def _strikes(rights: Heads) -> bool:
    """ "attacked the church", "attacked the bus with knives"; but not "attacked the church over its silence"."""
    struck = any(c.dep_ == "dobj" and c.lower_ in _WORDS["struck"] for c in rights)
    armed = any(c.dep_ == "prep" and c.lower_ == "with" for c in rights)
    return (struck or armed) and not _is_blamed(rights)


def _plan(rights: Heads) -> Heads:
    """ "announced plans this week to go": the parser parts the plan from its noun."""
    if not any(c.dep_ == "dobj" and c.lower_ in _WORDS["plans"] for c in rights):
        return []
    return [c for c in rights if c.dep_ == "xcomp" and c.left_edge.lower_ == "to"]


def _likened(cue: Cue, rights: Heads) -> Heads:
    """ "likened the plan to a leaking boat", "blamed the flood on neglect": the object, and what it is likened to."""
    whom = next((c for c in rights if c.dep_ == "dobj"), None)
    if whom is None or cue.verb.base not in _WORDS["likening"]:
        return []
    wanted = ("on",) if cue.verb.base == "blame" else ("to", "with")
    to = next((c for parent in (cue.token, whom) for c in parent.rights if c.lower_ in wanted), None)
    return [whom, to] if to is not None else []


def _with_predicate(rights: Heads, heads: Heads) -> Heads:
    """The object and its predicate, with all between: "hailed it as a triumph"."""
    reason = ("as",) if any(c.dep_ == "oprd" for c in heads) else ("as", "for")
    last = max(c.i for c in rights if c in heads or c.dep_ in _SMALL_CLAUSE or c.lower_ in reason)
    return [c for c in rights if c.i <= last and c.dep_ not in ("punct", "cc", "conj", "advcl")]


def _tells_what(child: Token) -> bool:
    """Whether a child is the predicate: "saw it as a threat", "considered it unfair", "considers going"."""
    hung = any(c.dep_ == "prep" and c.lower_ == "as" for c in child.rights)
    return child.lower_ == "as" or child.dep_ in ("oprd", *_SMALL_CLAUSE) or hung


def _names_what(cue: Cue) -> bool:
    """ "what she called 'a farce'": only the words between marks are hers."""
    return bool(cue.kind & CueClass.PREDICATIVE) and cue.takes_what


def _names_something(cue: Cue, heads: Heads) -> bool:
    """ "called the plan a mistake", "what he calls a mistake", but not "called a meeting"."""
    if any(c.dep_ in ("oprd", *_SMALL_CLAUSE) for c in cue.token.rights) or len(heads) > 1:
        return True
    if any(c.dep_ == "acl" and c.i > head.i for head in heads for c in head.children):
        return True
    return cue.token.dep_ in ("relcl", "ccomp", "pcomp") or cue.takes_what
