"""Adds to a content the phrases that the parser hangs on the cue: "complained about the sound *during the debate*"."""

from __future__ import annotations

from spacy.tokens import Token

from workers.language.lexicon import groups
from workers.language.tags import VERBAL
from workers.language.times import is_time
from workers.quotations.content.records import Heads
from workers.quotations.cue.find import Cue
from workers.quotations.media import is_medium_noun

_CIRCUMSTANCES = groups("clauses")["times"]
_PHRASES = frozenset({"prep", "agent", "advcl", "dative"})


def details_behind(cue: Cue, heads: Heads) -> set[int]:
    """The tokens of the phrases right behind a reported noun phrase; phrases that tell when or where are left out."""
    if any(head.tag_ in VERBAL for head in heads) or cue.token.tag_ not in VERBAL:
        return set()
    end = max(head.right_edge.i for head in heads)
    added: set[int] = set()
    for child in cue.token.rights:
        if child.left_edge.i <= end:
            continue
        if child.left_edge.i != end + 1 or child.dep_ not in _PHRASES or _is_reporters(child):
            break
        added |= {t.i for t in child.subtree}
        end = child.right_edge.i
    return added


def _is_reporters(phrase: Token) -> bool:
    """ "on Friday", "in a statement", "at a rally", "to reporters", ", saying ...": told of the act of saying."""
    if phrase.dep_ == "advcl" and phrase.left_edge.lower_ in _CIRCUMSTANCES:
        return any(c.dep_ == "nsubj" for c in phrase.lefts)
    if phrase.left_edge.is_punct or phrase.tag_ == "VBG" or phrase.lower_ in ("to", "as", "after", "before"):
        return True
    objects = [c for c in phrase.children if c.dep_ == "pobj"]
    return any(is_time(c) or c.like_num or is_medium_noun(c.text) for c in objects)
