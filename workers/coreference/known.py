"""What the pass over an article knows when it comes to a speaker, and what it reads there."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from shared.model import Speaker
from workers.coreference.cast import Named
from workers.coreference.salience import Answer

NEAR = 600
"""Characters within which "it" goes on meaning the organisation or document that spoke last: a paragraph or two."""


Answers = dict[int, tuple[re.Match[str], Answer]]
"""Pronouns or nouns with their answers, by where they begin."""


@dataclass
class Known:
    """What the pass knows when it comes to a speaker's words."""

    outstanding: Callable[[int], int | None]
    """The person that stands out at an offset."""
    pronouns: Answers
    """The pronouns resolved so far."""
    nouns: Answers
    """All definite nouns that mean one entity."""
    last_thing: Speaker | None = None
    """The organisation or document that spoke last, if nobody else spoke since."""
    unlisted: dict[str, str] = field(default_factory=dict)
    """Full names that no entity bears, by their last words."""
    told: dict[int, str] = field(default_factory=dict)
    """By person the role that their own words for a speaker named last."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A speaker, the name of theirs that the phrase holds, and whether they are somebody new without a name."""

    speaker: Speaker
    head: tuple[int, int]
    """Where the head of the phrase stands."""
    name: Named | None = None
    role: str | None = None
    """The role of theirs that the phrase tells."""
    is_new: bool = False
    sure: float = 1.0
    """How sure the answer of a pronoun is where nothing shows the gender of the person it means."""
