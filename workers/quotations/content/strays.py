"""Finds the parts of a content that the parser hangs on the cue behind it: "promised to meet and even exceed them".

The reporter tells in the past what was said and when; so a clause in the present, or one with "would" or "had", that
follows a past cue belongs to the content: "said the dam would hold when it rains, so nobody would be moved".
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.cues import SAYING, cue_verb
from workers.language.lexicon import groups
from workers.language.tags import NOUNS, VERBAL
from workers.quotations.content.records import Heads
from workers.quotations.cue.find import Cue

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
_OPENING = groups("clauses")["questions"] | {"that"}
_CONTRASTS = groups("clauses")["contrasts"] | groups("clauses")["reasons"]
_SHIFTED = groups("clauses")["shifted"]


def strays_behind(cue: Cue, heads: Heads) -> set[int]:
    """The tokens of the phrases and clauses right behind the heads that belong to them."""
    end = max(head.right_edge.i for head in heads)
    added: set[int] = set()
    if cue.token.tag_ not in VERBAL or end < cue.token.i:
        return added
    for child in cue.token.rights:
        if child.left_edge.i <= end or child.dep_ in ("punct", "cc"):
            continue
        if not _belongs(cue, child, heads):
            break
        added |= {t.i for t in child.subtree}
        end = child.right_edge.i
    return added


def _belongs(cue: Cue, child: Token, heads: Heads) -> bool:
    if child.dep_ == "conj":
        return _is_item(cue, child, heads) if not _has_subject(child) else _is_shifted(cue, child)
    if child.dep_ != "advcl" or not _has_subject(child) or cue.token.tag_ != "VBD":
        return False
    if child.left_edge.lower_ in _CONTRASTS:
        return False
    told = any(head.tag_ in VERBAL for head in heads)
    return told and (child.tag_ in ("VBZ", "VBP") or any(c.dep_ == "aux" and c.tag_ == "MD" for c in child.lefts))


def _is_item(cue: Cue, child: Token, heads: Heads) -> bool:
    """ "emphasized fairness, and a need to go", "to meet and in some cases exceed them"."""
    if child.tag_ in NOUNS:
        return any(head.tag_ in NOUNS for head in heads)
    infinitives = any(head.tag_ == "VB" for head in heads)
    return infinitives and child.tag_ in ("VB", "VBP") and cue.token.tag_ not in ("VB", "VBP")


def _is_shifted(cue: Cue, child: Token) -> bool:
    """ ", so nobody would be moved", "and how it went on"; but not ", and Poe said it would"."""
    verb = cue_verb(child.text)
    contrast = any(c.dep_ == "cc" and c.lower_ == "but" for c in cue.token.rights)
    if contrast or (verb is not None and verb.kind & SAYING):
        return False
    if child.left_edge.lower_ in _OPENING and child.left_edge.tag_ != "DT":
        return True
    return cue.token.tag_ == "VBD" and any(c.dep_ in ("aux", "auxpass") and c.lower_ in _SHIFTED for c in child.lefts)


def _has_subject(verb: Token) -> bool:
    return any(c.dep_ in _SUBJECTS for c in verb.lefts)
