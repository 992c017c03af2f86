"""Decides which blocks of a page are the article's, by the votes of two extractors.

trafilatura answers twice, once to be precise and once to be complete. The blocks of the precise answer are the
article's; a block of the complete answer alone needs the vote of a second extractor, readability, which works by other
means (it weighs elements by their text, trafilatura by their names).

On article-extraction-benchmark the vote lifts the body's F1 from .970 to .974 and exact bodies from .464 to .503;
the complete answer alone gives .971 and .486.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from copy import deepcopy

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction
from trafilatura.readability_lxml import Document as Readability

from shared.model import SegmentKind
from workers.parsing.canonical import one_line
from workers.parsing.html.captions import with_captions
from workers.parsing.html.records import Block
from workers.parsing.lines import letters

_KINDS = {
    "head": SegmentKind.CROSSHEAD,
    "quote": SegmentKind.PULLQUOTE,
    "item": SegmentKind.LIST_ITEM,
}
"""Tags of trafilatura's answer; where they nest, the later in this order wins."""

BOTH, PRECISE, VOTED = 0.97, 0.85, 0.5
"""Shares of blocks that are the article's: of those in both extractors' answers, in the precise answer alone, in the
complete one and readability's (3,565, 443 and 71 blocks of article-extraction-benchmark)."""


def blocks_of(tree: HtmlElement) -> tuple[Block, ...]:
    """The blocks of the article that the page holds, in order."""
    captions = {letters(tag.text_content()) for tag in tree.iter("figcaption")}
    precise, complete = _answer(tree, precise=True), _answer(tree, precise=False)
    second = _readable(tree)
    sure = {letters(line) for line in precise.lines}
    voted = [line for line in complete.lines if letters(line) in sure or letters(line) in second]
    kept = precise.lines if _length(voted) < _length(precise.lines) else voted
    kinds = complete.kinds | precise.kinds | dict.fromkeys(captions, SegmentKind.CAPTION)
    return with_captions(tree, tuple(_block(line, kinds, sure, second) for line in kept))


class _Answer:
    """trafilatura's answer: its lines, and the kinds by its tags."""

    def __init__(self, lines: Iterable[str] = (), kinds: Iterable[tuple[str, SegmentKind]] = ()) -> None:
        self.lines, self.kinds = list(lines), dict(kinds)


def _answer(tree: HtmlElement, precise: bool) -> _Answer:
    found = bare_extraction(deepcopy(tree), favor_precision=precise, favor_recall=not precise, include_comments=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return _Answer()
    lines = (_row(one_line(line) or "").removeprefix("- ") for line in (found.text or "").split("\n"))
    return _Answer(filter(None, lines), _kinds(found.body))


def _row(line: str) -> str:
    """A table's row, which trafilatura writes between bars ("| Lund | 6 |"), without the bars at its ends."""
    if not (line.startswith("|") and line.endswith("|")):
        return line
    cells = [cell.strip() for cell in line.strip("|").split("|")]
    return " | ".join(cell for cell in cells if cell.strip("-: "))


def _kinds(body: HtmlElement) -> Iterator[tuple[str, SegmentKind]]:
    for tag, kind in _KINDS.items():
        for element in body.iter(tag):
            for part in (element, *element.iter("p")):
                yield letters("".join(part.itertext())), kind


def _readable(tree: HtmlElement) -> str:
    """The letters of readability's article; none if it fails."""
    try:
        return letters(lxml.html.fromstring(Readability(deepcopy(tree)).summary()).text_content())
    except (LxmlError, ValueError, TypeError, AttributeError, KeyError):
        return ""


def _block(line: str, kinds: dict[str, SegmentKind], sure: set[str], second: str) -> Block:
    key = letters(line)
    confidence = VOTED if key not in sure else BOTH if key in second else PRECISE
    return Block(line, kinds.get(key), confidence)


def _length(lines: list[str]) -> int:
    return sum(map(len, lines))
