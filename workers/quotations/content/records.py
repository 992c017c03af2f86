"""The records of this room: the words that a cue governs, first by their heads, with the rule's name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

if TYPE_CHECKING:
    from spacy.tokens import Token


Heads: TypeAlias = "list[Token]"


@dataclass(frozen=True, slots=True)
class GovernedHeads:
    """The heads of the phrases that a cue governs, and the rule that found them."""

    heads: Heads
    rule: str


@dataclass(frozen=True, slots=True)
class Content:
    """The words that a cue governs, as token indices, and the rule that found them."""

    tokens: set[int]
    rule: str


NOTHING = Content(set(), "")
