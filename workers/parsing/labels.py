"""Labels of lines: the kind of each, the rule that decided it, and how sure the rule is."""

from __future__ import annotations

from dataclasses import dataclass

from shared.model import LANGUAGE_KINDS, SegmentKind
from workers.parsing.lines import Line

OWN_KINDS = LANGUAGE_KINDS | {SegmentKind.CROSSHEAD}
"""Kinds that are the article's own."""


@dataclass(frozen=True)
class Label:
    """A line's kind, with the rule and its confidence."""

    kind: SegmentKind
    rule: str
    confidence: float

    @property
    def own(self) -> bool:
        """Whether the line is the article's own."""
        return self.kind in OWN_KINDS


@dataclass(frozen=True)
class Labelled:
    """A line and its label."""

    line: Line
    label: Label
