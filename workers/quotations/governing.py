"""What each class of cue governs, read off the parse: rules that give the heads of the governed words."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from shared.model import SpeakerType
from workers.quotations.clauses import Cue
from workers.quotations.cues import SAYING, CueClass, cue_verb
from workers.quotations.nouns import noun_type
from workers.quotations.owners import VERBAL
from workers.quotations.silence import is_negated

_OBJECTS = frozenset({"dobj", "oprd", "attr", "dative", "acomp"})
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_SMALL_CLAUSE = frozenset({"ccomp", "xcomp"})
NAMING = frozenset({"call", "dub", "label", "term", "brand"})
"""Verbs that give something a name, and take both."""
_SHOWING = frozenset({"find", "show", "indicate", "document", "demonstrate", "identify"})
_FOR = frozenset({"call", "plea", "appeal", "demand", "request"})
_CLAUSAL = SAYING | CueClass.STANCE | CueClass.OBJECT
Heads = list[Token]


def governed_heads(cue: Cue) -> Heads:
    """The heads of what a cue governs, by the first rule that finds any."""
    if cue.unanswered:
        return list(cue.unanswered)
    for rule in _RULES:
        heads = rule(cue)
        if heads:
            objects = rule in (_preposition, _shown, _object) or not cue.kind & SAYING
            return [] if objects and _is_anothers(heads) else heads
    return []


def _is_anothers(heads: Heads) -> bool:
    """ "complained of what Roe called 'a wreck'": the words are Roe's."""
    first = min(head.left_edge.i for head in heads)
    doc = heads[0].doc
    calls = [t for head in heads for t in head.subtree if cue_verb(t.text) is not None and t.tag_ in VERBAL]
    return doc[first].lower_ == "what" and any(c.dep_ == "nsubj" for verb in calls for c in verb.children)


def _noun_clause(cue: Cue) -> Heads:
    """ "the claim that they lied", "his pledge to go", "a warning of attacks", "calls for peace"."""
    if not cue.is_noun:
        return []
    clauses = [c for c in cue.token.rights if c.dep_ in ("acl", "ccomp", "relcl") and _begins_with_that(c)]
    infinitives = [c for c in cue.token.rights if c.dep_ in ("acl", "xcomp", "relcl") and c.left_edge.lower_ == "to"]
    if clauses or infinitives:
        return clauses or infinitives
    calls = cue.token.lower_.rstrip("s") in _FOR or any(t.text == '"' for t in cue.token.subtree)
    wanted = ("of", "about", "for") if calls else ("of", "about")
    about = [c for c in cue.token.rights if c.dep_ == "prep" and c.lower_ in wanted]
    return [c for p in about for c in p.children if c.dep_ in ("pobj", "pcomp")]


def _begins_with_that(clause: Token) -> bool:
    return clause.left_edge.lower_ == "that" and clause.left_edge.tag_ == "IN"


def _according(cue: Cue) -> Heads:
    head = cue.token.head
    if cue.verb.base != "according" or head.i == cue.token.i:
        return []
    while head.tag_ not in VERBAL and head.dep_ not in ("ROOT", "pobj") and head.head.i != head.i:
        head = head.head
    return [head]


def _made_clear(cue: Cue) -> Heads:
    """ "made clear that", "made it clear that"."""
    if cue.verb.base != "clear":
        return []
    clauses = [c for parent in (cue.token, cue.token.head) for c in parent.rights if c.i > cue.token.i]
    return [c for c in clauses if c.dep_ in ("ccomp", "advcl", "acl") and (c.dep_ == "ccomp" or _begins_with_that(c))]


def _clause(cue: Cue) -> Heads:
    if not cue.kind & _CLAUSAL:
        return []
    clauses = [c for c in cue.token.children if c.dep_ == "ccomp" or (c.dep_ == "acl" and _begins_with_that(c))]
    if clauses:
        clauses += [c for c in cue.token.rights if c.dep_ == "conj" and _begins_with_that(c)]
    if clauses and cue.subject is not None:
        # "The staff, Smith explained, were busy": the clause's own subject hangs on the cue as a second one.
        clauses += [c for c in cue.token.children if c.dep_ == "nsubj" and _is_apart(c, cue.subject)]
    return clauses


def _is_apart(other: Token, subject: Token) -> bool:
    start = subject.left_edge.i
    return other.right_edge.i < start and subject.doc[start - 1].text in (",", "—", "–", "--")


def _attached_clause(cue: Cue) -> Heads:
    """ "told a reporter she planned to go", "said in a letter that he had": the parser hangs the clause on the noun."""
    if not cue.kind & SAYING or cue.passive:
        return []
    objects = [c for c in cue.token.rights if c.dep_ in ("dobj", "dative")]
    nouns = [g for c in cue.token.rights if c.dep_ == "prep" for g in c.children if g.dep_ in ("pobj", "pcomp")]
    bare = cue.verb.base == "tell"
    return [c for noun in (*objects, *nouns) for c in noun.rights if _is_reported(c, bare and noun in objects)]


def _is_reported(clause: Token, bare: bool) -> bool:
    if clause.dep_ not in ("acl", "relcl", "ccomp"):
        return False
    first = clause.left_edge
    if first.lower_ == "that":
        relative = any(c.lower_ == "that" and c.dep_ in _CORE for c in clause.children)
        return first.tag_ == "IN" or not relative or sum(c.dep_ == "nsubj" for c in clause.children) > 1
    return bare and first.tag_ not in ("WDT", "WP", "WP$", "WRB", "VBG", "VBN", "TO")


