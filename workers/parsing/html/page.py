"""The article of an HTML page: trafilatura finds the body, the line segmenter looks over what it found."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement
from trafilatura import bare_extraction

from shared.model import SegmentKind
from shared.model import Warning as Notice
from workers.parsing.canonical import canonicalise, one_line
from workers.parsing.fields import Said
from workers.parsing.html.metadata import said_by_page
from workers.parsing.html.strip import Page, depth, plain_text, strip_page
from workers.parsing.lines import letters

DEEPEST = 200
"""Deeper pages are read by their tags alone: lxml drops what lies below 256 levels, without an error."""

LARGEST = 1_000_000
"""So are longer ones (characters, scripts not counted), which take trafilatura longer than a worker waits ..."""

MOST_TAGS = 30_000
"""... and those of more tags. The largest page of article-extraction-benchmark has 215,000 characters, 3,000 tags."""

_KINDS = {"head": SegmentKind.CROSSHEAD, "item": SegmentKind.LIST_ITEM}


@dataclass(frozen=True)
class Block:
    """A line of the page's article, and its kind where the markup says it."""

    text: str
    kind: SegmentKind | None = None


@dataclass(frozen=True)
class PageContent:
    """What a page says of itself and its body's blocks; `text` instead of blocks where only its raw text is known."""

    said: tuple[Said, ...] = ()
    blocks: tuple[Block, ...] = ()
    text: str = ""
    warnings: tuple[Notice, ...] = ()


def read_page(raw: str) -> PageContent:
    """The content of a page, however broken its markup."""
    canonical = canonicalise(raw)
    page = strip_page(canonical.text)
    tree = _tree(page)
    if tree is None:
        return PageContent(text=plain_text(page.markup), warnings=canonical.warnings)
    said = said_by_page(tree, page.json_ld)
    blocks = tuple(_blocks(tree))
    return PageContent(said, blocks, "" if blocks else plain_text(page.markup), canonical.warnings)


def _tree(page: Page) -> HtmlElement | None:
    if len(page.markup) > LARGEST or page.markup.count("<") > MOST_TAGS or depth(page.markup) > DEEPEST:
        return None
    try:
        return lxml.html.document_fromstring(page.markup)
    except (LxmlError, ValueError):
        return None


def _blocks(tree: HtmlElement) -> Iterator[Block]:
    found = bare_extraction(tree, favor_precision=True, include_comments=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return
    kinds = {letters("".join(e.itertext())): kind for tag, kind in _KINDS.items() for e in found.body.iter(tag)}
    for line in (found.text or "").split("\n"):
        if text := (one_line(line) or "").removeprefix("- "):
            yield Block(text, kinds.get(letters(text)))
