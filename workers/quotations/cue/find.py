"""Finds the cues of a parsed line, each with the head of its speaker's phrase, for all rooms behind this one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from shared.model import SpeakerType
from workers.language.cues import SAYING, CueClass, CueVerb, cue_verb, is_cue_adjective, is_cue_noun
from workers.language.lexicon import groups
from workers.language.nouns import is_court, noun_type
from workers.language.tags import MAIN, NAMES, NOUNS, VERBAL
from workers.quotations.cue.silence import silence_at
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.owners import (
    agent_of,
    interrupted_subject,
    noun_owner,
    stand_owner,
    stands_behind,
    subject_of,
)
from workers.quotations.speaker.subjects import can_speak
from workers.quotations.speaker.tangles import is_tangled, nearer_subject

if TYPE_CHECKING:
    from spacy.tokens import Token

_ACCORDING = CueVerb("according", CueClass.SPEECH)
_SAY = CueVerb("come", CueClass.SPEECH)
_CLEAR = CueVerb("clear", CueClass.SPEECH)
_WORDS = groups("constructions")
_PUT_IT = CueVerb("put", CueClass.SPEECH)
_NOUN = CueVerb("", CueClass.NONE)
_BEFORE_NOUN = NOUNS | {"DT", "JJ", "CD", "PRP$", "POS", "VBN"}
_SILENCE = CueVerb("silent", CueClass.STANCE)
_ADJECTIVE = CueVerb("be", CueClass.STANCE)


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue word in a scene, with the head of its speaker's phrase where it has one.

    `relative` is the pronoun that stands for the speaker in a relative clause ("Smith, who said"); `unanswered` are
    the heads of what somebody did not answer ("had no comment"); `inserted_from` is the first token of a document's own
    clause between commas ("The dam, the records show, was never tested").
    """

    token: Token
    verb: CueVerb
    subject: Token | None
    relative: Token | None = None
    passive: bool = False
    unanswered: tuple[Token, ...] = ()
    inserted_from: int | None = None

    @property
    def kind(self) -> CueClass:
        """The classes of the cue word."""
        return self.verb.kind

    @property
    def takes_what(self) -> bool:
        """Whether a "what", "which" or "who" hangs before the cue: "what she called", "which he said"."""
        return any(c.tag_ in ("WP", "WDT") for c in self.token.lefts)

    @property
    def is_noun(self) -> bool:
        """Whether the cue is a noun: "the claim that ..."."""
        return self.verb is _NOUN


def find_cues(scene: Scene) -> list[Cue]:
    """All cues outside quotation marks, in order."""
    outside = [token for token in scene.doc if scene.slot_at[token.i] is None]
    silent = {t.i: cue for t in outside if (cue := _silent(scene, t)) is not None}
    unsaid = {head.i for cue in silent.values() for head in cue.unanswered}
    found = (silent.get(t.i) or _cue(scene, t) for t in outside if t.i not in unsaid)
    return [cue for cue in found if cue is not None]


def _silent(scene: Scene, token: Token) -> Cue | None:
    silence = silence_at(token)
    subject, relative = subject_of(scene, silence.verb) if silence is not None else (None, None)
    if silence is None or subject is None:
        return None
    verb = cue_verb(token.text)
    own = verb if verb is not None and verb.kind is not CueClass.SUPPORT else _SILENCE
    return Cue(token, own, subject, relative, unanswered=silence.heads)


