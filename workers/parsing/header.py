"""What stands before the body: headline, standfirst, byline, time."""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.model import SegmentKind
from workers.parsing.labels import Label
from workers.parsing.lines import Line

_BYLINE = re.compile(
    r"(?:(?:story|report|words|text|written|reported|posted|published|analysis|opinion|review|column)?\s*[Bb][Yy]:?|BY:?)\s+"
    r"(?=[A-ZÀ-ÞŁŠŽ@])(?P<names>[^!?]{3,140})$"
)
_TITLE = re.compile(r"\w{4,}")
LOOK_BACK = 12
"""Lines before the body that are looked at for its headline: further up is the page's navigation."""

LOOK_OVERLAP = 6000
"""Characters of the body in which a headline's words should come again."""


@dataclass(frozen=True)
class Header:
    """Labels of header lines by line number."""

    labels: dict[int, Label]


def is_byline(line: Line) -> bool:
    """Whether the line says "By Jane Doe"."""
    return line.words <= 16 and _BYLINE.match(line.head) is not None


def label_header(lines: list[Line], start: int, noise: tuple[Label | None, ...], opening: str) -> dict[int, Label]:
    """The labels of the headline, standfirst and byline lines before line `start`, where the body begins."""
    labels = {
        i: Label(SegmentKind.BYLINE, "by_name", 0.9)
        for i in range(max(0, start - LOOK_BACK), start)
        if is_byline(lines[i])
    }
    headline = _headline(lines, start, noise, opening[:LOOK_OVERLAP].casefold(), labels)
    if headline is None:
        return labels
    labels[headline.number] = Label(SegmentKind.HEADLINE, "above_body", 0.8)
    for line in lines[headline.number + 1 : start]:
        if noise[line.number] is None and line.number not in labels and line.words >= 8:
            labels[line.number] = Label(SegmentKind.STANDFIRST, "between_headline_and_body", 0.7)
            break
    return labels


def _headline(
    lines: list[Line], start: int, noise: tuple[Label | None, ...], opening: str, taken: dict[int, Label]
) -> Line | None:
    best: tuple[float, Line] | None = None
    for line in lines[max(0, start - LOOK_BACK) : start]:
        if line.number in taken or noise[line.number] is not None or not 3 <= line.words <= 30:
            continue
        score = _headline_score(line, opening, first=line.number == 0)
        if score >= 1.5 and (best is None or score > best[0]):
            best = (score, line)
    return best[1] if best else None


def _headline_score(line: Line, opening: str, first: bool) -> float:
    words = {word.casefold() for word in _TITLE.findall(line.text)}
    shared = sum(word in opening for word in words) / max(3, len(words))
    score = 3 * shared + (0.7 if line.alone else 0) + (1.0 if first else 0)
    if line.text.endswith("."):
        score -= 1
    return score - (1 if line.truncated else 0)
