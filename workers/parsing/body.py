"""Decides which lines of a page's text are the article's body.

The body is the run of lines with the largest sum of scores (maximum subsequence segmentation: Pasternack and Roth,
"Extracting article text from the web with maximum subsequence segmentation", WWW 2009). Prose counts for the
body, labels and noise count against it, headings over other articles strongly so. A heading ends the article only if
the lines below do not outweigh it, which keeps articles that have "Comments" or "Share" in their midst.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from shared.model import SegmentKind
from workers.language.lexicon import table
from workers.parsing.boxes import BOX, mark_boxes
from workers.parsing.clips import mark_clips
from workers.parsing.code import CODE, mark_code
from workers.parsing.cut import SKIPPED, cut_of, free_posts, is_skipped, mark_skips
from workers.parsing.dateline import dateline_of
from workers.parsing.labels import Label, Part
from workers.parsing.lines import Line
from workers.parsing.noise import NO_LETTERS, noise_of, strong_heading
from workers.parsing.teasers import TEASER, mark_teasers
from workers.parsing.titles import is_measure

LONGEST_TITLE = 30
"""Words."""

LONGEST_TRAIL = 8
"""More short lines than this after a page's last paragraph are a list of the article's own (dates, results)."""

_RESULT = re.compile(r"(?-i:[A-Z])[\w .’'&-]{1,40} \d{1,3}(?:, ?|[ –-]{1,3})(?:[A-Z][\w .’'&-]{1,40} )?\d{1,3}(?:\s|$)")
"""The result of a match, "Larkmoor 2, Fenn 1", and no title of another article."""

COST: dict[str | None, float] = {
    SKIPPED.rule: 0.0,
    TEASER.rule: 0.5,
    BOX.rule: 0.5,
    CODE.rule: 0.5,
    NO_LETTERS.rule: 1.0,
    Part.ADVERTISEMENT: 0.5,
    Part.STAMP: 1.0,
    SegmentKind.RELATED: 1.5,
    SegmentKind.CAPTION: 1.0,
    SegmentKind.BOILERPLATE: 2.5,
}
"""How much a line of noise counts against the body, by its rule, part or kind. Advertisements stand within articles."""

ITEM = 0.5
"""How much an item of a list counts for the body."""

REMARK = 0.1
"""How much a sentence of a few words counts for it."""

OPENER = 3
"""Words in the shortest line whose colon opens a list; shorter ones are a page's labels ("Filed under:")."""

LEAD = 60
"""Words of prose above the paragraph with the dateline, at most: a standfirst, or other articles'."""


@dataclass(frozen=True)
class Body:
    """The body's first line and the line after its last; of all lines the noise labels and whether they are items."""

    start: int
    end: int
    noise: tuple[Label | None, ...]
    items: tuple[bool, ...]


def find_body(lines: list[Line]) -> Body:
    """The body of the article among the lines; start == end where there is none."""
    noise = [noise_of(line) for line in lines]
    for mark in (mark_code, mark_skips, mark_clips, mark_teasers, mark_boxes):
        mark(lines, noise)
    items = list_items(lines, noise)
    end = cut_of(lines, noise)
    scores = free_posts(lines[:end], noise, _scores(lines[:end], noise, items))
    start, stop = best_run(saturate(scores))
    start = _filed(lines, range(start, stop))
    while start < stop - 1 and _said_twice(lines, start):
        start += 1
    return Body(start, _trim(lines, noise, items, range(start, stop)), tuple(noise), tuple(items))


def find_block_body(lines: list[Line], first: int) -> Body:
    """The body among the lines of an HTML extractor, from line `first` on, without the noise that trails it."""
    noise = [noise_of(line) for line in lines]
    while first < len(lines) and noise[first] is not None:
        first += 1
    items, cut = list_items(lines, noise), cut_of(lines, noise)
    stop = _trim(lines, noise, items, range(first, cut))
    return Body(first, stop if cut - stop <= LONGEST_TRAIL else cut, tuple(noise), tuple(items))


