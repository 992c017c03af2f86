"""Where things stand in the text, found by bisection: articles may be as long as books."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from shared.model import Mention


class Stretches:
    """Stretches of text that do not overlap, in order."""

    def __init__(self, stretches: Iterable[tuple[int, int]]) -> None:
        self._sorted = sorted(stretches)
        self._starts = [start for start, _ in self._sorted]

    def holds(self, offset: int) -> bool:
        """Whether an offset lies strictly inside one of them."""
        at = bisect_right(self._starts, offset - 1) - 1
        return at >= 0 and self._sorted[at][0] < offset < self._sorted[at][1]


class Mentions:
    """The mentions of an article, by where they stand."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._sorted = sorted(mentions, key=lambda m: m.start_char)
        self._starts = [m.start_char for m in self._sorted]

    def covering(self, start: int, end: int) -> Mention | None:
        """The mention that covers a stretch."""
        at = bisect_right(self._starts, start) - 1
        mention = self._sorted[at] if at >= 0 else None
        return mention if mention is not None and end <= mention.end_char else None

    def inside(self, start: int, end: int) -> list[Mention]:
        """The mentions that lie inside a stretch."""
        first, last = bisect_right(self._starts, start - 1), bisect_right(self._starts, end)
        return [m for m in self._sorted[first:last] if m.end_char <= end]

    def beginning_before(self, offset: int) -> Mention | None:
        """The last mention that begins before an offset."""
        at = bisect_right(self._starts, offset - 1) - 1
        return self._sorted[at] if at >= 0 else None
