"""What reading a page yields."""

from __future__ import annotations

from dataclasses import dataclass

from shared.model import SegmentKind
from shared.model import Warning as Notice
from workers.parsing.fields import Said


@dataclass(frozen=True)
class Block:
    """A line of the page's article, and its kind where the markup says it."""

    text: str
    kind: SegmentKind | None = None
    confidence: float = 1.0
    """How often a block that the same extractors hold is the article's."""


@dataclass(frozen=True)
class PageContent:
    """What a page says of itself and its body's blocks; `text` instead of blocks where only its raw text is known."""

    said: tuple[Said, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""
    warnings: tuple[Notice, ...] = ()
