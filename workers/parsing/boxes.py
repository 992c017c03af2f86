"""Finds boxes of questions and answers between an article's paragraphs: background pasted into many pages.

A box opens with its title ("Your questions answered"), mostly above a date, and goes on with questions of one line and
answers of a few lines. An article that is itself an interview has no such title between its paragraphs.
"""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.language.lexicon import entries
from workers.parsing.labels import Label
from workers.parsing.lines import Line, prose_words

BOX = Label(SegmentKind.RELATED, "boxes.question_box", 0.7)
_TITLE = re.compile(rf"\b(?:{'|'.join(entries('question_boxes'))})\b", re.IGNORECASE)
LONGEST_TITLE = 16
"""Words."""

LONGEST_QUESTION = 14
"""Words."""

MOST_ANSWERS = 3
"""Lines between two questions of a box; below the last question, only the first line is surely an answer."""

LONGEST_BOX = 40
"""Lines."""

FEWEST = 2
"""Questions in a box."""

LARGEST_SHARE = 0.4
"""If they hold more of the prose, the questions and answers are the article."""


def mark_boxes(lines: list[Line], noise: list[Label | None]) -> None:
    """Label the boxes of questions between the paragraphs, in place."""
    most = LARGEST_SHARE * prose_words(lines, range(len(lines)))
    for i in range(1, len(lines) - 2):
        box = _box(lines, i + 1 if noise[i + 1] is None else i + 2) if _opens(lines, i) else range(0)
        if box and prose_words(lines, box) <= most:
            for n in (i, *box):
                noise[n] = noise[n] or BOX


def _opens(lines: list[Line], i: int) -> bool:
    line = lines[i]
    if line.ends_sentence or line.words > LONGEST_TITLE or _TITLE.search(line.text) is None:
        return False
    return any(above.prose for above in lines[max(0, i - 3) : i])


def _box(lines: list[Line], first: int) -> range:
    """The lines from the first question to the last answer; empty if they form no box."""
    questions, last = 0, first
    for n in range(first, min(first + LONGEST_BOX, len(lines) - 1)):
        if _asks(lines[n]):
            questions, last = questions + 1, n
        elif n - last > MOST_ANSWERS:
            break
    return range(first, last + 2) if questions >= FEWEST and _asks(lines[first]) else range(0)


def _asks(line: Line) -> bool:
    return line.text.endswith("?") and line.words <= LONGEST_QUESTION and line.text[0].isupper()