def _cue(scene: Scene, token: Token) -> Cue | None:
    if token.lower_ in groups("cues")["phrased"]:
        return _phrase_cue(scene, token)
    if token.tag_ in VERBAL and token.lower_ != "meaning":
        verb = _PUT_IT if _puts_it(token) else cue_verb(token.text)
        silent = verb is None or verb.kind is CueClass.SUPPORT or _is_set_phrase(token) or _quotes_somebody(token)
        return None if verb is None or silent else _verb_cue(scene, token, verb)
    if token.is_sent_start and token.dep_ == "compound":
        return _leading(token)
    if stands_behind(token):
        return Cue(token, _NOUN, stand_owner(scene, token))
    if token.tag_ in ("NN", "NNS") and is_cue_noun(token.text):
        if token.tag_ == "NNS" and token.dep_ == "ROOT" and token.i > token.sent.start:
            return _plural_like(token)
        return Cue(token, _NOUN, noun_owner(scene, token))
    return _state_of_mind(scene, token)


def _phrase_cue(scene: Scene, token: Token) -> Cue | None:
    """A cue that is one in some phrases only: "according to", "per the report", "came the reply", "made clear"."""
    if token.lower_ == "according":
        return _according(token) if token.i + 1 < len(scene.doc) and token.nbor(1).lower_ == "to" else None
    if token.lower_ == "per":
        objects = [c for c in token.children if c.dep_ == "pobj" and _is_definite(c)]
        return Cue(token, _ACCORDING, objects[0]) if objects and token.dep_ == "prep" else None
    if token.lower_ == "came":
        return _came_the_reply(token)
    if token.head.lower_ in _WORDS["making"]:
        return Cue(token, _CLEAR, *subject_of(scene, token.head))
    return _state_of_mind(scene, token)


def _state_of_mind(scene: Scene, token: Token) -> Cue | None:
    if token.dep_ == "acomp" and is_cue_adjective(token.text) and token.head.tag_ in VERBAL:
        return Cue(token, _ADJECTIVE, *subject_of(scene, token.head))
    return None


def _came_the_reply(token: Token) -> Cue | None:
    """'"...," came the reply from the captain'."""
    reply = next((c for c in token.children if c.lower_ in _WORDS["replies"]), None)
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
    if verb is None or not verb.kind & SAYING or token.head.tag_ not in NAMES:
        return None
    return Cue(token, verb, token.head)


def _according(token: Token) -> Cue | None:
    preposition = next((c for c in token.children if c.lower_ == "to"), token)
    objects = [c for c in preposition.children if c.dep_ in ("pobj", "pcomp")]
    return Cue(token, _ACCORDING, objects[0]) if objects else None


def _is_set_phrase(token: Token) -> bool:
    """ "and I quote", "under questioning": no cue of their own."""
    before = token.nbor(-1).lower_ if token.i > 0 else ""
    return (token.lower_, before) in (("quote", "i"), ("questioning", "under"))


def _quotes_somebody(token: Token) -> bool:
    """ "was quoted as saying": the other verb is the cue."""
    as_ = next((c for c in token.children if c.dep_ == "prep" and c.lower_ == "as"), None)
    return token.tag_ == "VBN" and as_ is not None and any(c.dep_ == "pcomp" and cue_verb(c.text) for c in as_.children)


def _puts_it(token: Token) -> bool:
    """ "as she put it"."""
    return token.lower_ in groups("cues")["put_it"] and any(
        c.lower_ in ("it", "this") and c.dep_ == "dobj" for c in token.children
    )


def _verb_cue(scene: Scene, token: Token, verb: CueVerb) -> Cue:
    if verb.base == "hear" and any(c.dep_ == "nsubj" and is_court(c.text) for c in token.lefts):
        return Cue(token, _SAY, None, passive=True)
    if _is_passive(token) or _tells_nobody(scene, token, verb):
        return Cue(token, verb, agent_of(scene, token), passive=True)
    first = _inserted_document(token, verb)
    if first is not None:
        return Cue(token, verb, token.nbor(-1), inserted_from=first)
    subject, relative = subject_of(scene, token)
    if subject is None and verb.kind & SAYING:
        subject = _noun_hung_elsewhere(token)
    if subject is not None and relative is None and is_tangled(subject, token):
        near = nearer_subject(subject, token)
        return Cue(token, verb, near if near is not None and can_speak(near) else subject)
    return Cue(token, verb, subject, relative)


