"""Tells single quotation marks from apostrophes, elisions ('em, '90s) and plural possessives (voters' choice)."""

from __future__ import annotations

import re

from workers.language.lexicon import any_of, words
from workers.language.marks.ticks import Side, Tick

_ELISION = re.compile(rf"(?:{any_of(words('elisions'))}|\d0?s|\d\d)\b", re.IGNORECASE)
MAX_CHARS = 1500
"""Longest stretch between single marks that is believed: about 250 words, a long paragraph."""


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
