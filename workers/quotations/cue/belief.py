"""Decides whether a cue with its content reports words that somebody said, from subject, auxiliaries and mood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.cues import SAYING, CueClass, cue_verb, is_hearsay, is_told_by_things, told_act
from workers.language.lexicon import groups
from workers.language.nouns import is_anonymous
from workers.language.tags import VERBAL
from workers.quotations.cue.find import Cue, impersonal_subject
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.owners import name_before
from workers.quotations.speaker.subjects import can_speak
from workers.quotations.speaker.tangles import is_tangled

if TYPE_CHECKING:
    from spacy.tokens import Token

_CLAUSES = groups("clauses")
_VERBS = groups("constructions")
MAX_UNNAMED = 6
MAX_CLIMB = 5


def is_believed(scene: Scene, cue: Cue, content: set[int]) -> bool:
    """Whether somebody speaks here: the subject must be able to speak, and must have spoken."""
    if not content:
        return False
    if cue.verb.base in _VERBS["giving_names"] and any(
        scene.in_title(i) and scene.doc[i].head == cue.token for i in content
    ):
        # "a tower that they call Title": names are given, nothing is said.
        return False
    marked = scene.holds_marks(content)
    if cue.subject is not None and not cue.kind & SAYING and scene.slot_at[cue.subject.i] is not None:
        # '"Weir" means a dam': words that are spoken of say nothing.
        return False
    if cue.is_noun:
        return cue.subject is not None or (is_hearsay(cue.token.text) and scene.doc[min(content)].lower_ == "that")
    if cue.subject is None:
        return _is_impersonal(scene, cue, content) or (marked and not (cue.passive and cue.kind & CueClass.STANCE))
    if cue.unanswered:
        return _speaks(scene, cue, content)
    if not marked and (
        _did_not(cue) or _is_loose(cue) or _stays_unnamed(scene, content) or is_tangled(cue.subject, cue.token)
    ):
        return False
    return _speaks(scene, cue, content)


def _is_impersonal(scene: Scene, cue: Cue, content: set[int]) -> bool:
    """ "It was announced that ...": the speaker is not named."""
    if not cue.passive or impersonal_subject(cue) is None or not cue.kind & SAYING or _did_not(cue):
        return False
    return scene.doc[min(content)].lower_ == "that" or max(content) < cue.token.i


def _speaks(scene: Scene, cue: Cue, content: set[int]) -> bool:
    subject = cue.subject
    if subject is None or can_speak(subject):
        return True
    if subject.lower_ in _CLAUSES["expletive"]:
        going_on = cue.token.tag_ == "VBG" and cue.token.head == subject.head
        own = (subject.head == cue.token or going_on) and subject.lower_ == "it"
        says = bool(cue.kind & (SAYING | CueClass.OBJECT)) and not cue.kind & CueClass.STANCE
        return own and (says or scene.doc[min(content)].lower_ == "that")
    participle = cue.token.tag_ == "VBG" and cue.token.dep_ == "acl"
    told = is_told_by_things(cue.verb.base) and not participle
    kinds = SAYING | CueClass.OBJECT | CueClass.PREDICATIVE | CueClass.INFINITIVE
    said = scene.holds_marks(content) and bool(cue.kind & kinds)
    return told or cue.is_noun or bool(cue.unanswered) or said


def _did_not(cue: Cue) -> bool:
    """ "did not say", "will say", "would have called it": the subject has not said it."""
    auxiliaries = {c.lower_ for c in cue.token.lefts if c.dep_ == "aux"}
    finds_out = cue.verb.base in _VERBS["perceiving"] and not auxiliaries.isdisjoint(_CLAUSES["future"])
    if auxiliaries >= {"would", "have"} or finds_out:
        return True
    if not cue.kind & SAYING:
        return False
    return any(c.dep_ == "neg" or (c.dep_ == "aux" and c.lower_ in _CLAUSES["future"]) for c in cue.token.children)


def is_hypothetical(cue: Cue) -> bool:
    """ "might say", "if he says", "could be forgiven for saying": nobody has said it, between marks or not."""
    verbs = [cue.token]
    while _shares_subject(verbs[-1]) and len(verbs) < MAX_CLIMB and not _goes_on(verbs[-1].head):
        verbs.append(verbs[-1].head)
    name = name_before(cue.token)
    children = [c for verb in verbs for c in verb.children if c.i < cue.token.i and c != name]
    if _is_nobody(cue) or _is_withheld(cue) or _is_let(cue) or _is_imagined(cue) or _is_inverted_condition(cue):
        return True
    if _leaves_open(cue):
        return True
    modal = any(c.dep_ == "aux" and c.lower_ in _CLAUSES["possible"] for c in children) and bool(cue.kind & SAYING)
    return modal or any(c.dep_ == "mark" and c.lower_ in _CLAUSES["conditions"] for c in cue.token.children)


def _leaves_open(cue: Cue) -> bool:
    """'did not say whether it was "mad"': the question stays open."""
    if cue.unanswered or not cue.kind & SAYING or not any(c.dep_ == "neg" for c in cue.token.lefts):
        return False
    return any(c.dep_ == "ccomp" and c.left_edge.lower_ in _CLAUSES["conditions"] for c in cue.token.rights)


def _is_withheld(cue: Cue) -> bool:
    """ "stopped short of saying", "avoided saying", "left without saying", "would not go so far as to say"."""
    governor = _governor(cue.token)
    if governor is None or not cue.kind & SAYING:
        return False
    negated = any(c.dep_ == "neg" for c in governor.children)
    if negated and governor.lower_ in _VERBS["speaking_on"]:
        return False
    if cue.token.head.lower_ == "without":
        return True
    if governor.lower_ in _VERBS["withholding"]:
        return cue.token.tag_ == "VBG" and cue.token.head.lower_ in {"of", "to", "from", governor.lower_}
    return negated


def _governor(verb: Token) -> Token | None:
    """The verb that an infinitive or a participle without its own subject hangs on, over prepositions and adverbs."""
    if verb.dep_ not in ("pcomp", "xcomp", "advcl") or verb.tag_ not in ("VB", "VBG"):
        return None
    if any(c.dep_ == "nsubj" for c in verb.lefts) or (verb.dep_ == "advcl" and verb.tag_ == "VBG"):
        return None
    above = verb.head
    while above.tag_ not in VERBAL and above.head.i != above.i:
        above = above.head
    return above if above.tag_ in VERBAL else None


def _shares_subject(verb: Token) -> bool:
    return verb.dep_ in ("pcomp", "prep", "xcomp", "conj") and not any(c.dep_ == "nsubj" for c in verb.lefts)


def _goes_on(governor: Token) -> bool:
    """ "could not resist saying", "cannot help noting": it is said."""
    return governor.lower_ in _VERBS["speaking_on"] and any(c.dep_ == "neg" for c in governor.lefts)


def _is_nobody(cue: Cue) -> bool:
    """ "nobody said", "no one has claimed", "neither Roe nor Poe said", "common sense says"."""
    subject = cue.subject
    if subject is None:
        return False
    if subject.left_edge.lower_ == "neither" or subject.lower_ in groups("speakers")["voiceless"]:
        return True
    return subject.lower_ in _CLAUSES["nobody"] or any(c.lower_ == "no" and c.dep_ == "det" for c in subject.lefts)


def _is_let(cue: Cue) -> bool:
    """ "Let's say it is late"."""
    return cue.subject is not None and cue.subject.lower_ in ("'s", "’s", "us") and cue.token.head.lower_ == "let"


def _is_inverted_condition(cue: Cue) -> bool:
    """ "Had Roe said no, ..."."""
    auxiliary = next((c for c in cue.token.lefts if c.dep_ == "aux"), None)
    if auxiliary is None or cue.subject is None or auxiliary.lower_ not in ("had", "should"):
        return False
    return auxiliary.i < cue.subject.left_edge.i and cue.token.sent[-1].text != "?"


def _is_imagined(cue: Cue) -> bool:
    """ "Imagine a mayor who says ..."."""
    verb = next((t for t in cue.token.ancestors if t.lower_ in _VERBS["imagining"]), None)
    return verb is not None and verb.tag_ == "VB" and verb.i == verb.sent.start


def _stays_unnamed(scene: Scene, content: set[int]) -> bool:
    """ "asked for anonymity", "asked not to be named"."""
    return len(content) <= MAX_UNNAMED and is_anonymous(" ".join(scene.doc[i].text for i in sorted(content)))


def _is_loose(cue: Cue) -> bool:
    """ "Americans supporting him", "anyone wanting to go": the verb tells what people do, not what they said."""
    if cue.subject is None:
        return False
    if cue.subject.left_edge.lower_ == "what" or _is_found_hard(cue):
        return True
    infinitive = any(c.dep_ == "aux" and c.lower_ == "to" for c in cue.token.children) and not _is_done(cue)
    if cue.kind & SAYING:
        return infinitive and (_asks(cue) or (cue.token.dep_ in ("acl", "relcl") and not can_speak(cue.subject)))
    participle = cue.token.dep_ == "acl" and cue.token.tag_ != "VBD"
    return infinitive or participle or cue.subject.lower_ in _CLAUSES["indefinite"]


def _is_done(cue: Cue) -> bool:
    """ "continued to call for help", "used a speech to attack the plan": what the infinitive tells is done."""
    done = cue.token.dep_ in ("xcomp", "advcl") and cue.token.head.lower_ in _VERBS["doing"]
    objects = [c for c in cue.token.head.rights if c.dep_ == "dobj"]
    return done and told_act(cue.verb.base) is None and all(is_medium_noun(c.text) for c in objects)


def _is_found_hard(cue: Cue) -> bool:
    """ "will find it difficult to go", "found themselves in a queue": nothing is found."""
    behind = cue.token.nbor(1).lower_ if cue.token.i + 1 < len(cue.token.doc) else ""
    return cue.verb.base == "find" and (behind == "it" or behind in _CLAUSES["reflexive"])


def _asks(cue: Cue) -> bool:
    """ "declined to say", "asked him to announce", "plans to tell": the speaker has not said it yet."""
    governor = cue_verb(cue.token.head.text)
    return governor is not None and bool(governor.kind & CueClass.INFINITIVE)
