"""Reads whose words a copula tells: '"...," was Roe's verdict', 'The advice of the coastguard was, "..."'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workers.language.lexicon import groups
from workers.quotations.reading.scenes import Scene
from workers.quotations.speaker.owners import stand_owner
from workers.quotations.speaker.phrases import voice_of
from workers.quotations.without_cue.blocks import Evidence

if TYPE_CHECKING:
    from spacy.tokens import Token

_STANDS = groups("constructions")["stands"]
_COPULAS = frozenset({"is", "was", "are", "were"})
REACH = 8
"""Tokens between a copula and its noun: "was the initial, much reported verdict"."""


def told_by_copula(scene: Scene, number: int) -> Evidence | None:
    """The owner of the verdict, view or answer that a quoted stretch is said to be."""
    tokens = scene.slot_tokens[number]
    noun = (_noun_behind(scene, tokens[-1].i + 1) or _noun_before(scene, tokens[0].i - 1)) if tokens else None
    owner = stand_owner(scene, noun) if noun is not None else None
    if noun is None or owner is None:
        return None
    return Evidence(
        "without_cue.told_by_copula",
        voice_of(scene, owner, None),
        scene.offsets_of(noun),
        scene.offsets_of_span(noun.sent),
        score=8.0,
    )


def _noun_behind(scene: Scene, start: int) -> Token | None:
    """ "was Roe's verdict": nothing but the noun phrase stands between."""
    if start < len(scene.doc) and scene.doc[start].text == ",":
        start += 1
    if start >= len(scene.doc) or scene.doc[start].lower_ not in _COPULAS:
        return None
    near = scene.doc[start + 1 : start + 1 + REACH]
    noun = next((t for t in near if t.lower_ in _STANDS), None)
    between = scene.doc[start + 1 : noun.i] if noun is not None else ()
    return noun if all(not t.is_punct or t.text in (",", "-") for t in between) else None


def _noun_before(scene: Scene, last: int) -> Token | None:
    """ "The mayor's answer was, ...": the subject of the copula right before the marks."""
    while last > 0 and scene.doc[last].text in (",", ":"):
        last -= 1
    copula = scene.doc[last] if last >= 0 else None
    if copula is None or copula.lower_ not in _COPULAS:
        return None
    return next((c for c in copula.lefts if c.dep_ == "nsubj" and c.lower_ in _STANDS), None)
