"""Cues in a parsed scene, and whose words they introduce: the head of the speaker's phrase."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from workers.quotations.cues import SAYING, CueClass, CueVerb, cue_verb, is_cue_adjective, is_cue_noun
from workers.quotations.scenes import Scene
from workers.quotations.silence import Silence, silence_at
from workers.quotations.subjects import can_speak
from workers.quotations.tangles import is_tangled, nearer_subject

VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj")
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_NOUNS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_MAX_CLIMB = 6
_ACCORDING = CueVerb("according", CueClass.SPEECH)
_SAY = CueVerb("come", CueClass.SPEECH)
_REPLIES = frozenset({"reply", "answer", "response", "retort", "cry", "shout"})
_PUT_IT = CueVerb("put", CueClass.SPEECH)
_NOUN = CueVerb("", CueClass.NONE)
_SILENCE = CueVerb("silent", CueClass.STANCE)
_ADJECTIVE = CueVerb("be", CueClass.STANCE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word in a scene, with the head of its speaker's phrase where it has one.

    `relative` is the pronoun that stands for the speaker in a relative clause ("Smith, who said"); `unanswered` are
    the heads of what somebody did not answer ("had no comment").
    """

    token: Token
    verb: CueVerb
    subject: Token | None
    relative: Token | None = None
    passive: bool = False
    unanswered: tuple[Token, ...] = ()

    @property
    def kind(self) -> CueClass:
        """The classes of the cue word."""
        return self.verb.kind

    @property
    def is_noun(self) -> bool:
        """Whether the cue is a noun: "the claim that ..."."""
        return self.verb is _NOUN


def find_cues(scene: Scene) -> list[Cue]:
    """All cues outside quotation marks, in order."""
    outside = [token for token in scene.doc if scene.slot_at[token.i] is None]
    silent = {s.cue.i: s for token in outside if (s := silence_at(token)) is not None}
    unsaid = {head.i for s in silent.values() for head in s.heads}
    found = (_unanswered(silent[t.i]) if t.i in silent else _cue(scene, t) for t in outside if t.i not in unsaid)
    return [cue for cue in found if cue is not None]


def _unanswered(silence: Silence) -> Cue:
    return Cue(silence.cue, _SILENCE, silence.subject, unanswered=silence.heads)


def _cue(scene: Scene, token: Token) -> Cue | None:
    if token.lower_ == "according" and token.i + 1 < len(scene.doc) and scene.doc[token.i + 1].lower_ == "to":
        return _according(token)
    if token.lower_ == "per" and token.dep_ == "prep":
        objects = [c for c in token.children if c.dep_ == "pobj" and _is_definite(c)]
        return Cue(token, _ACCORDING, objects[0]) if objects else None
    if token.lower_ == "came":
        return _came_the_reply(token)
    if token.tag_ in VERBAL:
        if token.lower_ == "questioning" and token.i > 0 and token.nbor(-1).lower_ == "under":
            return None
        verb = _PUT_IT if _puts_it(token) else cue_verb(token.text)
        silent = verb is None or verb.kind is CueClass.SUPPORT or _quotes_somebody(token)
        return None if verb is None or silent else _verb_cue(scene, token, verb)
    if token.is_sent_start and token.dep_ == "compound":
        return _leading(token)
    if token.tag_ in ("NN", "NNS") and is_cue_noun(token.text):
        if token.tag_ == "NNS" and token.dep_ == "ROOT" and token.i > token.sent.start:
            return _plural_like(token)
        return Cue(token, _NOUN, noun_owner(scene, token))
    if token.dep_ == "acomp" and is_cue_adjective(token.text) and token.head.tag_ in VERBAL:
        return Cue(token, _ADJECTIVE, *_subject(scene, token.head, 0))
    return None


def _came_the_reply(token: Token) -> Cue | None:
    """'"...," came the reply from the captain'."""
    reply = next((c for c in token.children if c.lower_ in _REPLIES), None)
    if reply is None:
        return None
    sources = [c for parent in (token, reply) for c in parent.children if c.dep_ == "prep" and c.lower_ == "from"]
    return Cue(token, _SAY, next((c for source in sources for c in source.children if c.dep_ == "pobj"), None))


