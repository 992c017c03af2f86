"""What a cue governs: the words of its clause that are somebody's, as token indices."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from workers.quotations.clauses import VERBAL, Cue
from workers.quotations.cues import SAYING, CueClass
from workers.quotations.inserted import inserted_content
from workers.quotations.scenes import Scene
from workers.quotations.trimming import others_words

_OBJECTS = frozenset({"dobj", "oprd", "attr", "dative", "acomp"})
_SMALL_CLAUSE = frozenset({"ccomp", "xcomp"})
_PRONOUNS = frozenset({"WDT", "WP", "PRP", "DT", "WRB"})
_CLAUSAL = SAYING | CueClass.STANCE
Heads = list[Token]


def content_of(scene: Scene, cue: Cue) -> set[int]:
    """Token indices of what the cue governs, without its own words and its speaker's; empty if there is none."""
    around = inserted_content(scene, cue)
    if around:
        return around
    for rule in _RULES:
        heads = rule(cue)
        if heads:
            return _kept(scene, cue, heads)
    return set()


def _noun_clause(cue: Cue) -> Heads:
    if not cue.is_noun:
        return []
    clauses = [c for c in cue.token.children if c.dep_ in ("acl", "ccomp", "relcl") and _begins_with_that(c)]
    if clauses:
        return clauses
    about = [c for c in cue.token.children if c.dep_ == "prep" and c.lower_ in ("of", "about")]
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


def _clause(cue: Cue) -> Heads:
    if not cue.kind & _CLAUSAL:
        return []
    clauses = [c for c in cue.token.children if c.dep_ == "ccomp"]
    if clauses and cue.subject is not None:
        # "The staff, Smith explained, were busy": the clause's own subject hangs on the cue as a second one.
        clauses += [c for c in cue.token.children if c.dep_ == "nsubj" and c.i < cue.subject.i]
    return clauses


def _as_clause(cue: Cue) -> Heads:
    """"X, as he put it": the cue hangs on the clause it reports."""
    verb = cue.token
    if not cue.kind & SAYING or verb.dep_ != "advcl" or verb.left_edge.lower_ != "as":
        return []
    return [verb.head]


def _infinitive(cue: Cue) -> Heads:
    if not cue.kind & CueClass.INFINITIVE:
        return []
    return [c for c in cue.token.children if c.dep_ in _SMALL_CLAUSE]


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
        return [c for c in cue.token.children if c.dep_ in ("nsubjpass", "oprd")]
    heads = [c for c in cue.token.rights if c.dep_ in _OBJECTS]
    if cue.kind & CueClass.PREDICATIVE:
        heads += [c for c in cue.token.rights if c.dep_ in _SMALL_CLAUSE or (c.dep_ == "prep" and c.lower_ == "as")]
    return heads


_RULES: tuple[Callable[[Cue], Heads], ...] = (
    _noun_clause,
    _according,
    _clause,
    _as_clause,
    _infinitive,
    _preposition,
    _object,
)


def _kept(scene: Scene, cue: Cue, heads: Heads) -> set[int]:
    kept = {t.i for head in heads for t in head.subtree}
    if any(head.is_ancestor(cue.token) for head in heads):
        kept -= {t.i for t in cue.token.subtree}
    kept.discard(cue.token.i)
    if cue.subject is not None and not cue.subject.is_ancestor(cue.token):
        kept -= {t.i for t in cue.subject.subtree}
    kept -= others_words(scene, cue, kept)
    if all(scene.doc[i].tag_ in _PRONOUNS or scene.doc[i].is_punct for i in kept):
        return set()
    return kept | _whole_slots(scene, kept)


def _whole_slots(scene: Scene, kept: set[int]) -> set[int]:
    """Fragments between marks go in whole when most of their words are in, whatever the parser cut off."""
    added: set[int] = set()
    for number in {scene.slot_at[i] for i in kept} - {None}:
        tokens = scene.tokens_of(number) if number is not None else []
        words = [t for t in tokens if t.is_alpha]
        if 2 * sum(t.i in kept for t in words) >= len(words):
            added |= {t.i for t in tokens}
    return added
