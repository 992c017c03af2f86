"""Recognises live blogs: posts under their hour; the share lines and stamps between posts do not end the article."""

from __future__ import annotations

import re

from workers.parsing.labels import Label
from workers.parsing.lines import Line

_HOUR = re.compile(r"\d{1,2}[:.]\d\d(?: ?[ap]\.?m\b\.?)?(?: [A-Z]{2,4})?$", re.IGNORECASE)
NEXT = 3
"""Lines below a post within which the next post's hour stands."""

FEWEST = 3
"""Hours on lines of their own that make a live blog."""


def ends_post(lines: list[Line], i: int) -> bool:
    """Whether the line is the last of a post, so that the next post begins right below."""
    return any(_HOUR.match(line.head) for line in lines[i + 1 : i + 1 + NEXT])


def free_posts(lines: list[Line], noise: list[Label | None], scores: list[float]) -> list[float]:
    """The scores of a page's lines; in a live blog, noise between two posts scores 0."""
    hours = [n for n, line in enumerate(lines) if _HOUR.match(line.head)]
    if len(hours) < FEWEST:
        return scores
    near = {n for hour in hours for n in range(max(0, hour - NEXT), hour + 1)}
    return [0.0 if n in near and noise[n] is not None else score for n, score in enumerate(scores)]