def _as_clause(cue: Cue) -> Heads:
    """ "X, as he put it": the cue hangs on the clause it reports, unless words between marks follow it."""
    verb = cue.token
    first = verb.left_edge.i
    if not cue.kind & SAYING or verb.dep_ != "advcl" or verb.doc[first].lower_ != "as":
        return []
    own = any(c.dep_ == "ccomp" or (c.dep_ == "dobj" and c.lower_ != "it") for c in verb.rights)
    if own or any(t.text == '"' for t in verb.rights):
        return []
    before = next((verb.doc[i].text for i in range(first - 1, verb.sent.start - 1, -1) if verb.doc[i].text != '"'), ",")
    return [verb.head] if before in (",", "(", "—", "–", "--") else []


def _no_answer(cue: Cue) -> Heads:
    """ "did not respond to requests for comment": what was not answered."""
    if cue.verb.base not in ("respond", "reply") or not is_negated(cue.token):
        return []
    return [c for c in cue.token.rights if c.dep_ in ("prep", "dative") and c.lower_ == "to"]


def _state_of_mind(cue: Cue) -> Heads:
    """ "is sure that they come", "was critical of the plan", "are willing to go"."""
    if cue.verb.base != "be":
        return []
    clauses = [c for c in cue.token.rights if c.dep_ in _SMALL_CLAUSE]
    about = [c for c in cue.token.rights if c.dep_ == "prep"]
    return clauses or [c for p in about for c in p.children if c.dep_ in ("pobj", "pcomp")]


def _infinitive(cue: Cue) -> Heads:
    if not cue.kind & CueClass.INFINITIVE:
        return []
    clauses = [c for c in cue.token.children if c.dep_ in _SMALL_CLAUSE]
    if clauses and cue.verb.base not in ("tell", "ask", "promise"):
        clauses += [c for c in _asked(cue) if c.i < clauses[0].i]
    return clauses


def _asked(cue: Cue) -> Heads:
    """Who is to do it: "urged drivers to leave", "called on drivers to leave"."""
    on = (c for c in cue.token.rights if cue.verb.base == "call" and c.lower_ in ("on", "upon"))
    return [c for c in cue.token.rights if c.dep_ == "dobj"] + [o for p in on for o in p.children if o.dep_ == "pobj"]


def _shown(cue: Cue) -> Heads:
    """ "The report found no evidence": what a document shows is reported without a clause, too."""
    document = cue.subject is not None and noun_type(cue.subject.text) is SpeakerType.DOCUMENT
    if not document or cue.verb.base not in _SHOWING:
        return []
    return [c for c in cue.token.rights if c.dep_ == "dobj"]


def _preposition(cue: Cue) -> Heads:
    clauses = [c for c in cue.token.rights if c.left_edge.lower_ in cue.verb.prepositions and c.tag_ in VERBAL]
    if clauses:
        return clauses
    objects = [c for c in cue.token.children if c.dep_ == "dobj"]
    parents = (cue.token, *objects)
    found = [c for p in parents for c in p.children if c.dep_ == "prep" and c.lower_ in cue.verb.prepositions]
    heads = [c for p in found for c in p.children if c.dep_ in ("pobj", "pcomp")]
    clause = [c for c in cue.token.children if c.dep_ == "xcomp"] if heads and cue.verb.base == "call" else []
    return heads + clause


def _object(cue: Cue) -> Heads:
    if not cue.kind & (CueClass.OBJECT | CueClass.PREDICATIVE):
        return []
    if cue.passive:
        as_ = "as" if cue.kind & CueClass.PREDICATIVE and not cue.kind & CueClass.STANCE else ""
        return [c for c in cue.token.children if c.dep_ in ("nsubjpass", "oprd") or c.lower_ == as_]
    rights = list(cue.token.rights)
    if _names_what(cue) and any(t.text == '"' for t in cue.token.subtree):
        return []
    marked = any(t.text == '"' for t in cue.token.subtree)
    if cue.verb.base == "see" and not marked and not any(c.lower_ == "as" or c.dep_ == "oprd" for c in rights):
        # "barred from seeing him", "saw the tweet": with their eyes.
        return []
    heads = [c for c in rights if c.dep_ in _OBJECTS or (c.dep_ == "xcomp" and c.tag_ == "VBG")]
    if cue.verb.base in NAMING and not _names_something(cue, heads):
        return []
    if heads and cue.kind & CueClass.PREDICATIVE:
        reason = ("as",) if any(c.dep_ == "oprd" for c in heads) else ("as", "for")
        last = max(c.i for c in rights if c in heads or c.dep_ in _SMALL_CLAUSE or c.lower_ in reason)
        heads = [c for c in rights if c.i <= last and c.dep_ not in ("punct", "cc", "conj", "advcl")]
    return heads


def _names_what(cue: Cue) -> bool:
    """ "what she called 'a farce'": only the words between marks are hers."""
    return bool(cue.kind & CueClass.PREDICATIVE) and any(c.tag_ in ("WP", "WDT") for c in cue.token.lefts)


def _names_something(cue: Cue, heads: Heads) -> bool:
    """ "called the plan a mistake", "what he calls a mistake", but not "called a meeting"."""
    if any(c.dep_ in ("oprd", *_SMALL_CLAUSE) for c in cue.token.rights) or len(heads) > 1:
        return True
    if any(c.dep_ == "acl" and c.i > head.i for head in heads for c in head.children):
        return True
    return cue.token.dep_ in ("relcl", "ccomp", "pcomp") or any(c.tag_ in ("WP", "WDT") for c in cue.token.lefts)


_RULES: tuple[Callable[[Cue], Heads], ...] = (
    _noun_clause,
    _according,
    _state_of_mind,
    _no_answer,
    _made_clear,
    _clause,
    _attached_clause,
    _as_clause,
    _infinitive,
    _preposition,
    _shown,
    _object,
)
