"""The results of reading a page: its fields and its blocks."""

from __future__ import annotations

from dataclasses import dataclass

from shared.model import SegmentKind
from shared.model import Warning as Notice
from workers.parsing.fields import Said


@dataclass(frozen=True)
class Block:
    """A line of the page's article, and its kind if the markup tells it."""

    text: str
    kind: SegmentKind | None = None
    confidence: float = 1.0
    """The share of blocks from the same extractors that are the article's."""


@dataclass(frozen=True)
class PageContent:
    """The fields that a page states, and its body's blocks; `text` instead of blocks if only its raw text is known."""

    said: tuple[Said, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""
    warnings: tuple[Notice, ...] = ()
