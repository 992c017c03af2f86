"""Finds the head of the speaker's phrase for a cue, from the parse: its subject, its agent, the owner of a noun.

The parser hangs a relative clause or a participle on the noun it follows: "a statement calling it a breach",
"listeners to his show who said". Its subject is the antecedent of "who", or the controlled subject of the participle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.cues import SAYING, CueClass, cue_verb
from workers.language.lexicon import groups
from workers.language.nouns import noun_type
from workers.language.tags import MAIN, NAMES, NOUNS, VERBAL, is_time
from workers.quotations.media import is_medium_noun, is_occasion
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.subjects import can_speak

if TYPE_CHECKING:
    from spacy.tokens import Token

_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = groups("clauses")["relatives"]
_COPULAS = frozenset({"is", "was", "are", "were", "be", "been", "’s", "'s"})
_MAX_CLIMB = 6
_WORDS = groups("constructions")


def agent_of(scene: Scene, verb: Token) -> Token | None:
    """The agent of a passive: "was called 'a wreck' by engineers", also where the "by" hangs on the marked words."""
    hung = (t for t in verb.subtree if t.i > verb.i and t.lower_ == "by" and scene.slot_at[t.i - 1] is not None)
    by = next((c for c in verb.children if c.dep_ == "agent"), None) or next(hung, None)
    whom = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return whom if whom is None or whom.head.dep_ == "agent" or can_speak(whom) else None


def subject_of(scene: Scene, verb: Token, climbed: int = 0) -> tuple[Token | None, Token | None]:
    """The head of a verb's subject, and the relative pronoun that stands for it."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS and not scene.in_stand_in(c.i)]
    # "who gave her name as Title said": the title is no subject where there is another.
    own = [c for c in own if not scene.in_title(c.i)] or own
    if not own and (name := name_before(verb)) is not None:
        return name, None
    if own:
        subject = _own_subject(verb, own)
        if subject.lower_ in _RELATIVE and subject.tag_ in ("WDT", "WP"):
            antecedent = antecedent_of(verb, subject)
            return (antecedent, subject) if antecedent is not None else (None, None)
        return subject, None
    inverted = interrupted_subject(verb) or _inverted(scene, verb)
    if inverted is not None or climbed >= _MAX_CLIMB:
        return inverted, None
    return _inherited(scene, verb, climbed)


def name_before(verb: Token) -> Token | None:
    """ "May said", "Monday said", "Oh said": a surname that the parser takes for another word before a past tense."""
    before = verb.doc[verb.i - 1] if verb.i > verb.sent.start else verb
    taken = before.dep_ in ("aux", "npadvmod", "intj") and before.head.i == verb.i and before.text.istitle()
    return before if taken and verb.tag_ == "VBD" else None


def _own_subject(verb: Token, own: list[Token]) -> Token:
    """The last one; but "she" in "she said outside court", whatever the parser makes of the court."""
    before = next((c for c in own if c.i == verb.i - 1), None)
    if before is not None and own[-1].i > verb.i:
        return before
    return next((c for c in reversed(own) if c.dep_ == "nsubj"), own[-1])


def interrupted_subject(verb: Token) -> Token | None:
    """ "Roe, asked about the bridge, said": the parser takes the participle for a clause with Roe for its subject."""
    for clause in verb.lefts:
        if clause.dep_ not in ("ccomp", "advcl") or clause.tag_ not in ("VBD", "VBN"):
            continue
        subject = next((c for c in clause.lefts if c.dep_ in _SUBJECTS), None)
        apart = verb.doc[clause.i - 1].text == "," and verb.doc[verb.i - 1].text == ","
        if subject is not None and apart and subject.right_edge.i in (clause.i - 1, clause.i - 2):
            return subject
    return None


def _inverted(scene: Scene, verb: Token) -> Token | None:
    """'"...," said John Smith' where the parser took the subject for an object."""
    starts = verb.i == 0 or scene.slot_at[verb.i - 1] is not None or verb.is_sent_start
    if not starts or verb.tag_ == "VBG" or any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.lefts):
        return None
    return next((c for c in verb.rights if c.dep_ in ("dobj", "attr", "npadvmod", "oprd", "appos")), None)


def _inherited(scene: Scene, verb: Token, climbed: int) -> tuple[Token | None, Token | None]:
    """The subject of a verb without its own: a participle's noun, that of the governing or coordinated verb."""
    if verb.dep_ in ("acl", "relcl"):
        doing = governor_behind(verb)
        return subject_of(scene, doing, climbed + 1) if doing is not None else (verb.head, None)
    doer = _right_before(verb) or _controlled(verb) or _counted(verb)
    if doer is not None:
        return doer, None
    governor = verb.head
    while governor.dep_ in ("prep", "pcomp") and governor.tag_ not in VERBAL:
        governor = governor.head
    if governor.i == verb.i or governor.tag_ not in VERBAL or verb.dep_ == "ROOT":
        return None, None
    report = _report_above(verb, governor)
    if report is not None:
        return subject_of(scene, report, climbed + 1)
    asked = _asked(governor, verb)
    return (asked, None) if asked is not None else _shared(scene, governor, climbed)


