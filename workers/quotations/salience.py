"""Who "he" or "she" is: the fitting person who stands out most where the pronoun stands, or nobody.

Weights after Lappin & Leass (1994) and centering theory, with one thing added that holds in news: who was just quoted
goes on being quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict

from shared.model import EntityKind, FoundEntities, MentionForm
from workers.quotations.gender import PRONOUNS, genders
from workers.quotations.marks import Line, Quoted

SPEAKER = 1.6
"""Weight of having spoken, whatever the words for the speaker were."""
OPENING = 1.0
"""Weight of a name that opens its sentence: its subject, more often than not."""
OTHER = 0.6
POSSESSIVE = 0.4
PRONOUN = 0.8
QUOTED = 0.15
"""Weight of a name within somebody's words."""
DECAY = 0.6
"""What is left of a weight one sentence later (sentences between marks do not count)."""
LINE_DECAY = 0.8
UNKNOWN_GENDER = 0.5
SAME_ANSWER = 1.25
"""Bonus for whom the entities stage chose for the same pronoun."""
FLOOR = 0.05
MARGIN = 1.05
_SENTENCE = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[A-Z“‘\"'])")


class Salience:
    """Remembers who was named and who spoke, in reading order."""

    def __init__(self, text: str, lines: list[Line], quoted: list[Quoted], found: FoundEntities) -> None:
        self._text = text
        self._gender = genders(text, found)
        self._borders = _borders(text, lines, quoted)
        self._line_starts = [line.start for line in lines]
        self._events: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._answers: dict[int, int] = {}
        people = {e.ordinal for e in found.entities if e.kind is EntityKind.PERSON}
        for mention in found.mentions:
            if mention.entity not in people:
                continue
            if mention.form is MentionForm.PRONOUN:
                self._answers[mention.start_char] = mention.entity
            elif mention.form is MentionForm.NAME:
                weight = self._weight(mention.start_char, mention.end_char, quoted)
                self._events[mention.entity].append((mention.start_char, weight))

    def spoke(self, entity: int, offset: int) -> None:
        """Takes note that a person spoke at an offset."""
        self._events[entity].append((offset, SPEAKER))

    def person_at(self, offset: int, pronoun: str, margin: float = MARGIN) -> int | None:
        """The entity a pronoun at an offset stands for, if it outweighs all others by `margin`."""
        wanted = PRONOUNS.get(pronoun.lower())
        ranked = sorted(((self._score(e, offset, wanted), -e) for e in self._events), reverse=True)
        if not ranked or ranked[0][0] < FLOOR:
            return None
        if len(ranked) > 1 and ranked[0][0] < margin * ranked[1][0]:
            return None
        entity = -ranked[0][1]
        if wanted is not None:
            self._gender.setdefault(entity, wanted)
        return entity

    def _score(self, entity: int, offset: int, wanted: str | None) -> float:
        shown = self._gender.get(entity)
        if wanted is not None and shown not in (None, wanted):
            return 0.0
        score = sum(weight * self._faded(at, offset) for at, weight in self._events[entity] if at < offset)
        if shown is None:
            score *= UNKNOWN_GENDER
        return score * (SAME_ANSWER if self._answers.get(offset) == entity else 1.0)

    def _faded(self, at: int, offset: int) -> float:
        sentences = bisect_left(self._borders, offset) - bisect_left(self._borders, at)
        lines = bisect_left(self._line_starts, offset + 1) - bisect_left(self._line_starts, at + 1)
        return float(DECAY**sentences * LINE_DECAY**lines)

    def _weight(self, start: int, end: int, quoted: list[Quoted]) -> float:
        if any(q.start < start < q.end for q in quoted):
            return QUOTED
        if re.match(r"['’]s?\b|['’](?= )", self._text[end : end + 2]):
            return POSSESSIVE
        opened = max((b for b in self._borders if b <= start), default=0)
        before = self._text[opened:start]
        return OPENING if len(before.split()) <= 4 else OTHER


def _borders(text: str, lines: list[Line], quoted: list[Quoted]) -> list[int]:
    """Where sentences begin, those inside quotation marks left out."""
    found = [line.start for line in lines]
    for line in lines:
        found += [m.end() for m in _SENTENCE.finditer(text, line.start, line.end)]
    return sorted({b for b in found if not any(q.start < b < q.end for q in quoted)})