def _is_definite(noun: Token) -> bool:
    """ "per the report", not "per person"."""
    return noun.tag_ == "NNP" or any(c.dep_ in ("det", "poss") for c in noun.children)


def _plural_like(token: Token) -> Cue:
    """ "Roe charges that ..." taken for a plural noun with a name before it."""
    name = token.doc[token.i - 1]
    verb = cue_verb(token.text)
    if verb is not None and name.tag_ == "NNP" and name.head.i == token.i:
        return Cue(token, verb, name)
    return Cue(token, _NOUN, None)


def _leading(token: Token) -> Cue | None:
    """ "Said Smith:" at the start of a sentence, which the parser takes for one long name."""
    verb = cue_verb(token.text)
    if verb is None or not verb.kind & SAYING or token.head.tag_ not in ("NNP", "NNPS"):
        return None
    return Cue(token, verb, token.head)


def _according(token: Token) -> Cue | None:
    preposition = next((c for c in token.children if c.lower_ == "to"), token)
    objects = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
    return Cue(token, _ACCORDING, objects[0]) if objects else None


def _quotes_somebody(token: Token) -> bool:
    """ "was quoted as saying": the other verb is the cue."""
    as_ = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    return token.tag_ == "VBN" and as_ is not None and any(c.dep_ == "pcomp" and cue_verb(c.text) for c in as_.children)


def _puts_it(token: Token) -> bool:
    """ "as she put it"."""
    return token.lower_ in ("put", "puts", "putting") and any(
        c.lower_ in ("it", "this") and c.dep_ == "dobj" for c in token.children
    )


def _verb_cue(scene: Scene, token: Token, verb: CueVerb) -> Cue:
    if _is_passive(token):
        return Cue(token, verb, _agent(scene, token), passive=True)
    subject, relative = _subject(scene, token, 0)
    if subject is not None and relative is None and is_tangled(subject, token):
        near = nearer_subject(subject, token)
        return Cue(token, verb, near if near is not None and can_speak(near) else subject)
    return Cue(token, verb, subject, relative)


def _is_passive(token: Token) -> bool:
    if token.tag_ != "VBN":
        return False
    deps = {c.dep_ for c in token.children}
    alone = token.dep_ in ("acl", "advcl") and not deps & {"nsubj", "aux"}
    return bool(deps & {"nsubjpass", "auxpass"}) or alone


def _agent(scene: Scene, verb: Token) -> Token | None:
    """Who does it in "was called 'a wreck' by engineers", also where the parser hangs the "by" on the marked words."""
    hung = (t for t in verb.subtree if t.i > verb.i and t.lower_ == "by" and scene.slot_at[t.i - 1] is not None)
    by = next((c for c in verb.children if c.dep_ == "agent"), None) or next(hung, None)
    whom = next((c for c in by.children if c.dep_ == "pobj"), None) if by is not None else None
    return whom if whom is None or whom.head.dep_ == "agent" or can_speak(whom) else None


def _subject(scene: Scene, verb: Token, climbed: int) -> tuple[Token | None, Token | None]:
    """The head of a verb's subject, and the relative pronoun that stands for it."""
    own = [c for c in verb.children if c.dep_ in _SUBJECTS and not scene.in_stand_in(c.i)]
    if own:
        subject = _own_subject(verb, own)
        if subject.lower_ in _RELATIVE and subject.tag_ in ("WDT", "WP"):
            antecedent = _antecedent(verb)
            return (antecedent, subject) if antecedent is not None else (None, None)
        return subject, None
    inverted = _interrupted(verb) or _inverted(scene, verb)
    if inverted is not None or climbed >= _MAX_CLIMB:
        return inverted, None
    return _inherited(scene, verb, climbed)


