"""Takes the speaker's phrase in the text, from the head of the cue's subject, for coreference to resolve."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import Voice
from workers.language.tags import NOMINAL, PAUSES, is_time
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.tangles import branch

if TYPE_CHECKING:
    from spacy.tokens import Token

_RELATIVE = frozenset({"WDT", "WP", "WP$"})
_OF_OFFICE = frozenset({"JJ", "NN", "NNP", "VBG", "IN"})
"""Tags of the words in "former secretary of state"."""
MAX_OFFICE = 8
"""Words of an office before "and" in the phrase for one who holds two."""
MAX_TOKENS = 36
"""Longest phrase for a speaker that is believed whole: the longest of 2,066 that annotators marked has 31 words
(PolNeAR dev; 27 cover 99.9 %), some five marks included. What is longer is cut behind its first noun phrase."""


def voice_of(scene: Scene, head: Token | None, verb: Token | None, relative: Token | None = None) -> Voice | None:
    """The phrase around `head`, without quoted stretches and without the clause of `verb` that hangs on it."""
    if head is None:
        return None
    if relative is not None and head.tag_ == "NNP":
        # "Smith, who said": the name is known through its head, the words that speak are the pronoun's.
        return Voice(*scene.offsets_of(relative), *scene.offsets_of(head))
    kept = {t.i for t in head.subtree if not scene.in_stand_in(t.i)}
    if head.text[:1].isupper() or _is_inverted(head, verb):
        kept -= {t.i for c in head.rights if _is_occasion(c) for t in c.subtree}
    if verb is not None and verb.i in kept:
        kept -= {t.i for t in branch(head, verb).subtree}
    first, last = stretch_around(head.i, kept)
    last = _bounded(scene, head, first, last)
    while last > head.i and _is_loose_end(scene.doc[last]):
        last -= 1
    while first < head.i and (scene.doc[first].is_punct or scene.doc[first].is_space):
        first += 1
    first = _with_first_office(head, first)
    parts = _parts(scene, head, {i for i in kept if first <= i <= last})
    return Voice(scene.start_of(first), scene.end_of(last), *scene.offsets_of(_name_of(head, kept)), parts)


def _is_inverted(head: Token, verb: Token | None) -> bool:
    """ "said the harbour office on Monday": behind its subject the verb's own adverbials follow."""
    return verb is not None and verb.i < head.i


def _is_occasion(phrase: Token) -> bool:
    """ "Jane Roe on Facebook", "said the office on Monday", "Roe, at Monday's debate,": where or when they spoke."""
    if phrase.dep_ != "prep" or phrase.lower_ not in ("on", "at", "in", "during"):
        return False
    objects = [c for c in phrase.children if c.dep_ == "pobj"]
    if phrase.head.tag_ == "NNP" and phrase.lower_ == "on":
        return True
    if phrase.head.text.islower() and phrase.lower_ == "on" and any(is_time(c) for c in objects):
        return True
    apart = phrase.i > 0 and phrase.nbor(-1).text == ","
    return apart and any(is_time(c) or is_medium_noun(c.text) for c in objects)


def _with_first_office(head: Token, first: int) -> int:
    """ "the former master and current candidate said": one person, whose article stands before the first office."""
    doc = head.doc
    bare = head.tag_ == "NN" and doc[first].tag_ in ("JJ", "NN") and first > 1 and doc[first - 1].lower_ == "and"
    start = first - 2
    while bare and start > max(head.sent.start, first - MAX_OFFICE) and doc[start].tag_ in _OF_OFFICE:
        start -= 1
    return start if bare and doc[start].tag_ in ("DT", "PRP$") else first


def _bounded(scene: Scene, head: Token, first: int, last: int) -> int:
    """The last token of a speaker's phrase; a phrase too long ends with the name or noun at its head."""
    if last - first < MAX_TOKENS:
        return last
    behind = scene.doc[head.i + 1 : last + 1]
    return next((t.i - 1 for t in behind if t.text in PAUSES | {";", "("} or t.tag_ in _RELATIVE), last)


def _parts(scene: Scene, head: Token, kept: set[int]) -> tuple[Voice, ...]:
    """Each of "X, Y and Z", if the head is coordinated with others that can be told apart."""
    heads = [head]
    while (following := _coordinated(heads[-1], kept)) is not None:
        heads.append(following)
    if len(heads) == 1:
        return ()
    return tuple(_part(scene, h, kept - _behind(h, kept)) for h in heads)


def _coordinated(head: Token, kept: set[int]) -> Token | None:
    return next((c for c in head.rights if c.dep_ == "conj" and c.i in kept and c.tag_ in NOMINAL), None)


def _behind(head: Token, kept: set[int]) -> set[int]:
    """The tokens from the next coordinated phrase on."""
    following = _coordinated(head, kept)
    return {t.i for t in following.subtree} if following is not None else set()


def _part(scene: Scene, head: Token, kept: set[int]) -> Voice:
    own = {t.i for t in head.subtree} & kept
    first, last = stretch_around(head.i, own)
    while last > head.i and (_is_loose_end(scene.doc[last]) or scene.doc[last].dep_ == "cc"):
        last -= 1
    return Voice(scene.start_of(first), scene.end_of(last), *scene.offsets_of(_name_of(head, own)))


def _is_loose_end(token: Token) -> bool:
    """A comma or the possessive "'s" at the end of a phrase."""
    return token.tag_ == "POS" or (token.is_punct and token.text not in (")", "”", '"'))


def _name_of(head: Token, kept: set[int]) -> Token:
    """ "his chief of staff, Jo Roe": the name beside a common noun is the better head."""
    if head.tag_ not in ("NN", "NNS") and not head.text.islower():
        return head
    return next((c for c in head.children if c.dep_ == "appos" and c.tag_ == "NNP" and c.i in kept), head)


def stretch_around(middle: int, kept: set[int]) -> tuple[int, int]:
    """First and last of the unbroken run of token indices around one."""
    first = last = middle
    while first - 1 in kept:
        first -= 1
    while last + 1 in kept:
        last += 1
    return first, last
