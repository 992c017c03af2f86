"""The records of this room: what was found in the lines of an article, before speakers get their names."""

from __future__ import annotations

from dataclasses import dataclass, replace

from shared.model import AttributionMethod, SpeechAct, Voice

__all__ = ["Finding", "Offsets", "Voice", "merged", "name_voice", "trimmed"]

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Finding:
    """One quotation in the making, all offsets into the article.

    `slots` are the quoted stretches it uses up (their numbers within the line); `follows` is the index of the earlier
    finding whose speaker goes on; `score` says how well the cue fits; `verbatim` words stand without marks and are
    direct all the same: turns of a transcript, block quotations; `answers` is the index of the finding that it answers.
    """

    line: int
    spans: tuple[Offsets, ...]
    method: AttributionMethod
    cue: Offsets | None = None
    voice: Voice | None = None
    slots: frozenset[int] = frozenset()
    score: float = 0.0
    follows: int | None = None
    sentence: Offsets | None = None
    addressee: Offsets | None = None
    act: SpeechAct = SpeechAct.STATEMENT
    verbatim: bool = False
    answers: int | None = None

    def joined(self, span: Offsets, *slots: int) -> Finding:
        """The same quotation with one more span."""
        return replace(self, spans=merged([*self.spans, span]), slots=self.slots | set(slots))


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