def _own_subject(verb: Token, own: list[Token]) -> Token:
    """The last one; but "she" in "she said outside court", whatever the parser makes of the court."""
    before = next((c for c in own if c.i == verb.i - 1), None)
    if before is not None and own[-1].i > verb.i:
        return before
    return next((c for c in reversed(own) if c.dep_ == "nsubj"), own[-1])


def _interrupted(verb: Token) -> Token | None:
    """ "Roe, asked about the bridge, said": the parser takes the participle for a clause with Roe for its subject."""
    for clause in verb.lefts:
        if clause.dep_ not in ("ccomp", "advcl") or clause.tag_ not in ("VBD", "VBN"):
            continue
        subject = next((c for c in clause.lefts if c.dep_ in _SUBJECTS), None)
        apart = verb.doc[clause.i - 1].text == "," and verb.doc[verb.i - 1].text == ","
        if subject is not None and apart and subject.right_edge.i == clause.i - 2:
            return subject
    return None


def _antecedent(verb: Token) -> Token | None:
    """The noun a relative clause describes; coordinated relative verbs share it."""
    while verb.dep_ in ("conj", "xcomp", "advcl", "ccomp"):
        verb = verb.head
    return verb.head if verb.dep_ in ("relcl", "acl") else None


def _inverted(scene: Scene, verb: Token) -> Token | None:
    """'"...," said John Smith' where the parser took the subject for an object."""
    starts = verb.i == 0 or scene.slot_at[verb.i - 1] is not None or verb.is_sent_start
    if not starts or verb.tag_ == "VBG" or any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.lefts):
        return None
    return next((c for c in verb.rights if c.dep_ in ("dobj", "attr", "npadvmod", "oprd", "appos")), None)


def _inherited(scene: Scene, verb: Token, climbed: int) -> tuple[Token | None, Token | None]:
    """The subject a verb without one of its own shares: a participle's noun, the governing or coordinated verb's."""
    if verb.dep_ in ("acl", "relcl"):
        return verb.head, None
    before = verb.nbor(-1) if verb.i > 0 else verb
    if verb.tag_ == "VBG" and verb.dep_ in ("advcl", "xcomp", "pcomp") and before.tag_ in _NOUNS and can_speak(before):
        # "officials demanding a truce": the noun right before, whatever the participle is hung on.
        return before, None
    controlled = _controlled(verb)
    if controlled is not None:
        return controlled, None
    governor = verb.head
    while governor.dep_ in ("prep", "pcomp") and governor.tag_ not in VERBAL:
        governor = governor.head
    if governor.i == verb.i or governor.tag_ not in VERBAL or verb.dep_ == "ROOT":
        return None, None
    if verb.dep_ == "xcomp" and verb.tag_ == "VB":
        controlled = next((c for c in governor.children if c.dep_ == "dobj"), None)
        if controlled is not None and governor.i < controlled.i < verb.i:
            return controlled, None
    shared = _subject(scene, governor, climbed + 1)
    if governor.dep_ in ("ccomp", "conj", "advcl") and shared[0] is not None and not can_speak(shared[0]):
        # "said the boat was late and added": what cannot speak gives way to the reporting verb's subject.
        above = _subject(scene, governor.head, climbed + 1)
        return above if above[0] is not None and can_speak(above[0]) else shared
    return shared


def _controlled(verb: Token) -> Token | None:
    """ "held Roe in contempt for refusing", "accused Roe of saying": whose doing it is."""
    preposition = verb.head
    if verb.tag_ != "VBG" or verb.dep_ != "pcomp" or preposition.lower_ not in ("for", "of"):
        return None
    if cue_verb(preposition.head.text) is None:
        return None
    objects = [c for c in preposition.head.rights if c.dep_ == "dobj" and c.i < preposition.i and can_speak(c)]
    return objects[0] if objects and preposition.head.tag_ in VERBAL else None


def noun_owner(scene: Scene, noun: Token) -> Token | None:
    """Whose claim it is: "Smith's claim", "a claim by Smith", "Smith issued a warning"."""
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
        return _subject(scene, governor, 0)[0]
    return None
