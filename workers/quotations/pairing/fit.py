"""Scores how well each cue fits each quoted stretch of a line; the best cue of a stretch wins.

The order of the scores follows what proved best in the prototype on PolNeAR (docs/decisions/): a cue right after a
comma or mark inside the quotation; a colon or comma that introduces it; the verb that governs it in the parse.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from workers.language.cues import SAYING, CueClass
from workers.language.tags import BEFORE_VERB, PAUSES
from workers.quotations.cue.find import Cue
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.subjects import can_speak

if TYPE_CHECKING:
    from spacy.tokens import Token

AFTER_COMMA = 10.0
AFTER_COLON = 9.0
INTRODUCED = 8.0
GOVERNED = 7.0
LOOSE = 4.0
STEP = 0.3
"""Each word between a cue and the head of its content takes this off."""
SUBJECT_KNOWN = 0.5
"""Bonus of a cue that has a subject."""
REACH = 60
"""Tokens around a quotation within which its cue is looked for: a long sentence on either side."""
FAR = 8
"""Tokens between an embedded verb and a colon beyond which the colon belongs to the sentence, not to the verb."""
MIN_FRAGMENT = GOVERNED - 2 * STEP
"""A fragment hangs on its cue by two words between at most."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a cue fits a quoted stretch, and the rule that says so."""

    score: float
    rule: str


NO_FIT = Fit(0.0, "")


@dataclass(frozen=True, slots=True)
class Pairing:
    """A quoted stretch and the cue that introduces it."""

    slot: int
    cue: Cue
    fit: Fit


def best_pairings(scene: Scene, cues: Sequence[Cue]) -> dict[int, Pairing]:
    """The best cue of each free-standing quotation that has one."""
    best: dict[int, Pairing] = {}
    places = [cue.token.i for cue in cues]
    for number, slot in enumerate(scene.frame.slots):
        tokens = scene.slot_tokens[number] if slot.stand_in else ()
        near = cues[_slice(places, tokens)] if tokens else []
        scored = [Pairing(number, cue, pair_score(scene, tokens, cue)) for cue in near]
        top = max(scored, key=lambda p: p.fit.score, default=None)
        if top is not None and top.fit.score > 0:
            best[number] = top
    return best


def _slice(places: list[int], tokens: Sequence[Token]) -> slice:
    """The cues within reach of a quoted stretch."""
    return slice(bisect_left(places, tokens[0].i - REACH), bisect_left(places, tokens[-1].i + REACH))


def pair_score(scene: Scene, tokens: Sequence[Token], cue: Cue) -> Fit:
    """How well a cue fits a free-standing quotation; a score of 0 means not at all."""
    if cue.subject is not None and (cue.subject in tokens or not (cue.kind & SAYING or can_speak(cue.subject))):
        # "thinks the dam will hold: ...": a dam holds nothing.
        return NO_FIT
    around = NO_FIT
    if cue.kind & SAYING:
        following = cue.token.i > tokens[-1].i
        around = _following(scene, tokens[-1].i, cue) if following else _preceding(scene, tokens[0].i, cue)
    fit = max(around, _governed(tokens, cue), key=lambda fit: fit.score)
    return replace(fit, score=fit.score + SUBJECT_KNOWN) if fit.score > 0 and cue.subject is not None else fit


def governor_of(scene: Scene, number: int, cues: Sequence[Cue]) -> Pairing | None:
    """The cue that governs a fragment in the parse with few words between; None if there is none."""
    tokens = scene.slot_tokens[number]
    near = cues[_slice([cue.token.i for cue in cues], tokens)] if tokens else []
    near = [cue for cue in near if not cue.is_noun and not _is_spoken_of(scene, cue)]
    scored = [Pairing(number, cue, _touching(tokens, cue) or _governed(tokens, cue)) for cue in near]
    top = max(scored, key=lambda p: p.fit.score, default=None)
    return top if top is not None and top.fit.score >= MIN_FRAGMENT else None


