"""Finds the speaker in the sentence whose colon introduces a quotation, in the same line or in the one before."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Span, Token

from shared.model import Voice
from workers.language.lexicon import groups
from workers.quotations.cue.find import Cue, find_cues
from workers.quotations.reading.frames import Slot
from workers.quotations.reading.scenes import Scene
from workers.quotations.records import Offsets
from workers.quotations.speaker.owners import noun_owner
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.speaker.subjects import can_speak, sentence_subject

_REPLIES = groups("constructions")["replies"] | groups("constructions")["messages"]
"""Nouns that introduce their owner's words by a colon alone: "The mayor's response: ..."."""
MAX_NAME = 14
"""Most tokens of a line that is only a name, a role and a colon."""


@dataclass(frozen=True, slots=True)
class Introduction:
    """Whose words a colon introduces: the rule that tells it, the speaker, the cue, and the sentence with the colon."""

    rule: str
    voice: Voice | None
    cue: Offsets | None = None
    sentence: Offsets | None = None


def introduced_by(text: str, scene: Scene, before: Scene | None, slot: Slot) -> Introduction | None:
    """The introduction of a quotation: the sentence that ends in a colon before it."""
    lead = text[scene.frame.line.start : slot.quoted.start].rstrip()
    if lead:
        return _colon(scene, slot.quoted.start) if lead.endswith(":") else None
    if before is None or not text[: before.frame.line.end].rstrip().endswith(":"):
        return None
    return _colon(before, before.frame.line.end)


def _colon(scene: Scene, offset: int) -> Introduction | None:
    sentence = next((s for s in reversed(list(scene.doc.sents)) if scene.start_of(s.start) < offset), None)
    introduction = _introduction(scene, sentence, offset) if sentence is not None else None
    if sentence is None or introduction is None:
        return None
    return replace(introduction, sentence=scene.offsets_of(sentence))


def _introduction(scene: Scene, sentence: Span, offset: int) -> Introduction | None:
    cues = [c for c in find_cues(scene) if sentence.start <= c.token.i < sentence.end and c.subject is not None]
    near = [c for c in cues if scene.end_of(c.token.i) <= offset and not c.is_noun]
    behind = _behind(scene, sentence, near[-1]) if near else None
    if near and behind is None:
        cue = next((c for c in near if c.token.dep_ == "ROOT"), near[-1])
        voice = voice_of(scene, cue.subject, cue.token, cue.relative)
        return Introduction("without_cue.cue_in_sentence_before_colon", voice, scene.offsets_of(cue.token))
    subject = behind or sentence_subject(scene, sentence)
    if subject is None:
        return _verbless(scene, sentence)
    return Introduction("without_cue.subject_of_sentence_before_colon", voice_of(scene, subject, None))


def _behind(scene: Scene, sentence: Span, cue: Cue) -> Token | None:
    """ "With critics worried about her, Roe has a message:": the speaker is the subject behind the cue's own clause."""
    if cue.token.dep_ not in ("advcl", "pcomp", "acl", "relcl"):
        return None
    outside = [t for t in sentence if t.i > cue.token.right_edge.i and scene.slot_at[t.i] is None]
    subjects = [t for t in outside if t.dep_ == "nsubj" and can_speak(t) and not cue.token.is_ancestor(t)]
    return subjects[0] if subjects else None


def _verbless(scene: Scene, sentence: Span) -> Introduction | None:
    """ "From Jo Roe of Hull:", "And this from a reader:"."""
    for token in sentence:
        if token.lower_ == "from":
            whom = next((c for c in token.children if c.dep_ == "pobj"), None)
            if whom is None:
                return None
            return Introduction("without_cue.sent_from", voice_of(scene, whom, None), scene.offsets_of(token))
    owned = owned_words(scene, sentence)
    if owned is not None:
        return owned
    root = sentence.root
    named = (
        root.tag_ in ("NNP", "NN") and scene.slot_at[root.i] is None and len(sentence) <= MAX_NAME and can_speak(root)
    )
    return Introduction("without_cue.line_of_name_and_role", voice_of(scene, root, None)) if named else None


def owned_words(scene: Scene, sentence: Span) -> Introduction | None:
    """ "The mayor's response:", "A statement from the mayor:": the noun, and whose it is."""
    root = sentence.root
    owner = noun_owner(scene, root) if root.lower_ in _REPLIES else None
    if owner is None:
        return None
    return Introduction("without_cue.owned_words", voice_of(scene, owner, None), scene.offsets_of(root))


def told_of_before(scene: Scene) -> Voice | None:
    """The subject of a line's last sentence, if a name: a quotation that fills the next line is theirs."""
    sentences = list(scene.doc.sents)
    subject = sentence_subject(scene, sentences[-1]) if sentences else None
    named = subject is not None and subject.tag_ == "NNP" and not subject.text.isupper()
    return voice_of(scene, subject, None) if named else None
