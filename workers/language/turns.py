"""Reads who takes turns in a transcript, for entities and quotations: "DANA PRUITT, ANCHOR: ...", "Q: ..."."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from shared.model import SpeakerType
from workers.language.marks import Line
from workers.language.nouns import noun_type
from workers.language.titles import titles_in_front

_TIME = r"(?:[\[(]?\d{1,2}:\d\d(?::\d\d)?[\])]?\s+)?"
_CAPITALS = r"[A-ZÀ-ÖØ-Þ][A-ZÀ-ÖØ-Þ.'’-]*"
_CASED = r"[A-ZÀ-ÖØ-Þ][\w.'’-]+"
_LABEL = re.compile(
    rf"\s*{_TIME}[\"“”‘']?"
    rf"(?:(?P<capitals>{_CAPITALS}(?: {_CAPITALS}){{0,5}})(?:, [^:()\[\]]{{2,80}})?"
    rf"|(?P<cased>(?:{_CASED} ){{0,3}}{_CASED})(?:, [a-z][\w ’'-]{{1,40}})?)"
    r"(?: \([^)]{1,60}\)){0,2}:\s+(?=\S)"
    r"|\s*(?P<asked>[QA])\s+(?=[A-Z“\"])"
)
"""A time, a name with its role and remarks ("on camera"), and a colon; White House transcripts write "Q    " alone."""

MIN_TURNS = 3
"""Fewer labelled lines, or fewer than two who take turns, are headings or list items."""


@dataclass(frozen=True, slots=True)
class Turn:
    """The line in which a turn begins: where its label's name stands, with its titles and without, and the words."""

    line: int
    label: tuple[int, int]
    name: tuple[int, int]
    words: int

    @property
    def asks(self) -> bool:
        """Whether the label is "Q" or "A"."""
        return self.label[1] - self.label[0] <= 2


def turns_of(text: str, lines: Sequence[Line]) -> dict[int, Turn]:
    """The turns by their lines' numbers; none where the labelled lines are too few for a transcript."""
    labels = {n: match for n, line in enumerate(lines) if (match := _LABEL.match(text, line.start, line.end))}
    labels = {n: match for n, match in labels.items() if match["cased"] is None or _is_cased_label(match["cased"])}
    # "DANA PRUITT, ANCHOR:" goes on as "PRUITT:".
    names = Counter(str(match[match.lastgroup or 0]).upper().split()[-1] for match in labels.values())
    colons = sum(match["asked"] is None for match in labels.values())
    if len(labels) < MIN_TURNS or len(names) < 2 or max(names.values()) < 2 or colons < 2:
        return {}
    return {number: _turn(text, number, match) for number, match in labels.items()}


def _is_cased_label(label: str) -> bool:
    """Whether a label that is not in capitals is a full name, or what somebody is: "Host", not "Where"."""
    return " " in label or noun_type(label) is SpeakerType.PERSON


def _turn(text: str, number: int, match: re.Match[str]) -> Turn:
    start, end = match.span(match.lastgroup or 0)
    return Turn(number, (start, end), (_behind_titles(text, start, end), end), match.end())


def _behind_titles(text: str, start: int, end: int) -> int:
    """Where the name begins behind its titles: "KESSLER" of "REAR ADM. KESSLER"."""
    parts = tuple(text[start:end].split(" "))
    return start + sum(len(part) + 1 for part in parts[: titles_in_front(parts)])


def names_somebody(name: str) -> bool:
    """Whether a label is a person's name: "PRUITT", not "Q" or "MODERATOR"."""
    parts = name.split()
    return len(name) > 2 and not any(noun_type(part.lower().strip(".")) is not None for part in parts)
