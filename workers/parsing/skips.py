"""Finds stretches that a page lets readers skip: it tells screen readers where a list or a prompt begins and ends.

Where such a stretch ends, the article goes on, however short the lines above it are.
"""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.parsing.labels import Label
from workers.parsing.lines import Line

_SKIPPED = Label(SegmentKind.RELATED, "skipped", 0.95)
_BEGINS = re.compile(r"list of \d+ items$|skip past .{0,40}$", re.IGNORECASE)
_ENDS = re.compile(r"end of list$|after .{0,40}promotion$|end of .{0,40}promotion$", re.IGNORECASE)
_HEADINGS = frozenset(["keep reading", "recommended stories", "related", "read more", "more on this"])
LONGEST = 40
"""Lines in such a stretch."""


def is_skipped(label: Label | None) -> bool:
    """Whether the line is in such a stretch: then it does not end the article."""
    return label is _SKIPPED


def mark_skips(lines: list[Line], noise: list[Label | None]) -> None:
    """Label, in place, the stretches that readers may skip, with the heading above them."""
    for i, line in enumerate(lines):
        if line.words > LONGEST or _BEGINS.match(line.head) is None:
            continue
        end = next((n for n in range(i + 1, min(i + LONGEST, len(lines))) if _ENDS.match(lines[n].head)), i)
        top = i - 1 if i > 0 and end > i and lines[i - 1].phrase in _HEADINGS else i
        for n in range(top, end + 1) if end > i else ():
            noise[n] = _SKIPPED
