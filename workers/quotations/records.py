"""The records that the rooms of this stage hand on: findings, which are quotations whose speakers are still phrases."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import ClassVar, Self

from shared.model import AttributionMethod, SpeechAct, Voice

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """The fields of every finding; all offsets point into the article.

    `slots` are the quoted stretches that the finding uses up (their numbers within the line). `rule` names what decided
    that these words are somebody's; the name stands once in the code, where the decision is made. `score` says how well
    the cue fits. `verbatim` words stand without marks and are direct all the same: turns of a transcript, block
    quotations.
    """

    line: int
    spans: tuple[Offsets, ...]
    rule: str
    slots: frozenset[int] = frozenset()
    score: float = 0.0
    verbatim: bool = False

    def joined(self, span: Offsets, *slots: int) -> Self:
        """The same quotation with one more span."""
        return replace(self, spans=merged([*self.spans, span]), slots=self.slots | set(slots))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported(_Found):
    """Words whose speaker a cue, a label, a signature or the line before tells: '"...," said Roe', "Roe: ...".

    `voice` is None where a cue has no speaker ("it was announced that"); `sentence` is the cue's.
    """

    voice: Voice | None
    cue: Offsets | None = None
    sentence: Offsets | None = None
    addressee: Offsets | None = None
    act: SpeechAct = SpeechAct.STATEMENT
    method: AttributionMethod = AttributionMethod.EXPLICIT


@dataclass(frozen=True, slots=True, kw_only=True)
class Continued(_Found):
    """Words of the speaker of an earlier finding; `follows` and `answers` are indices among the article's findings.

    `answers` is the finding of the other one, where two talk.
    """

    follows: int
    answers: int | None = None
    method: ClassVar[AttributionMethod] = AttributionMethod.CONTINUATION


@dataclass(frozen=True, slots=True, kw_only=True)
class Unclaimed(_Found):
    """Words between marks for which the article tells no speaker."""

    method: ClassVar[AttributionMethod] = AttributionMethod.NONE


Finding = Reported | Continued | Unclaimed


def voice_in(finding: Finding) -> Voice | None:
    """The speaker's phrase in a finding; None where the speaker is told elsewhere or nowhere."""
    return finding.voice if isinstance(finding, Reported) else None


def cue_in(finding: Finding) -> Offsets | None:
    """The cue of a finding; None where it has none."""
    return finding.cue if isinstance(finding, Reported) else None


def name_voice(text: str, start: int, end: int, is_label: bool = False) -> Voice:
    """The voice of a name that stands by itself: its last word is its head."""
    return Voice(start, end, text.rfind(" ", start, end) + 1 or start, end, is_label=is_label)


def trimmed(text: str, start: int, end: int, outer: str) -> Offsets:
    """Offsets without the characters of `outer` at either end."""
    while start < end and text[start] in outer:
        start += 1
    while start < end and text[end - 1] in outer:
        end -= 1
    return start, end


def merged(spans: list[Offsets]) -> tuple[Offsets, ...]:
    """Spans in order, overlapping ones joined."""
    result: list[Offsets] = []
    for start, end in sorted(set(spans)):
        if result and start < result[-1][1]:
            result[-1] = (result[-1][0], max(end, result[-1][1]))
        else:
            result.append((start, end))
    return tuple(result)
