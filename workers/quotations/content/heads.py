"""Finds the heads of the words that a cue governs, from the parse: one named rule for each construction."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from workers.language.cues import SAYING, CueClass, cue_verb, is_cue_noun
from workers.language.gender import PRONOUNS
from workers.language.lexicon import groups
from workers.language.tags import MAIN, PAUSES, VERBAL, is_time
from workers.quotations.content.objects import reported_object, shown
from workers.quotations.content.records import GovernedHeads, Heads
from workers.quotations.cue.find import Cue
from workers.quotations.speaker.owners import stands_behind

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_CORE = frozenset({"nsubj", "nsubjpass", "dobj", "pobj"})
_SMALL_CLAUSE = frozenset({"ccomp", "xcomp"})
_FOR = groups("constructions")["calls"]
_CLAUSAL = SAYING | CueClass.STANCE | CueClass.OBJECT


def governed_heads(cue: Cue) -> GovernedHeads | None:
    """The heads of what a cue governs, by the first rule that finds any."""
    if cue.unanswered:
        return GovernedHeads(list(cue.unanswered), "content.unanswered")
    for name, rule in _RULES.items():
        heads = rule(cue)
        if heads:
            objects = rule in (_preposition, shown, reported_object) or not cue.kind & SAYING
            anothers = objects and (
                _is_anothers(heads) or (rule is _preposition and any(map(_is_anothers_claim, heads)))
            )
            return None if anothers else GovernedHeads(heads, name)
    return None


def _is_anothers(heads: Heads) -> bool:
    """ "complained of what Roe called 'a wreck'": the words are Roe's."""
    first = min(head.left_edge.i for head in heads)
    doc = heads[0].doc
    calls = [t for head in heads for t in head.subtree if cue_verb(t.text) is not None and t.tag_ in VERBAL]
    # "condemned what she called 'a wreck'": the words are her own.
    callers = (c for verb in calls for c in verb.children if c.dep_ == "nsubj" and c.lower_ not in PRONOUNS)
    return doc[first].lower_ == "what" and any(callers)


def _is_anothers_claim(noun: Token) -> bool:
    """ "seized on Poe's claim that it was late": the clause is Poe's."""
    if any(c.tag_ == "PRP$" for c in noun.lefts):
        return False
    return is_cue_noun(noun.text) and _is_owned(noun) and any(_begins_with_that(c) for c in noun.rights)


def _noun_clause(cue: Cue) -> Heads:
    """ "the claim that they lied", "his pledge to go", "a warning of attacks", "calls for peace"."""
    if not cue.is_noun:
        return []
    clauses = [c for c in cue.token.rights if c.dep_ in ("acl", "ccomp", "relcl") and _begins_with_that(c)]
    infinitives = [c for c in cue.token.rights if c.dep_ in ("acl", "xcomp", "relcl") and c.left_edge.tag_ == "TO"]
    if clauses or infinitives:
        return clauses or infinitives
    calls = cue.token.lower_.rstrip("s") in _FOR or any(t.text == '"' for t in cue.token.subtree)
    wanted = ("of", "about", "for") if calls else ("of", "about")
    about = [c for c in cue.token.rights if c.dep_ == "prep" and c.lower_ in wanted]
    return [c for p in about for c in p.children if c.dep_ in ("pobj", "pcomp")]


def _copular(cue: Cue) -> Heads:
    """ "Her defence has been that it is late"."""
    if not cue.is_noun or not stands_behind(cue.token):
        return []
    return [c for c in cue.token.head.rights if c.dep_ == "ccomp" and any(s.dep_ in _SUBJECTS for s in c.lefts)]


def _begins_with_that(clause: Token) -> bool:
    return clause.left_edge.lower_ == "that" and clause.left_edge.tag_ == "IN"


def _according(cue: Cue) -> Heads:
    head = cue.token.head
    if cue.verb.base != "according" or head.i == cue.token.i:
        return []
    if _ends_sentence(cue.token):
        return [cue.token.sent.root]
    while head.tag_ not in VERBAL and head.dep_ not in ("ROOT", "pobj") and head.head.i != head.i:
        head = head.head
    return [head]


