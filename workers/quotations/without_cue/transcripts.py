"""Finds the turns of a transcript: lines that begin with a speaker ("WALLACE: ...", "Q: ...", "Jane Roe: ...")."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from shared.model import AttributionMethod
from workers.language.marks import Line
from workers.quotations.records import Reported, name_voice, trimmed

_LABEL = re.compile(
    r"\s*[\"“”‘']?(?P<name>[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*(?: [A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*){0,4}"
    r"|(?:[A-ZÀ-ÖØ-Þ][\w.'’-]+ ){1,3}[A-ZÀ-ÖØ-Þ][\w.'’-]+)(?: \([^)]{1,60}\)|, [a-z][\w ’'-]{1,40})?:\s+(?=\S)"
)
_STAGE_DIRECTION = re.compile(r"\s*[\"“]?[(\[][^)\]]*[)\]][.\"”]*\s*$")
_OUTER = " \t\u00a0\"“”‘’'"
MIN_TURNS = 3
"""Fewer labelled lines, or fewer than two who take turns, are headings or list items."""
MAX_TURN_LINES = 8
"""Lines without a label that a turn may run over; more are the reporter's, between two transcripts."""


@dataclass(frozen=True, slots=True)
class Transcript:
    """The turns found, and the numbers of the lines they take up."""

    findings: tuple[Reported, ...] = ()
    lines: frozenset[int] = frozenset()


def find_transcript(text: str, lines: list[Line]) -> Transcript:
    """The turns of a transcript, if the lines hold one."""
    labels = {n: match for n, line in enumerate(lines) if (match := _LABEL.match(text, line.start, line.end))}
    names = Counter(match["name"].upper() for match in labels.values())
    if len(labels) < MIN_TURNS or len(names) < 2 or max(names.values()) < 2:
        return Transcript()
    findings: list[Reported] = []
    used: set[int] = set()
    last = max(labels)
    for number in range(min(labels), last + 1):
        line = lines[number]
        if not any(n in labels for n in range(number, number + MAX_TURN_LINES)):
            continue
        used.add(number)
        if number in labels:
            findings.append(_turn(text, number, labels[number], line))
        elif not _STAGE_DIRECTION.match(text, line.start, line.end):
            findings[-1] = findings[-1].joined(trimmed(text, line.start, line.end, _OUTER))
    return Transcript(tuple(f for f in findings if f.spans), frozenset(used))


def _turn(text: str, number: int, label: re.Match[str], line: Line) -> Reported:
    return Reported(
        line=number,
        spans=(trimmed(text, label.end(), line.end, _OUTER),),
        rule="without_cue.turn",
        method=AttributionMethod.TRANSCRIPT,
        voice=name_voice(text, *label.span("name"), is_label=True),
        score=9.0,
        verbatim=True,
    )
