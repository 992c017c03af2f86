"""Reading a page, whatever it takes: done in a child process, whose limits hold where these bounds do not."""

from __future__ import annotations

import lxml.html
from lxml.etree import LxmlError
from lxml.html import HtmlElement

from workers.parsing.html.blocks import blocks_of
from workers.parsing.html.metadata import said_by_page
from workers.parsing.html.records import PageContent
from workers.parsing.html.strip import Page, depth, plain_text, strip_page

DEEPEST = 200
"""Deeper pages are read by their tags alone: lxml drops what lies below 256 levels, without an error."""

LARGEST = 1_000_000
"""So are longer ones (characters, scripts not counted), which take trafilatura longer than a worker waits ..."""

MOST_TAGS = 30_000
"""... and those of more tags. The largest page of article-extraction-benchmark has 215,000 characters, 3,000 tags."""


def read_markup(markup: str) -> PageContent:
    """The content of a page in canonical form."""
    page = strip_page(markup)
    tree = _tree(page)
    if tree is None:
        return PageContent(text=plain_text(page.markup))
    blocks = blocks_of(tree)
    return PageContent(said_by_page(tree, page.json_ld), blocks, "" if blocks else plain_text(page.markup))


def _tree(page: Page) -> HtmlElement | None:
    if len(page.markup) > LARGEST or page.markup.count("<") > MOST_TAGS or depth(page.markup) > DEEPEST:
        return None
    try:
        return lxml.html.document_fromstring(page.markup)
    except (LxmlError, ValueError):
        return None
