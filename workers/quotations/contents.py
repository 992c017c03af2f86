"""What a cue governs: the words of its clause that are somebody's, as token indices."""

from __future__ import annotations

from collections.abc import Callable

from spacy.tokens import Token

from workers.quotations.clauses import VERBAL, Cue
from workers.quotations.cues import SAYING, CueClass
from workers.quotations.scenes import Scene

_DASHES = frozenset({",", "—", "–", "-", "--", ";"})
_OBJECTS = frozenset({"dobj", "oprd", "attr"})
_CLAUSAL = SAYING | CueClass.STANCE


def content_of(scene: Scene, cue: Cue) -> set[int]:
    """Token indices of what the cue governs, without its own words and its speaker's; empty if there is none."""
    for rule in _RULES:
        heads, drop = rule(scene, cue)
        if heads:
            return _kept(scene, cue, heads, drop)
    return set()


Found = tuple[list[Token], set[int]]
_NOTHING: Found = ([], set())


def _noun_clause(scene: Scene, cue: Cue) -> Found:
    if not cue.is_noun:
        return _NOTHING
    clauses = [c for c in cue.token.children if c.dep_ in ("acl", "ccomp", "relcl") and _begins_with_that(c)]
    if clauses:
        return clauses, set()
    about = [c for c in cue.token.children if c.dep_ == "prep" and c.lower_ in ("of", "about")]
    return [c for p in about for c in p.children if c.dep_ in ("pobj", "pcomp")], set()


def _begins_with_that(clause: Token) -> bool:
    return clause.left_edge.lower_ == "that" and clause.left_edge.tag_ == "IN"


def _according(scene: Scene, cue: Cue) -> Found:
    if cue.verb.base != "according":
        return _NOTHING
    head = cue.token.head
    if head.i == cue.token.i:
        return _NOTHING
    while head.tag_ not in VERBAL and head.dep_ not in ("ROOT", "pobj") and head.head.i != head.i:
        head = head.head
    return [head], {t.i for t in cue.token.subtree}


def _clause(scene: Scene, cue: Cue) -> Found:
    if not cue.kind & _CLAUSAL:
        return _NOTHING
    clauses = [c for c in cue.token.children if c.dep_ == "ccomp"]
    if clauses and cue.subject is not None:
        # "The staff, Smith explained, were busy": the clause's own subject hangs on the cue as a second one.
        clauses += [
            c
            for c in cue.token.children
            if c.dep_ == "nsubj" and c.i < cue.subject.i and cue.subject.head.i == cue.token.i
        ]
    return clauses, set()


def _parenthetical(scene: Scene, cue: Cue) -> Found:
    """ "X, he says, is Y", "as he put it": the cue hangs on the clause it reports."""
    verb = cue.token
    as_clause = verb.dep_ == "advcl" and verb.left_edge.lower_ == "as"
    if not (as_clause or (verb.dep_ in ("parataxis", "ccomp", "advcl") and _between_commas(scene, verb))):
        return _NOTHING
    if not cue.kind & SAYING or verb.head.i == verb.i:
        return _NOTHING
    return [verb.head], {t.i for t in verb.subtree}


def _between_commas(scene: Scene, verb: Token) -> bool:
    first, last = verb.left_edge.i, verb.right_edge.i
    while first < verb.i and scene.doc[first].is_punct:
        first += 1
    while last > verb.i and scene.doc[last].is_punct:
        last -= 1
    before = scene.doc[first - 1].text if first > 0 else ""
    after = scene.doc[last + 1].text if last + 1 < len(scene.doc) else ""
    return before in _DASHES and after in (*_DASHES, ".") and last - first < 15


def _infinitive(scene: Scene, cue: Cue) -> Found:
    if not cue.kind & CueClass.INFINITIVE:
        return _NOTHING
    return [c for c in cue.token.children if c.dep_ in ("xcomp", "ccomp")], set()


def _preposition(scene: Scene, cue: Cue) -> Found:
    wanted = cue.verb.prepositions
    objects = [c for c in cue.token.children if c.dep_ == "dobj"]
    found = [c for parent in (cue.token, *objects) for c in parent.children if c.dep_ == "prep" and c.lower_ in wanted]
    heads = [c for p in found for c in p.children if c.dep_ in ("pobj", "pcomp")]
    clause = [c for c in cue.token.children if c.dep_ == "xcomp"] if heads and cue.verb.base == "call" else []
    return heads + clause, set()


def _object(scene: Scene, cue: Cue) -> Found:
    if not cue.kind & (CueClass.OBJECT | CueClass.PREDICATIVE):
        return _NOTHING
    if cue.passive:
        heads = [c for c in cue.token.children if c.dep_ in ("nsubjpass", "oprd")]
        return heads, set()
    heads = [c for c in cue.token.children if c.dep_ in _OBJECTS or (c.dep_ == "ccomp" and c.tag_ not in VERBAL)]
    if heads and cue.kind & CueClass.PREDICATIVE:
        heads += [c for c in cue.token.children if c.dep_ == "prep" and c.lower_ == "as"]
    return heads, set()


_RULES: tuple[Callable[[Scene, Cue], Found], ...] = (
    _noun_clause,
    _according,
    _clause,
    _parenthetical,
    _infinitive,
    _preposition,
    _object,
)


def _kept(scene: Scene, cue: Cue, heads: list[Token], drop: set[int]) -> set[int]:
    kept = {t.i for head in heads for t in head.subtree} - drop
    kept.discard(cue.token.i)
    if cue.subject is not None and not cue.subject.is_ancestor(cue.token):
        kept -= {t.i for t in cue.subject.subtree}
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