def _inserted_document(token: Token, verb: CueVerb) -> int | None:
    """The first token of ", the records show,", whatever the parser makes of it; None if it is no such insertion."""
    if verb.base not in _WORDS["showing"] or token.i + 1 >= len(token.doc) or token.nbor(1).text != ",":
        return None
    first = token.i - 1
    if first <= token.sent.start or noun_type(token.doc[first].text) is not SpeakerType.DOCUMENT:
        return None
    while first > token.sent.start and token.doc[first - 1].tag_ in _BEFORE_NOUN:
        first -= 1
    return first if first > token.sent.start and token.doc[first - 1].text == "," else None


def _noun_hung_elsewhere(verb: Token) -> Token | None:
    """ "the least that experts say it costs" without its "that": the parser hangs the speaker on "least"."""
    noun = verb.nbor(-1) if verb.i > 0 else verb
    finite = verb.tag_ in MAIN and any(c.dep_ == "ccomp" for c in verb.rights)
    hung = noun.tag_ in ("NNS", "NNP") and noun.dep_ in ("pobj", "dobj", "attr") and noun.head.i < verb.i
    return noun if finite and hung and can_speak(noun) else None


def _is_told(token: Token) -> bool:
    """ "Told that it was late, Roe shrugged", "Roe, asked about it, said": the parser takes them for past tenses."""
    verb = cue_verb(token.text)
    if verb is None or not verb.kind & CueClass.ADDRESSING or token.tag_ not in ("VBD", "VBN"):
        return False
    if token.head.i > token.i and interrupted_subject(token.head) in list(token.lefts):
        return True
    if not token.is_sent_start or token.dep_ != "advcl":
        return False
    return not any(c.dep_ in ("nsubj", "aux") for c in token.lefts)


def _tells_nobody(scene: Scene, token: Token, verb: CueVerb) -> bool:
    """ "Drivers told to stay home", "Ministers told that it is unsafe": nobody is between the verb and its clause."""
    headline = scene.line == 0 and not scene.doc[-1].is_punct
    needs = verb.base in _WORDS["addressing_somebody"] or (headline and verb.base in _WORDS["addressing_in_headlines"])
    if not needs or token.tag_ not in ("VBD", "VBN") or any(c.dep_ in ("aux", "auxpass") for c in token.lefts):
        return False
    after = [t.lower_ for t in token.doc[token.i + 1 : token.i + 3]]
    if headline and verb.base == "tell" and token.i + 1 < len(scene.doc) and scene.slot_at[token.i + 1] is not None:
        return True  # "Council told 'pay up'"
    return after[:1] == ["to"] or after == ["not", "to"] or (verb.base == "tell" and after[:1] == ["that"])


def _is_passive(token: Token) -> bool:
    if _is_told(token):
        return True
    if token.tag_ != "VBN":
        return False
    deps = {c.dep_ for c in token.children}
    alone = token.dep_ in ("acl", "advcl") and not deps & {"nsubj", "aux"} and not _is_main(token)
    return bool(deps & {"nsubjpass", "auxpass"}) or alone


def _is_main(token: Token) -> bool:
    """ "Peter Poe, her rival, called on Friday for help": no main verb but the one taken for passive."""
    named = token.head.dep_ == "ROOT" and token.head.tag_ in NAMES and token.nbor(-1).text == ","
    own = {t.i for t in token.subtree}
    return named and not any(t.tag_ in MAIN for t in token.sent if t.i not in own)


def impersonal_subject(cue: Cue) -> Token | None:
    """The "it" of "it was announced", the court of "the court heard" and "the court was told"."""
    heard = (c for c in cue.token.lefts if c.dep_ in ("nsubj", "nsubjpass") and is_court(c.text))
    return next((c for c in cue.token.lefts if c.dep_ == "nsubjpass" and c.lower_ == "it"), None) or next(heard, None)
