"""Finds the turns of a transcript: lines that begin with a speaker ("WALLACE: ...", "Q: ...", "Jane Roe: ...")."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.model import AttributionMethod
from workers.language.marks import Line
from workers.language.turns import Turn, turns_of
from workers.quotations.records import Reported, name_voice, trimmed

_STAGE_DIRECTION = re.compile(r"\s*[\"“]?[(\[][^)\]]*[)\]][.\"”]*\s*$")
_OUTER = " \t\u00a0\"“”‘’'"
MAX_TURN_LINES = 8
"""Lines without a label that a turn may run over; more are the reporter's, between two transcripts."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns found, and the numbers of the lines they take up."""

    findings: tuple[Reported, ...] = ()
    lines: frozenset[int] = frozenset()


def find_transcript(text: str, lines: list[Line]) -> Transcript:
    """The turns of a transcript, if the lines hold one."""
    turns = turns_of(text, lines)
    if not turns:
        return Transcript()
    findings: list[Reported] = []
    used: set[int] = set()
    for number in range(min(turns), max(turns) + 1):
        line = lines[number]
        if not any(n in turns for n in range(number, number + MAX_TURN_LINES)):
            continue
        used.add(number)
        if number in turns:
            findings.append(_turn(text, turns[number], line))
        elif not _STAGE_DIRECTION.match(text, line.start, line.end):
            findings[-1] = findings[-1].joined(trimmed(text, line.start, line.end, _OUTER))
    return Transcript(tuple(f for f in findings if f.spans), frozenset(used))


def _turn(text: str, turn: Turn, line: Line) -> Reported:
    return Reported(
        line=turn.line,
        spans=(trimmed(text, turn.words, line.end, _OUTER),),
        rule="without_cue.turn",
        method=AttributionMethod.TRANSCRIPT,
        voice=name_voice(text, *turn.label, is_label=True),
        score=9.0,
        verbatim=True,
    )
