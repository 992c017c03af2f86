"""Finds teasers of other articles between paragraphs: a title, a sentence about it, and a date or "Read more" below.

The line below gives them away: no article dates its own paragraphs. Live blogs do; there the dated paragraphs are most
of the text, and so no teasers.
"""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.parsing.dates import DAY
from workers.parsing.labels import Label, is_stamp
from workers.parsing.lines import Line, prose_words

TEASER = Label(SegmentKind.RELATED, "teasers.teaser_above_its_date", 0.8)
_DAY = re.compile(
    rf"(?:updated |posted |published )?(?:{DAY},? )?"
    r"(?:[a-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{1,2} [a-z]{3,9}\.? \d{4}|\d+ (?:hours?|days?|mins?) ago)",
    re.IGNORECASE,
)
_MORE = frozenset(["read more", "see more", "learn more", "more"])
LONGEST_LEAD = 45
"""Words in a teaser's sentence; longer ones are paragraphs."""

LONGEST_TITLE = 22
"""Words in its title."""

LONGEST_LABEL = 4
"""Words in the section's name above it."""

LARGEST_SHARE = 0.25
"""If teasers hold more of the prose, they are a live blog, or an article's own dated entries."""


def mark_teasers(lines: list[Line], noise: list[Label | None]) -> None:
    """Label the teasers between the paragraphs, in place."""
    found = [n for i in range(2, len(lines) - 1) for n in _above(lines, noise, i)]
    if prose_words(lines, found) <= LARGEST_SHARE * prose_words(lines, range(len(lines))):
        for n in found:
            noise[n] = noise[n] or TEASER


def _above(lines: list[Line], noise: list[Label | None], i: int) -> range:
    """The lines of the teaser that ends at line `i`; empty if none does."""
    if not _ends_teaser(lines, noise, i):
        return range(0)
    top = i - 1
    if lines[top].prose and not _title(lines[top]) and lines[top].words <= LONGEST_LEAD and noise[top] is None:
        top -= 1
    if noise[top] is not None or not _title(lines[top]) or not any(line.prose for line in lines[:top]):
        # Above the first paragraph, the title is the article's own headline, over its standfirst, byline and date.
        return range(0)
    above = lines[top - 1] if top else None
    labelled = above is not None and above.words <= LONGEST_LABEL and not above.ends_sentence
    return range(top - labelled, i)


def _ends_teaser(lines: list[Line], noise: list[Label | None], i: int) -> bool:
    label = noise[i]
    if label is None:
        return False
    if is_stamp(label):
        return _DAY.match(lines[i].text) is not None
    return lines[i].phrase in _MORE and lines[i + 1].prose and lines[i - 1].prose


def _title(line: Line) -> bool:
    return line.words <= LONGEST_TITLE and not line.text.endswith((".", ":", ",", ";", "”", '"'))
