"""Finds the marks in a text, each with its family and the side of a quotation it stands on."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum


class Side(Enum):
    """Which side of a quotation a mark stands on; either, where nothing tells."""

    OPEN = "open"
    CLOSE = "close"
    EITHER = "either"


@dataclass(frozen=True, slots=True)
class Tick:
    """One quotation mark (or doubled single marks): `style` groups the marks that close each other."""

    start: int
    end: int
    style: str
    side: Side
    double: bool


_MARK = re.compile(r"``|''|[\"“”„‟«»＂]|['‘’‚‛‹›`´]")
_APOSTROPHES = frozenset("'‘’‚‛‹›`´")
_STYLES = {
    **dict.fromkeys("“”„‟", "curly"),
    **dict.fromkeys("«»", "angle"),
    **dict.fromkeys(('"', "＂"), "straight"),
    **dict.fromkeys(("``", "''"), "doubled"),
    **dict.fromkeys("‘’‚‛", "single curly"),
    **dict.fromkeys("‹›", "single angle"),
    **dict.fromkeys("'`´", "single"),
}
_BY_NATURE = {
    **dict.fromkeys(("“", "„", "‟", "«", "``", "‘", "‚", "‛", "‹", "`"), Side.OPEN),
    **dict.fromkeys(("”", "»", "’", "›", "´"), Side.CLOSE),
}
_OPENING_CONTEXT = frozenset(" \t\u00a0\u2009\u202f([{—–-/“‘„«\"'`:…")
_CLOSING_CONTEXT = frozenset(" \t\n\u00a0\u2009\u202f)]}—–-/.,;:!?”’»\"'…“")


def find_ticks(text: str, start: int, end: int) -> list[Tick]:
    """All marks between two offsets, apostrophes inside words left out."""
    ticks = []
    for match in _MARK.finditer(text, start, end):
        left = text[match.start() - 1] if match.start() > start else " "
        right = text[match.end()] if match.end() < end else " "
        if left.isalnum() and right.isalnum() and match[0] in _APOSTROPHES:
            continue
        style = _STYLES[match[0]]
        side = _side(match[0], left, right)
        ticks.append(Tick(match.start(), match.end(), style, side, not style.startswith("single")))
    return ticks


def _side(mark: str, left: str, right: str) -> Side:
    """The side by the characters around, then by the mark's own shape: wrong-way marks are common in the wild."""
    opens = left in _OPENING_CONTEXT and not right.isspace() and right not in ",;:!?)"
    closes = right in _CLOSING_CONTEXT and not left.isspace()
    nature = _BY_NATURE.get(mark)
    if opens and not closes:
        return Side.OPEN
    if closes and not opens:
        return Side.CLOSE
    return nature or Side.EITHER
