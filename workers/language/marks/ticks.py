"""Finds the marks in a text, each with its family and the side of a quotation it stands on, and pairs single marks.

Single marks are told apart from apostrophes, elisions ('em, '90s) and plural possessives (voters' choice).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from workers.language.lexicon import any_of, words

_ELISION = re.compile(rf"(?:{any_of(words('elisions'))}|\d0?s|\d\d)\b", re.IGNORECASE)
MAX_CHARS = 1500
"""Longest stretch between single marks that is believed: about 250 words, a long paragraph."""


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


def pair_singles(text: str, ticks: list[Tick]) -> list[tuple[Tick, Tick]]:
    """Opening and closing single marks that belong together, outermost only."""
    pairs: list[tuple[Tick, Tick]] = []
    index = 0
    while index < len(ticks):
        closer = _closer(text, ticks, index) if _may_open(text, ticks[index]) else None
        if closer is not None:
            pairs.append((ticks[index], ticks[closer]))
            index = closer
        index += 1
    return pairs


def _may_open(text: str, tick: Tick) -> bool:
    return tick.side is Side.OPEN and not _ELISION.match(text, tick.end)


def _closer(text: str, ticks: list[Tick], opener: int) -> int | None:
    """The mark that closes: the first sure one, else the last possible one before another quotation opens."""
    possible: int | None = None
    for index in range(opener + 1, len(ticks)):
        tick = ticks[index]
        if tick.start - ticks[opener].start > MAX_CHARS:
            break
        if tick.side is Side.OPEN:
            if _may_open(text, tick) and possible is not None:
                break
            continue
        if not _may_be_possessive(text, tick):
            return index
        possible = index
    return possible


def _may_be_possessive(text: str, tick: Tick) -> bool:
    """ "the voters' choice": an s before the mark, a small letter after the blank behind it."""
    return text[tick.start - 1 : tick.start].lower() == "s" and bool(re.match(r" [a-z]", text[tick.end : tick.end + 2]))