def _ends_sentence(token: Token) -> bool:
    """ "Some will pay more and some will move, according to police.": the content is the whole sentence."""
    behind = token.doc[token.right_edge.i + 1 : token.sent.end]
    return token.i > token.sent.start and token.nbor(-1).text in PAUSES and all(t.is_punct for t in behind)


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
    clauses = [
        c
        for c in clauses
        if not (_stands_aside(cue, c) or _is_predicate(cue, c) or _is_relative(cue, c) or _is_held(cue, c))
    ]
    if _is_told_to(cue, clauses):
        return []
    if clauses:
        clauses += [c for c in cue.token.rights if c.dep_ == "conj" and _begins_with_that(c)]
    if clauses and cue.subject is not None and not has_own_object(cue):
        # "The staff, Smith explained, were busy": the clause's own subject hangs on the cue as a second one.
        clauses += [c for c in cue.token.children if c.dep_ == "nsubj" and _is_apart(c, cue.subject)]
    return clauses


def _is_told_to(cue: Cue, clauses: Heads) -> bool:
    """ "asked them to wait, a wish not always honoured": the infinitive, which comes first, is the content."""
    firsts = [
        c for c in cue.token.rights if c.dep_ == "xcomp" and c.left_edge.i < min((x.i for x in clauses), default=0)
    ]
    return bool(cue.kind & CueClass.INFINITIVE) and bool(firsts)


def _stands_aside(cue: Cue, clause: Token) -> bool:
    """ "It happened before: Roe declared war": the cue has its own object; the clause is the reporter's."""
    return clause.i < cue.token.i and has_own_object(cue)


def has_own_object(cue: Cue) -> bool:
    """Whether a cue has its own object: "cited reports", "vowed to go"; that of "told reporters" is an addressee."""
    told = cue.kind & CueClass.ADDRESSING or cue.verb.base == "put"
    own = _SMALL_CLAUSE if told else {"dobj", *_SMALL_CLAUSE}
    comma = next((t.i for t in cue.token.doc[cue.token.i : cue.token.sent.end] if t.text in PAUSES), cue.token.sent.end)
    return any(c.dep_ in own and c.text != '"' and c.left_edge.i < comma for c in cue.token.rights)


def _is_relative(cue: Cue, clause: Token) -> bool:
    """ "cited remarks that Poe had made", where the parser hangs the clause on the cue."""
    return any(c.dep_ == "dobj" and c.i < clause.i for c in cue.token.rights) and _is_made(clause)


def _is_held(cue: Cue, clause: Token) -> bool:
    """ "held signs that read "Water is life"": a verb of thought with an object of its own governs no bare words."""
    thinks = cue.kind & CueClass.STANCE and not cue.kind & (SAYING | CueClass.OBJECT | CueClass.PREDICATIVE)
    own = any(c.dep_ == "dobj" and c.i < clause.left_edge.i for c in cue.token.rights)
    return bool(thinks) and own and clause.left_edge.text == '"'


def _is_predicate(cue: Cue, clause: Token) -> bool:
    """ "Everything Roe says is a lie": the verb behind the cue belongs to what she says, as a whole."""
    bare = clause.tag_ in MAIN and not any(c.dep_ in _SUBJECTS for c in clause.lefts)
    return bare and cue.token.dep_ == "relcl" and clause.left_edge.i == cue.token.i + 1 and not cue.takes_what


def _is_apart(other: Token, subject: Token) -> bool:
    start = subject.left_edge.i
    return other.right_edge.i < start and subject.doc[start - 1].text in PAUSES


def _cleft(cue: Cue) -> Heads:
    """ "What Roe said was that it is late"."""
    copula = cue.token.head
    if cue.token.dep_ != "csubj" or copula.lower_ not in ("is", "was") or not cue.takes_what:
        return []
    return [c for c in copula.rights if c.dep_ == "ccomp"]


