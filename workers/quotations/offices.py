"""Whether the bearer of a surname can be whom an office before it names: "President Obama" is not Michelle Obama.

A paper gives the office once with the full name, or near it. Where no sentence with the full name knows of the office,
the surname behind it may be a relative's: better no name than a wrong one.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict

from shared.model import EntityKind, FoundEntities, Mention, MentionForm

OFFICES = frozenset(
    {"president", "chancellor", "premier", "governor", "mayor", "king", "queen", "prince", "princess", "pope", "judge"}
)
"""Offices of one holder at a time. Senators and doctors in one family are as many as you like."""
_BEFORE = re.compile(r"\b(?P<office>[A-Z][a-z]+) $")
_COURTESY = re.compile(r"\bM(?:r|rs|s|iss|x)\.? $")
_SENTENCE_END = re.compile(r"[.!?]['\"”’]?\s|\n")
NEAR = 200
"""Characters around a full name in which its office is looked for, within the sentence: a long sentence's worth."""


class Offices:
    """The mentions of surnames with an office before them that no full name of the article answers to."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._text = text
        full: dict[int, list[Mention]] = defaultdict(list)
        short: list[tuple[Mention, str]] = []
        for mention in found.mentions:
            entity = found.entities[mention.entity]
            if mention.form is not MentionForm.NAME or entity.kind is not EntityKind.PERSON:
                continue
            if " " in mention.exact:
                full[mention.entity].append(mention)
            elif " " in entity.name and (office := self._office(mention)) is not None:
                short.append((mention, office))
        self._known = {(e, o) for e in full for o in OFFICES if any(self._tells(m, o) for m in full[e])}
        self._strange = {m.start_char for m, office in short if (m.entity, office) not in self._known}
        self._turns = _turns(full, [m for m, _ in short], self._strange)

    def is_another(self, mention: Mention) -> bool:
        """Whether a mention means somebody else than the entity it was given to."""
        if mention.start_char in self._strange:
            return True
        turns = self._turns.get(mention.entity)
        courteous = _COURTESY.search(self._text, max(0, mention.start_char - 5), mention.start_char) is not None
        if turns is None or courteous or " " in mention.exact:
            return False
        at = bisect_right(turns, (mention.start_char, True)) - 1
        return turns[max(at, 0)][1]

    def _office(self, mention: Mention) -> str | None:
        before = _BEFORE.search(self._text, max(0, mention.start_char - 20), mention.start_char)
        word = before["office"].lower() if before is not None else ""
        return word if word in OFFICES else None

    def _tells(self, mention: Mention, office: str) -> bool:
        before = _SENTENCE_END.split(self._text[max(0, mention.start_char - NEAR) : mention.start_char])[-1]
        after = _SENTENCE_END.split(self._text[mention.end_char : mention.end_char + NEAR])[0]
        return office in f"{before} {after}".lower()


def _turns(
    full: dict[int, list[Mention]], titled: list[Mention], strange: set[int]
) -> dict[int, list[tuple[int, bool]]]:
    """For each entity that a strange office was given to: where it is named again, and whether it is the other one."""
    turns: dict[int, list[tuple[int, bool]]] = {}
    for entity in {m.entity for m in titled if m.start_char in strange}:
        own = [(m.start_char, False) for m in full[entity]]
        turns[entity] = sorted([*own, *((m.start_char, m.start_char in strange) for m in titled if m.entity == entity)])
    return turns
