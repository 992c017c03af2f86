"""Finds whose a full quotation is behind a sentence without a cue that tells of one person.

'Locke is not so sure. "The tide ..."', 'For Roe, it is simple. "We ..."', 'Her message was clear. "Stay away ..."'. A
second person in that sentence may be the one who speaks, so that it tells nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from shared.model import EntityKind, FoundEntities, Mention, MentionForm, SpeakerType, Voice
from workers.language.gender import PRONOUNS
from workers.language.lexicon import groups
from workers.language.nouns import noun_type
from workers.language.tags import NAMES
from workers.quotations.media import is_medium_noun
from workers.quotations.reading.frames import Slot
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.owners import noun_owner
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.speaker.subjects import sentence_subject

if TYPE_CHECKING:
    from spacy.tokens import Span, Token

_VIEWPOINT = frozenset({"for", "to"})
""" "For Roe, it is simple": before the comma stands whose view it is."""
_WORDS = groups("constructions")
_SINGULAR = frozenset({"NN", "NNP"})


class Stances:
    """The sentences of one article that tell of one person; `found` are its names."""

    def __init__(self, found: FoundEntities) -> None:
        names = (m for m in found.mentions if m.form is MentionForm.NAME)
        self._people = [m for m in names if found.entities[m.entity].kind is EntityKind.PERSON]

    def before(self, scene: Scene, slot: Slot, spoken: bool) -> Voice | None:
        """The one person of the sentence right before a quotation in the same line.

        Where somebody has `spoken` in the line, only a stance tells that another begins: not "Poe shut the door".
        """
        sentence = _sentence_before(scene, slot)
        if sentence is None or sentence.root.lower_ in _WORDS["passing_on"]:
            return None
        if spoken and sentence.root.lower_ not in _WORDS["stances"]:
            return None
        holder = _holder(scene, sentence)
        if holder is None or any(_is_text(t.text) for t in sentence if t.i > sentence.root.i):
            return None
        voice = voice_of(scene, holder, None)
        return voice if voice is not None and self._is_one_person(scene, holder, voice, sentence) else None

    def _is_one_person(self, scene: Scene, holder: Token, voice: Voice, sentence: Span) -> bool:
        start, end = scene.offsets_of_span(sentence)
        inside = [m for m in self._people if start <= m.start_char and m.end_char <= end]
        own = [m for m in inside if voice.start <= m.start_char and m.end_char <= voice.end]
        if voice.parts or {m.entity for m in inside} != {m.entity for m in own} or len({m.entity for m in own}) > 1:
            return False
        return _covered(own, scene, holder) if holder.tag_ in NAMES else True


def _covered(names: list[Mention], scene: Scene, token: Token) -> bool:
    start, end = scene.offsets_of(token)
    return any(m.start_char <= start and end <= m.end_char for m in names)


def _sentence_before(scene: Scene, slot: Slot) -> Span | None:
    """The sentence that ends right where the quotation opens, if nothing in it stands between marks."""
    before = [s for s in scene.doc.sents if scene.start_of(s.start) < slot.quoted.start]
    sentence = next((s for s in reversed(before) if scene.end_of(s.end - 1) <= slot.quoted.start), None)
    if sentence is None or sentence is not before[-1] or scene.holds_marks(range(sentence.start, sentence.end)):
        return None
    return sentence if sentence[-1].text == "." else None


def _holder(scene: Scene, sentence: Span) -> Token | None:
    """The person whose stance it is: the subject, the owner of the subject, or behind "for" at the front."""
    subject = sentence_subject(scene, sentence)
    if subject is None:
        return None
    if subject.lower_ in _WORDS["views"] and (owner := _owner(scene, subject)) is not None:
        return owner
    if _is_somebody(subject):
        return subject
    first = sentence[0]
    objects = [c for c in first.children if c.dep_ == "pobj"] if first.lower_ in _VIEWPOINT else []
    return next((o for o in objects if o.tag_ in NAMES), None)


def _owner(scene: Scene, noun: Token) -> Token | None:
    own = next((c for c in noun.lefts if c.dep_ == "poss" and c.tag_ in NAMES | {"PRP$"}), None)
    return own if own is not None else noun_owner(scene, noun)


def _is_text(word: str) -> bool:
    """Whether what follows may be read out: "Roe read a sign.", but not "Roe had a warning."."""
    own = _WORDS["views"] | _WORDS["messages"]
    return word.lower() not in own and (is_medium_noun(word) or noun_type(word) is SpeakerType.DOCUMENT)


def _is_somebody(token: Token) -> bool:
    if token.tag_ == "PRP":
        return token.lower_ in PRONOUNS
    return token.tag_ == "NNP" or (token.tag_ in _SINGULAR and noun_type(token.text) is SpeakerType.PERSON)