def _attached_clause(cue: Cue) -> Heads:
    """ "told a reporter she planned to go", "said in a letter that he had": the parser hangs the clause on the noun."""
    if not cue.kind & SAYING or cue.passive:
        return []
    objects = [c for c in cue.token.rights if c.dep_ in ("dobj", "dative")]
    objects = [c for c in objects if not (is_cue_noun(c.text) and _is_owned(c))]
    nouns = [g for c in cue.token.rights if c.dep_ == "prep" for g in c.children if g.dep_ in ("pobj", "pcomp")]
    bare = cue.verb.base == "tell"
    return [c for noun in (*objects, *nouns) for c in noun.rights if _is_reported(c, bare and noun in objects)]


def _is_owned(noun: Token) -> bool:
    """ "contradicting the police's claim that": the clause is the police's."""
    return any(c.dep_ == "poss" for c in noun.lefts)


def _is_made(clause: Token) -> bool:
    """ "cited remarks that Poe had made": the clause tells which remarks, not their content."""
    verb, objects = cue_verb(clause.text), {"dobj", "ccomp", "xcomp"}
    return verb is not None and bool(verb.kind & CueClass.SUPPORT) and not any(c.dep_ in objects for c in clause.rights)


def _is_reported(clause: Token, bare: bool) -> bool:
    if clause.dep_ not in ("acl", "relcl", "ccomp") or _is_made(clause):
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
    return [verb.head] if before in PAUSES | {"("} else []


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
    clauses = [c for c in cue.token.children if c.dep_ in _SMALL_CLAUSE and not _stands_aside(cue, c)]
    if clauses and not cue.kind & CueClass.ADDRESSING and cue.verb.base != "promise":
        clauses += [c for c in _asked(cue) if c.i < clauses[0].i]
    return clauses


def _asked(cue: Cue) -> Heads:
    """The controlled subject of a demand: "urged drivers to leave", "called on drivers to leave"."""
    on = (c for c in cue.token.rights if cue.verb.base == "call" and c.lower_ in ("on", "upon"))
    return [c for c in cue.token.rights if c.dep_ == "dobj"] + [o for p in on for o in p.children if o.dep_ == "pobj"]


def _preposition(cue: Cue) -> Heads:
    clauses = [c for c in cue.token.rights if c.left_edge.lower_ in cue.verb.prepositions and c.tag_ in VERBAL]
    if clauses:
        return clauses
    objects = [c for c in cue.token.children if c.dep_ == "dobj"]
    if cue.passive and any(c.dep_ == "oprd" for c in cue.token.children):
        # "was called a charlatan for selling it".
        return []
    parents = (cue.token, *objects)
    found = [c for p in parents for c in p.children if c.dep_ == "prep" and c.lower_ in cue.verb.prepositions]
    # "called for money in a statement on Friday": the first preposition is the verb's.
    found = [p for p in found if p.lower_ == found[0].lower_]
    heads = [c for p in found for c in p.children if c.dep_ in ("pobj", "pcomp") and not is_time(c)]
    clause = [c for c in cue.token.children if c.dep_ == "xcomp"] if heads and cue.verb.base == "call" else []
    # "referred to the plan as a joke"
    as_ = [c for c in cue.token.rights if c.lower_ == "as" and heads and cue.verb.base == "refer" and c.i > heads[0].i]
    return heads + clause + as_


_RULES: dict[str, Callable[[Cue], Heads]] = {
    "content.copular": _copular,
    "content.noun_clause": _noun_clause,
    "content.according": _according,
    "content.state_of_mind": _state_of_mind,
    "content.made_clear": _made_clear,
    "content.cleft": _cleft,
    "content.clause": _clause,
    "content.attached_clause": _attached_clause,
    "content.as_clause": _as_clause,
    "content.infinitive": _infinitive,
    "content.preposition": _preposition,
    "content.shown_by_document": shown,
    "content.reported_object": reported_object,
}