def _report_above(verb: Token, governor: Token) -> Token | None:
    """ "Roe said the bank could wait, citing growth", "denied it had turned and accused them": the reporter's verb."""
    top = governor
    while top.head.tag_ in VERBAL and (top.dep_ in ("conj", "xcomp", "advcl") or _thinks(top)):
        top = top.head
    saying = cue_verb(top.head.text) if top.dep_ == "ccomp" else None
    if saying is None or not saying.kind & SAYING:
        return None
    own = cue_verb(verb.text)
    going_on = own is not None and own.base in groups("constructions")["going_on"]
    goes_on = going_on and verb.tag_ == "VBG" and verb.dep_ == "advcl"
    joined = verb.dep_ == "conj" and verb.tag_ == top.head.tag_ and (verb.tag_ != governor.tag_ or is_things(governor))
    return top.head if (goes_on and _after_comma(verb)) or joined else None


def _thinks(clause: Token) -> bool:
    """ "said she thinks the film should be shown but said": the clause hangs on a thought inside what is said."""
    saying = cue_verb(clause.head.text) if clause.dep_ == "ccomp" else None
    return saying is not None and not saying.kind & SAYING and clause.head.dep_ == "ccomp"


def is_things(verb: Token) -> bool:
    """ "wrote that the bug was known and urged a recall": a bug urges nothing."""
    subject = next((c for c in verb.lefts if c.dep_ in _SUBJECTS), None)
    return subject is not None and not can_speak(subject)


def _after_comma(verb: Token) -> bool:
    return verb.left_edge.i > 0 and verb.left_edge.nbor(-1).text == ","


def _right_before(verb: Token) -> Token | None:
    """ "officials demanding a truce": the noun right before, whatever the participle is hung on."""
    if verb.tag_ != "VBG" or verb.dep_ not in ("advcl", "xcomp", "pcomp") or verb.i == 0:
        return None
    before = verb.nbor(-1)
    return before if before.tag_ in NOUNS and can_speak(before) and not is_time(before) else None


def _asked(governor: Token, verb: Token) -> Token | None:
    """ "asked Roe to explain": the object is the controlled subject."""
    whom = next((c for c in governor.children if c.dep_ == "dobj"), None)
    if verb.dep_ != "xcomp" or verb.tag_ != "VB" or whom is None:
        return None
    # "used a speech to attack him": a speech attacks nobody.
    means = governor.lower_ in _WORDS["doing"] and (is_medium_noun(whom.text) or not can_speak(whom))
    return whom if governor.i < whom.i < verb.i and not means else None


def _shared(scene: Scene, governor: Token, climbed: int) -> tuple[Token | None, Token | None]:
    """The subject of the verb above; unless it cannot speak: "said the boat was late and added"."""
    shared = subject_of(scene, governor, climbed + 1)
    if governor.dep_ in ("ccomp", "conj", "advcl") and shared[0] is not None and not can_speak(shared[0]):
        above = subject_of(scene, governor.head, climbed + 1)
        return above if above[0] is not None and can_speak(above[0]) else shared
    return shared


def _counted(verb: Token) -> Token | None:
    """ "while 30 per cent call it": a share that the parser takes for an adjunct of its verb."""
    hung = [c for c in verb.lefts if c.dep_ in ("nummod", "npadvmod") and (c.like_num or c.lower_ in ("percent", "%"))]
    return hung[0] if hung and verb.tag_ in MAIN else None


def _controlled(verb: Token) -> Token | None:
    """ "held Roe in contempt for refusing", "quoted Roe as saying": the object is the controlled subject."""
    preposition = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp" or preposition.lower_ not in ("for", "of", "as"):
        return None
    if cue_verb(preposition.head.text) is None:
        return None
    objects = [c for c in preposition.head.rights if c.dep_ == "dobj" and c.i < preposition.i and can_speak(c)]
    return objects[0] if objects and preposition.head.tag_ in VERBAL else None


def noun_owner(scene: Scene, noun: Token) -> Token | None:
    """The owner of a claim: "Smith's claim", "a claim by Smith", "Smith issued a warning"."""
    owner = next((c for c in noun.children if c.dep_ == "poss"), None)
    if owner is not None:
        return owner
    by = next((c for c in noun.children if c.dep_ in ("prep", "agent") and c.lower_ in ("by", "from")), None)
    paper = next((c for c in noun.lefts if c.dep_ == "compound" and c.tag_ == "NNP" and c.i == noun.i - 1), None)
    if paper is not None and noun.lower_ == "report":
        # "a Gazette report that": the parser hangs every word of the name on the noun.
        return paper
    if by is not None:
        return next((c for c in by.children if c.dep_ == "pobj"), None)
    governor = noun.head
    supporting = cue_verb(governor.text) if governor.tag_ in VERBAL else None
    if noun.dep_ == "dobj" and supporting is not None and supporting.kind & CueClass.SUPPORT:
        return subject_of(scene, governor)[0]
    return None


def stands_behind(noun: Token) -> bool:
    """Whether a noun for what is said is the subject of a copula with a clause: "Her defence was that it is late"."""
    if noun.dep_ != "nsubj" or noun.lower_ not in _WORDS["stands"] or noun.head.lower_ not in _COPULAS:
        return False
    return any(c.dep_ == "ccomp" for c in noun.head.rights)


def stand_owner(scene: Scene, noun: Token) -> Token | None:
    """The owner of a view or a verdict: "Roe's verdict", "the advice of the coastguard", "the message from Roe"."""
    owner = noun_owner(scene, noun)
    of = (
        c for p in noun.rights if p.dep_ == "prep" and p.lower_ in ("of", "for") for c in p.children if c.dep_ == "pobj"
    )
    return owner if owner is not None else next(filter(can_speak, of), None)


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
