"""Finds, by their labels, captions and the clips at the top of a page.

A clip is a label ("Video"), its title, and a sentence that announces it. Clips stand between the article's byline or
time and its first paragraph, and belong to another piece. The verb gives an announcement away: someone "joins",
"discusses", "reacts", as programmes write of their guests.
"""

from __future__ import annotations

import re

from shared.model import SegmentKind
from workers.language.lexicon import groups, table
from workers.parsing.bylines import is_byline
from workers.parsing.header import look_back
from workers.parsing.labels import Label, is_stamp
from workers.parsing.lines import Line

_CLIP = Label(SegmentKind.RELATED, "clips.clip", 0.8)
_CAPTION = Label(SegmentKind.CAPTION, "clips.below_its_label", 0.9)
_ANNOUNCES = re.compile(rf"\b(?:{'|'.join(table('clips')['announcing'])})\b")
LONGEST_TITLE = 22
"""Words."""

LONGEST_BLURB = 45
"""Words in an announcement; longer ones are paragraphs."""


def mark_clips(lines: list[Line], noise: list[Label | None]) -> None:
    """Label, in place, captions below their label, and clips between a page's byline or time and its body."""
    for i in range(len(lines) - 1):
        if lines[i].phrase in groups("clips")["captions"]:
            noise[i + 1] = noise[i + 1] or _CAPTION
    for i in range(1, len(lines) - 2):
        if lines[i].phrase in groups("clips")["players"] and _is_title(lines[i + 1]) and _signed(lines, noise, i):
            noise[i + 1] = noise[i + 1] or _CLIP
            if _announces(lines[i + 2]):
                noise[i + 2] = noise[i + 2] or _CLIP


def _is_title(line: Line) -> bool:
    return 3 <= line.words <= LONGEST_TITLE and not line.ends_sentence


def _announces(line: Line) -> bool:
    return line.words <= LONGEST_BLURB and _ANNOUNCES.search(line.text) is not None


def _signed(lines: list[Line], noise: list[Label | None], i: int) -> bool:
    """Whether the article's byline or time stands above: then so does its headline, and the title is another's."""
    above = range(look_back(noise, i), i)
    return any(is_stamp(noise[n]) or is_byline(lines[n]) for n in above)
