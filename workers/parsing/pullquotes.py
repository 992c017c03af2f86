"""Finds pull quotes: lines that show a quotation of the article's text once more, so that it is counted once.

The page marks them as quotations, or they stand in quotation marks and another paragraph quotes the same words. Who
says the words is told there, and so neither the pull quote nor the name below it is read.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from shared.model import LANGUAGE_KINDS, SegmentKind
from workers.parsing.labels import Label
from workers.parsing.lines import letters
from workers.parsing.tiling import Piece

_PULLED = Label(SegmentKind.PULLQUOTE, "pullquotes.words_of_the_text", 0.9)
_QUOTED = re.compile(r"“([^“”]{3,1500})”|\"([^\"]{3,1500})\"|«([^«»]{3,1500})»")
_MARKED = re.compile(rf"(?:{_QUOTED.pattern}|[‘'][^‘’]{{3,400}}[’'])[.,]?$")
_SIGNED = re.compile(r"[—–-]{1,2} ?[A-Z][^.!?]{2,100}$")
_TEXT = frozenset([SegmentKind.PARAGRAPH, SegmentKind.LIST_ITEM])
_MAY_PULL = _TEXT | {SegmentKind.PULLQUOTE, SegmentKind.CROSSHEAD}
MOST = 2_000
"""Lines of an article in which pull quotes are looked for: a novel has none, and each line is compared with all."""

FEWEST, FEWEST_BARE = 10, 25
"""Letters in the shortest pull quote in quotation marks, and in one that only the page marks."""


def mark_pulled(text: str, pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces; pull quotes of words that another one holds become such."""
    if len(pieces) > MOST:
        return list(pieces)
    held = {n: _keys(text[p.start : p.end]) for n, p in enumerate(pieces) if p.label.kind in _TEXT}
    found = list(pieces)
    for n, piece in enumerate(pieces):
        holder = _holder(text, pieces, n, held) if piece.label.kind in _MAY_PULL else None
        if holder is None:
            continue
        earlier = holder.start if holder.start < piece.start else None
        found[n] = replace(piece, label=_PULLED, repeats=earlier)
        below = pieces[n + 1] if n + 1 < len(pieces) else None
        if below and below.label.kind in LANGUAGE_KINDS and _SIGNED.match(text[below.start : below.end]):
            found[n + 1] = replace(below, label=_PULLED)
    return found


def _holder(text: str, pieces: Sequence[Piece], n: int, held: dict[int, tuple[str, str]]) -> Piece | None:
    """The longer piece that quotes the words of piece `n`."""
    shown = text[pieces[n].start : pieces[n].end]
    marked = _MARKED.match(shown) is not None
    key = letters(shown)
    if len(key) < (FEWEST if marked else FEWEST_BARE) or not (marked or pieces[n].label.kind is SegmentKind.PULLQUOTE):
        return None
    whole = (0, 1) if pieces[n].label.kind is SegmentKind.PULLQUOTE else (1,)
    holders = (
        m for m, keys in held.items() if m != n and any(key in keys[k] and len(keys[0]) > len(key) for k in whole)
    )
    return next((pieces[m] for m in holders), None)


def _keys(paragraph: str) -> tuple[str, str]:
    """The letters of a paragraph, and those in its quotation marks."""
    quoted = "".join(part for match in _QUOTED.finditer(paragraph) for part in match.groups() if part)
    return letters(paragraph), letters(quoted)
