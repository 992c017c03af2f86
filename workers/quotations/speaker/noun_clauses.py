"""Finds the subject of a clause behind a noun: the antecedent of "who", the controlled subject of a participle.

The parser hangs them on the noun they follow: "a statement calling it a breach", "listeners to his show who said".
"""

from __future__ import annotations

from spacy.tokens import Token

from workers.language.cues import CueClass, cue_verb
from workers.language.lexicon import groups
from workers.language.nouns import noun_type
from workers.language.tags import NAMES, VERBAL, is_time
from workers.quotations.media import is_occasion

_WORDS = groups("constructions")


def antecedent_of(verb: Token, pronoun: Token) -> Token | None:
    """The antecedent of a relative pronoun; coordinated relative verbs share it."""
    while verb.dep_ in ("conj", "xcomp", "advcl", "ccomp"):
        verb = verb.head
    if verb.dep_ not in ("relcl", "acl"):
        return None
    noun = verb.head
    named = _name_before(noun)
    if named is not None:
        return named
    return _person_above(noun) if pronoun.lower_ == "who" and _is_nobody(noun) else noun


def _name_before(noun: Token) -> Token | None:
    """ "Poe, now the council leader, who said": whatever the parser hangs the apposition on."""
    start = noun.left_edge.i
    if noun.dep_ != "appos" or noun.tag_ in NAMES or start < 2 or noun.doc[start - 1].text != ",":
        return None
    at = start - 2
    if noun.doc[at].text == ")":
        # "Poe (D-Hull), an attorney who".
        at = next((i for i in range(at, 0, -1) if noun.doc[i].text == "("), 1) - 1
    name = noun.doc[at]
    return name if name.tag_ in NAMES else None


def _is_nobody(noun: Token) -> bool:
    """A thing, a place, or an office without an article: "the candidate for mayor, who said", "people in Hull, who"."""
    if noun.tag_ in NAMES:
        return noun.dep_ == "pobj" and noun.head.lower_ in ("in", "on", "at")
    if noun.tag_ == "PRP":
        return False
    return noun_type(noun.text) is None or (noun.tag_ == "NN" and not list(noun.lefts))


def _person_above(noun: Token) -> Token:
    """The noun that has such a noun behind a preposition, if it can be somebody: "listeners to his show"."""
    preposition = noun.head
    if noun.dep_ != "pobj" or preposition.i == 0:
        return noun
    # The parser may hang the preposition on the verb: then the word before it is the noun.
    above = preposition.nbor(-1) if preposition.head.tag_ in VERBAL else preposition.head
    return above if above.tag_ in NAMES or noun_type(above.text) is not None else noun


def governor_behind(clause: Token) -> Token | None:
    """The verb whose subject does what a participle or infinitive behind a noun says; None if it is the noun's doing.

    "posted a series early Friday saying", "said at a rally announcing", "issued a statement calling it a breach",
    "missed no chance to remind them": times, occasions and chances say nothing, and a statement is its author's.
    """
    noun = clause.head
    if clause.dep_ not in ("acl", "relcl"):
        return None
    governor = _governor(noun)
    if governor is None:
        return None
    if any(c.lower_ == "to" and c.dep_ == "aux" for c in clause.lefts):
        return governor if noun.lower_ in _WORDS["chances"] and governor.lower_ in _WORDS["taking"] else None
    participle = clause.tag_ == "VBG" and not any(c.dep_ == "nsubj" for c in clause.lefts)
    return governor if participle and (is_time(noun) or is_occasion(noun.text) or _is_issued(noun, governor)) else None


def _governor(noun: Token) -> Token | None:
    while noun.dep_ in ("pobj", "prep", "npadvmod", "dobj") and noun.tag_ not in VERBAL:
        noun = noun.head
    return noun if noun.tag_ in VERBAL else None


def _is_issued(noun: Token, governor: Token) -> bool:
    verb = cue_verb(governor.text)
    issues = verb is not None and bool(verb.kind & (CueClass.SUPPORT | CueClass.WRITING))
    return noun.dep_ == "dobj" and issues
