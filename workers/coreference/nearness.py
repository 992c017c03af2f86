"""How near people stand to he and she: how many clauses begin between a person's last mention and the pronoun.

Measured on GAP, whose pronouns have two names nearby: with the sentence alone as the unit, the subject of the first of
three clauses beat the subject of the pronoun's own.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from workers.coreference.cast import Named
from workers.coreference.clauses import CLOSES
from workers.coreference.discourse import Paragraph
from workers.language.lexicon import any_of, groups

_CLAUSES = groups("clauses")
_BEGINNING = any_of(
    groups("references")["breaking"].union(
        *(_CLAUSES[of] for of in ("times", "reasons", "conditions", "relatives", "joining"))
    )
)
BORDER = re.compile(rf"[,;:()–—]|--|\b(?:{_BEGINNING})\b")
"""A mark or a word with which another clause can begin."""
FADING = 0.75
"""The power to which the number of clauses divides a person's weight: a third of it is left after three borders."""
FAR = 9
"""The borders that a mention of an earlier sentence counts as, and the most that count."""
OBJECT = 2.0
"""How much likelier "him" is no subject than a subject; of "he" at the head of a sentence the reverse holds."""


def shares(paragraph: Paragraph, before: Sequence[Named], pronoun: re.Match[str]) -> dict[int, float]:
    """By person the share of the weight that counts for this pronoun; people not named in the paragraph are far."""
    last = {one.entity: one for one in before}
    start = paragraph.sentence_start(pronoun.start())
    return {entity: _share(paragraph, one, pronoun, start) for entity, one in last.items()}


def _share(paragraph: Paragraph, one: Named, pronoun: re.Match[str], start: int) -> float:
    marks = paragraph.marks
    near = one.start >= start and marks.speech(one.start) in (None, marks.speech(pronoun.start()))
    borders = len(BORDER.findall(paragraph.text, one.end, pronoun.start())) if near else FAR
    share: float = (1 + min(borders, FAR)) ** -FADING
    subject = paragraph.is_subject(one) and not paragraph.owns(one) and one.exact.casefold() not in ("his", "her")
    form = pronoun.group().casefold()
    is_object = form == "him" or (form == "her" and CLOSES.match(paragraph.text, pronoun.end()) is not None)
    favoured = (is_object and not subject) or (form in ("he", "she") and pronoun.start() == start and subject)
    return share * OBJECT if favoured else share


UNNAMED = (1 + FAR) ** -FADING
"""The share of people whom the paragraph has not named yet."""