def _is_spoken_of(scene: Scene, cue: Cue) -> bool:
    """'"Weir" means a dam': nobody speaks."""
    return cue.subject is not None and scene.slot_at[cue.subject.i] is not None and not cue.kind & SAYING


def _touching(tokens: Sequence[Token], cue: Cue) -> Fit | None:
    """'signs that read "Water is life" and "No more dams"': the fragment stands right behind a verb of saying."""
    touches = tokens[0].i == cue.token.i + 1 and cue.token.dep_ != "amod"
    return Fit(GOVERNED, "pairing.touching") if cue.kind & SAYING and touches else None


def _following(scene: Scene, last: int, cue: Cue) -> Fit:
    """'"...," said X', '"...," X, the mayor, said'."""
    if "." in (scene.doc[last - 1].text, scene.doc[last].text) and (cue.token.i != last + 1 or cue.token.tag_ == "VBG"):
        return NO_FIT
    if cue.passive and cue.token.text.istitle():
        # '"Yes." Asked if it would hold, she said': a new sentence begins.
        return NO_FIT
    subject = _subject_words(cue)
    between = [t for t in scene.doc[last + 1 : cue.token.i] if t.i not in subject]
    if between and between[0].dep_ == "cc":
        # '"No!" and carrying signs that read': another clause begins.
        return NO_FIT
    if any(scene.slot_at[t.i] is not None for t in between) or _breaks(scene, last + 1, cue.token.i):
        return NO_FIT
    strange = sum(t.dep_ not in BEFORE_VERB for t in between)
    return Fit(AFTER_COMMA - min(strange, 8) * 0.8, "pairing.cue_behind_comma")


def _preceding(scene: Scene, first: int, cue: Cue) -> Fit:
    """'X said: "..."', 'X said, "..."', 'X said "..."'."""
    if _breaks(scene, cue.token.i + 1, first):
        return NO_FIT
    mark = scene.doc[first - 1].text
    if mark == ":" and cue.token.dep_ != "ROOT" and first - cue.token.i > FAR:
        return NO_FIT
    others = len({scene.slot_at[i] for i in range(cue.token.i + 1, first)} - {None})
    distance = min(first - cue.token.i, 20) * 0.05
    base = _before(mark, cue)
    return replace(base, score=base.score - distance - 2.0 * others)


def _before(mark: str, cue: Cue) -> Fit:
    """How well a cue before the quotation fits, by the mark between them."""
    if mark == ":":
        return Fit(AFTER_COLON, "pairing.colon")
    if mark in PAUSES or mark == cue.token.text:
        return Fit(INTRODUCED, "pairing.cue_before_comma")
    return Fit(LOOSE, "pairing.loose")


def _governed(tokens: Sequence[Token], cue: Cue) -> Fit:
    if cue.kind in (CueClass.PREPOSITION, CueClass.SUPPORT, CueClass.INFINITIVE):
        return NO_FIT
    inside = {t.i for t in tokens}
    head = next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[0])
    if head.i in _subject_words(cue) or _holds_something(tokens, cue):
        return NO_FIT
    for steps, ancestor in enumerate(head.ancestors):
        if ancestor.i == cue.token.i:
            return Fit(GOVERNED - min(steps, 10) * STEP, "pairing.governed")
    return NO_FIT


def _holds_something(tokens: Sequence[Token], cue: Cue) -> bool:
    """ "held signs that read": a verb of thought with an object before the words is another verb."""
    thinks = cue.kind & CueClass.STANCE and not cue.kind & (SAYING | CueClass.OBJECT | CueClass.PREDICATIVE)
    return bool(thinks) and any(c.dep_ == "dobj" and c.i < tokens[0].i for c in cue.token.rights)


def _subject_words(cue: Cue) -> set[int]:
    if cue.subject is None:
        return set()
    return {t.i for t in cue.subject.subtree} - {cue.token.i}


def _breaks(scene: Scene, first: int, last: int) -> bool:
    """Whether a sentence ends between two tokens."""
    return any(t.text in (".", "?", "!", ";") and scene.slot_at[t.i] is None for t in scene.doc[first:last])
