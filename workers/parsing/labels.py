"""Labels of lines: the kind of each, the rule that decided it, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from shared.model import LANGUAGE_KINDS, SegmentKind
from workers.parsing.lines import Line

OWN_KINDS = LANGUAGE_KINDS | {SegmentKind.CROSSHEAD}
"""Kinds that are the article's own."""


class Part(StrEnum):
    """What a line of noise is on its page, where that tells something about the lines around it."""

    ADVERTISEMENT = "advertisement"
    BIOGRAPHY = "biography"
    CREDIT = "credit"
    """A picture's credit: its caption stands above."""
    FEED_FOOTER = "feed_footer"
    LINK = "link"
    """A link to another article, in a line that says so."""
    PATH = "path"
    """Names with strokes between them, as sections' are, and a reporter's and the paper's."""
    STAMP = "stamp"
    """The time when the article was published or changed."""


@dataclass(frozen=True)
class Label:
    """A line's kind, with the rule and its confidence."""

    kind: SegmentKind
    rule: str
    confidence: float
    part: Part | None = None

    @property
    def own(self) -> bool:
        """Whether the line is the article's own."""
        return self.kind in OWN_KINDS


def is_stamp(label: Label | None) -> bool:
    """Whether the label marks a line that says when the article was published or changed."""
    return label is not None and label.part is Part.STAMP


@dataclass(frozen=True)
class Labelled:
    """A line and its label."""

    line: Line
    label: Label
