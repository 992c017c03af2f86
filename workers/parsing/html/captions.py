"""Puts the captions of an article's pictures, which extractors leave out, back where they stand on the page."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain

from lxml.html import HtmlElement

from shared.model import SegmentKind
from workers.parsing.canonical import one_line
from workers.parsing.html.records import Block
from workers.parsing.lines import letters

LEAD = 400
"""Letters between the caption of the picture above an article and its first paragraph: byline, date, share buttons."""

CONFIDENCE = 0.9
"""The tag is sure; the picture may be another article's."""


@dataclass(frozen=True)
class _Placed:
    """A block with its beginning and end among the page's letters."""

    start: int
    end: int
    block: Block


def with_captions(tree: HtmlElement, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks with the page's captions that stand between them or right above them."""
    held = {letters(block.text) for block in blocks}
    texts = (one_line(tag.text_content()) for tag in tree.iter("figcaption"))
    missing = [text for text in dict.fromkeys(filter(None, texts)) if letters(text) not in held]
    if not missing or not blocks:
        return blocks
    page = letters(tree.text_content())
    placed = list(_placed(page, blocks))
    captions = _placed(page, (Block(text, SegmentKind.CAPTION, CONFIDENCE) for text in missing))
    between = [c for c in captions if placed and placed[0].start - LEAD <= c.end <= placed[-1].start]
    return _merged(blocks, placed, between) if between else blocks


def _placed(page: str, blocks: Iterable[Block]) -> Iterator[_Placed]:
    """The blocks that occur among the page's letters, in order; extractors may read some markup otherwise."""
    position = 0
    for block in blocks:
        wanted = letters(block.text)
        start = page.find(wanted, position) if wanted else -1
        if start >= 0:
            position = start + len(wanted)
            yield _Placed(start, position, block)


def _merged(blocks: tuple[Block, ...], placed: list[_Placed], captions: list[_Placed]) -> tuple[Block, ...]:
    """All blocks in their order, each caption above the first block below it."""
    starts = [each.start for each in placed]
    above: dict[int, list[Block]] = {}
    for caption in captions:
        below = placed[bisect_left(starts, caption.end)]
        above.setdefault(id(below.block), []).append(caption.block)
    return tuple(chain.from_iterable((*above.get(id(block), ()), block) for block in blocks))
