"""Shares of right answers. Every miss is kept in words, for whoever has to mend it."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field


@dataclass
class Tally:
    """Questions asked and answered rightly, by measure."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    misses: defaultdict[str, list[str]] = field(default_factory=lambda: defaultdict(list))

    def count(self, measure: str, is_right: bool, what: str) -> None:
        """One question of a measure."""
        self.asked[measure] += 1
        self.right[measure] += is_right
        if not is_right:
            self.misses[measure].append(what)

    def share(self, measure: str) -> float:
        """The share of right answers; nothing asked is nothing right, for a measure must measure."""
        return self.right[measure] / self.asked[measure] if self.asked[measure] else 0.0

    def report(self, measure: str) -> str:
        """The figure and all that was missed."""
        head = f"{measure}: {self.right[measure]} of {self.asked[measure]} = {self.share(measure):.3f}"
        return "\n  ".join([head, *self.misses[measure]])
