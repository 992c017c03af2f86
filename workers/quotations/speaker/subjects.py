"""Decides which noun phrases can speak, and finds the subject of a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import Voice
from workers.language.nouns import is_quantity, noun_type
from workers.language.tags import NAMES
from workers.quotations.reading.frames import Slot
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.phrases import voice_of

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_SUBJECTS = frozenset({"nsubj", "nsubjpass"})


def can_speak(head: Token) -> bool:
    """Whether a noun phrase's head may be a speaker: a name, a pronoun for somebody, a noun known to speak."""
    if head.tag_ in NAMES:
        return True
    if head.tag_ == "PRP":
        return head.lower_ != "it"
    return noun_type(head.text) is not None or any(map(can_speak, _counted(head)))


def _counted(head: Token) -> list[Token]:
    """The experts of "a number of experts"."""
    if not is_quantity(head.text):
        return []
    return [c for p in head.rights if p.dep_ == "prep" and p.lower_ == "of" for c in p.children if c.dep_ == "pobj"]


def sentence_subject(scene: Scene, sentence: Span) -> Token | None:
    """The subject of a sentence's main verb; where that is quoted, the first one outside marks."""
    roots = [sentence.root] if scene.slot_at[sentence.root.i] is None else list(sentence)
    for root in roots:
        for child in root.children:
            if child.dep_ in _SUBJECTS and scene.slot_at[child.i] is None:
                return child
    return None


def last_subject(scene: Scene, start: int, end: int) -> Token | None:
    """The subject of the last sentence that ends between two article offsets, if it can speak."""
    for sentence in reversed(list(scene.doc.sents)):
        first, last = scene.offsets_of_span(sentence)
        if start <= first and last <= end:
            subject = sentence_subject(scene, sentence)
            if subject is not None and can_speak(subject):
                return subject
    return None


def subject_around(scene: Scene, slot: Slot) -> Voice | None:
    """The subject of the sentence that a fragment stands in, if it can speak."""
    for sentence in scene.doc.sents:
        if sentence.start_char <= slot.start < sentence.end_char:
            subject = sentence_subject(scene, sentence)
            # A common noun was wrong more often than right: better no speaker.
            named = subject is not None and subject.tag_ in NAMES | {"PRP"} and can_speak(subject)
            return voice_of(scene, subject, None) if named else None
    return None
