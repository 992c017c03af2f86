"""Tells what changed between two versions of a text: lines, and words within a changed line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 4000
"""Of a changed passage; a longer one is shown as replaced whole, since comparing words takes their product in time."""

MOST_LINES = 4000
"""Of both texts; in longer ones, lines that occur often are not looked for everywhere."""

_WORDS = re.compile(r"\s+|[^\s\w]|\w+")


@dataclass(frozen=True)
class Change:
    """A stretch of both texts: same, removed from the old one, or added in the new one."""

    kind: str
    text: str


@dataclass(frozen=True)
class Line:
    """A line of the comparison, in the old text and in the new one; empty where that text has none."""

    old: tuple[Change, ...]
    new: tuple[Change, ...]

    @property
    def is_same(self) -> bool:
        """Whether both have it."""
        return all(change.kind == "same" for change in (*self.old, *self.new)) and bool(self.old) == bool(self.new)


def compare(old: str, new: str) -> list[Line]:
    """Both texts, line by line; blank lines are left out."""
    before, after = ([line for line in text.split("\n") if line.strip()] for text in (old, new))
    found: list[Line] = []
    lines = SequenceMatcher(None, before, after, autojunk=len(before) + len(after) > MOST_LINES)
    for kind, a, b, c, d in lines.get_opcodes():
        if kind == "equal":
            found += [Line(_same(line), _same(line)) for line in before[a:b]]
        else:
            found += _changed(before[a:b], after[c:d])
    return found


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[Line]:
    """Changed lines, each beside the one that stands for it: the first beside the first."""
    for at in range(max(len(before), len(after))):
        old = before[at] if at < len(before) else ""
        new = after[at] if at < len(after) else ""
        yield _words(old, new)


def _words(old: str, new: str) -> Line:
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    if not before or not after or len(before) + len(after) > MOST_WORDS:
        return Line(_one("removed", old), _one("added", new))
    left: list[Change] = []
    right: list[Change] = []
    for kind, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        left += _one("same" if kind == "equal" else "removed", "".join(before[a:b]))
        right += _one("same" if kind == "equal" else "added", "".join(after[c:d]))
    return Line(tuple(left), tuple(right))


def _same(line: str) -> tuple[Change, ...]:
    return _one("same", line)


def _one(kind: str, text: str) -> tuple[Change, ...]:
    return (Change(kind, text),) if text else ()