def list_items(lines: list[Line], noise: list[Label | None]) -> list[bool]:
    """Which lines are list items: they begin as such, or follow, short, a line with a colon, which is one, too."""
    items: list[bool] = []
    opened = False
    for line, label in zip(lines, noise, strict=True):
        short = label is None and not line.prose
        opens = label is None and (heads_list(line) or (line.words >= OPENER and line.text.endswith(":")))
        counts = short and (_RESULT.match(line.head) is not None or is_measure(line))
        items.append(short and (line.listed or line.posted or counts or opened or opens))
        opened = opens or (short and opened)
    return items


def heads_list(line: Line) -> bool:
    """Whether the line stands over things or steps: "Ingredients", "Method"."""
    return line.phrase in table("measures")["headings"]


def _trim(lines: list[Line], noise: list[Label | None], items: list[bool], body: range) -> int:
    """The body's end, without trailing noise and short lines."""
    stop = body.stop
    while stop > body.start:
        line = lines[stop - 1]
        noise[stop - 1] = noise[stop - 1] or noise_of(line, tail=True)
        if noise[stop - 1] is None and (line.prose or line.ends_sentence or items[stop - 1]):
            break
        stop -= 1
    return stop


def _filed(lines: list[Line], body: range) -> int:
    """The body's first line: no line of the body stands above its dateline."""
    words = 0
    for i in body:
        if dateline_of(lines[i].text) is not None:
            return i
        words += lines[i].words if lines[i].prose else 0
        if words > LEAD:
            break
    return body.start


def _said_twice(lines: list[Line], i: int) -> bool:
    """Whether the line says the same as its neighbour: a headline in the breadcrumbs and once more below them."""
    around = [lines[n].key for n in (i - 1, i + 1) if 0 <= n < len(lines)]
    return lines[i].words <= LONGEST_TITLE and lines[i].key in around


def _scores(lines: list[Line], noise: list[Label | None], items: list[bool]) -> list[float]:
    scores: list[float] = []
    titles = 0
    for line, label, item in zip(lines, noise, items, strict=False):
        titles = 0 if line.prose or item or _remark(line) or label is not None else titles + 1
        # One short line is a crosshead or a name; the longer the run of them, the surer it is a list of links.
        scores.append(ITEM if item else -min(1.0 + 0.5 * titles, 2.5) if titles else _score(line, label))
    return scores


def _remark(line: Line) -> bool:
    """A sentence too short for prose: “It is done.”"""
    return line.ends_sentence and line.words > 1


def _score(line: Line, noise: Label | None) -> float:
    if strong_heading(line) and not is_skipped(noise):
        return -3.0
    if noise is not None:
        return -next((COST[said] for said in (noise.rule, noise.part, noise.kind) if said in COST), 0.0)
    if line.truncated and line.words < 60:
        return -4.0
    if not line.prose:
        return REMARK
    return 0.5 + min(line.words, 60) / 6


LOWEST = -16.0
"""The most that an interruption weighs: as much as two paragraphs of fifty words."""


def best_run(scores: list[float]) -> tuple[int, int]:
    """Start and end of the run with the largest sum, (0, 0) if no score is positive. One pass (Kadane)."""
    best, found, total, start = 0.0, (0, 0), 0.0, 0
    for i, score in enumerate(scores):
        if total <= 0:
            total, start = 0.0, i
        total += score
        if total > best:
            best, found = total, (start, i + 1)
    return found


def saturate(scores: list[float]) -> list[float]:
    """The scores, cut so that no run of negative ones sums to less than LOWEST: a list of links interrupts once."""
    kept: list[float] = []
    run = 0.0
    for score in scores:
        allowed = score if score >= 0 else max(score, min(0.0, LOWEST - run))
        run = 0.0 if score >= 0 else run + allowed
        kept.append(allowed)
    return kept
