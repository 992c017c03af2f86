"""Who "he" or "she" is: the fitting person who stands out most where the pronoun stands, or nobody.

Weights after Lappin & Leass (1994) and centering theory, with one thing added that holds in news: who was just quoted
goes on being quoted.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Sequence

from shared.model import EntityKind, FoundEntities, Mention, MentionForm
from workers.coreference.speaker_gender import PRONOUNS, genders
from workers.language.marks import Line, Quoted
from workers.language.stretches import Stretches

SPEAKER = 1.6
"""Weight of having spoken, whatever the words for the speaker were."""
OPENING = 1.0
"""Weight of a name that opens its sentence: its subject, more often than not."""
OTHER = 0.6
POSSESSIVE = 0.4
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
MEMORY = 12
"""How many of a person's last mentions are weighed: older ones have faded."""
REACH = 6000
"""Characters after which a person not mentioned again is out of mind: a page or two."""
_SENTENCE = re.compile(r"[.!?…][”’\"')\]]*\s+(?=[A-Z“‘\"'])")
_POSSESSIVE_END = re.compile(r"['’]s?\b|['’](?= )")


class Salience:
    """Remembers who was named and who spoke, in reading order."""

    def __init__(self, text: str, lines: Sequence[Line], quoted: Sequence[Quoted], found: FoundEntities) -> None:
        self._text = text
        self._gender = genders(text, found)
        self._quoted = Stretches((q.start, q.end) for q in quoted)
        self._line_starts = [line.start for line in lines]
        self._borders = self._sentence_starts(lines)
        self._events: dict[int, list[tuple[int, float]]] = defaultdict(list)
        self._answers: dict[int, int] = {}
        self._unnamed: int | None = None
        people = {e.ordinal for e in found.entities if e.kind is EntityKind.PERSON}
        for mention in found.mentions:
            if mention.entity in people:
                self._note(mention)
        self._seen: list[tuple[int, int]] = sorted((at, e) for e, events in self._events.items() for at, _ in events)

    def spoke(self, entity: int, offset: int) -> None:
        """Takes note that a person spoke at an offset."""
        insort(self._events[entity], (offset, SPEAKER))
        insort(self._seen, (offset, entity))

    def spoke_unnamed(self, offset: int) -> None:
        """Takes note that somebody without a name spoke: "the mayor"."""
        self._unnamed = offset

    def alone_before(self, offset: int) -> int | None:
        """The only person that the line names before an offset, outside quotation marks."""
        start = self._line_starts[bisect_right(self._line_starts, offset) - 1] if self._line_starts else 0
        first, last = bisect_left(self._seen, (start, -1)), bisect_left(self._seen, (offset, -1))
        named = {entity for at, entity in self._seen[first:last] if not self._quoted.holds(at)}
        return named.pop() if len(named) == 1 else None

    def person_at(self, offset: int, pronoun: str, margin: float = MARGIN) -> int | None:
        """The entity a pronoun at an offset stands for, if it outweighs all others by `margin`."""
        wanted = PRONOUNS.get(pronoun.lower())
        ranked = sorted(((self._score(e, offset, wanted), -e) for e in self._in_mind(offset)), reverse=True)
        if not ranked or ranked[0][0] < FLOOR:
            return None
        if len(ranked) > 1 and ranked[0][0] < margin * ranked[1][0]:
            return None
        entity = -ranked[0][1]
        if self._is_overtaken(entity, offset):
            return None
        if wanted is not None:
            self._gender.setdefault(entity, wanted)
        return entity

    def _is_overtaken(self, entity: int, offset: int) -> bool:
        """Whether somebody without a name spoke later in the same line than this person was last named."""
        line = bisect_right(self._line_starts, offset)
        if self._unnamed is None or bisect_right(self._line_starts, self._unnamed) != line:
            return False
        return not any(self._unnamed < at < offset for at, _ in self._events[entity])

    def _note(self, mention: Mention) -> None:
        if mention.form is MentionForm.PRONOUN:
            self._answers[mention.start_char] = mention.entity
        elif mention.form is MentionForm.NAME:
            weight = self._weight(mention.start_char, mention.end_char)
            self._events[mention.entity].append((mention.start_char, weight))

    def _in_mind(self, offset: int) -> set[int]:
        first, last = bisect_left(self._seen, (offset - REACH, -1)), bisect_left(self._seen, (offset, -1))
        return {entity for _, entity in self._seen[first:last]}

    def _score(self, entity: int, offset: int, wanted: str | None) -> float:
        shown = self._gender.get(entity)
        if wanted is not None and shown not in (None, wanted):
            return 0.0
        events = self._events[entity]
        last = bisect_left(events, (offset, 0.0))
        score = sum(weight * self._faded(at, offset) for at, weight in events[max(0, last - MEMORY) : last])
        if shown is None:
            score *= UNKNOWN_GENDER
        return score * (SAME_ANSWER if self._answers.get(offset) == entity else 1.0)

    def _faded(self, at: int, offset: int) -> float:
        sentences = bisect_left(self._borders, offset) - bisect_left(self._borders, at)
        lines = bisect_left(self._line_starts, offset + 1) - bisect_left(self._line_starts, at + 1)
        return float(DECAY**sentences * LINE_DECAY**lines)

    def _weight(self, start: int, end: int) -> float:
        if self._quoted.holds(start):
            return QUOTED
        if _POSSESSIVE_END.match(self._text, end, end + 2):
            return POSSESSIVE
        opened = self._borders[bisect_right(self._borders, start) - 1] if self._borders else 0
        return OPENING if len(self._text[opened:start].split()) <= 4 else OTHER

    def _sentence_starts(self, lines: Sequence[Line]) -> list[int]:
        """Where sentences begin, those inside quotation marks left out."""
        found = {line.start for line in lines}
        for line in lines:
            found |= {m.end() for m in _SENTENCE.finditer(self._text, line.start, line.end)}
        return sorted(b for b in found if not self._quoted.holds(b))
