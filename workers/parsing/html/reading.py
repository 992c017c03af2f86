"""Reads a page's fields and blocks from its markup, in a child process, whose limits hold where these bounds fail."""

from __future__ import annotations

import re

import lxml.html
from lxml.etree import LxmlError, SubElement
from lxml.html import HtmlElement

from shared.model import Warning as Notice
from workers.parsing.canonical import one_line
from workers.parsing.html.blocks import blocks_of
from workers.parsing.html.json_ld import stated_blocks
from workers.parsing.html.metadata import said_by_page
from workers.parsing.html.records import PageContent
from workers.parsing.html.strip import Page, depth, plain_text, strip_page

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}>")
"""lxml refuses a string that declares an encoding."""

_STATED = Notice(code="page_read_by_json_ld", detail="its body stands in its structured data alone")
_SIGNED = "//blockquote//cite | //blockquote//footer | //figure[.//blockquote][not(.//img)]/figcaption"
_MARKS = frozenset('“"«‘')
_DASHES = "—–-"
LONGEST_NAME = 120
"""Characters of a name with its bearer's role, below a block quotation."""

_TABLE = ("table", "tbody", "tr", "td")

PARAGRAPHS = 2
"""So many paragraphs in a table's cell show that the table is layout."""

DEEPEST = 200
"""Deeper pages are read by their tags alone: below 256 levels lxml drops elements, without an error."""

LARGEST = 1_000_000
"""So are longer pages (characters without scripts), for which trafilatura takes longer than a worker waits ..."""

MOST_TAGS = 30_000
"""... and pages with more tags. The largest of article-extraction-benchmark has 215,000 characters, 3,000 tags."""


def read_markup(markup: str) -> PageContent:
    """The content of a page in canonical form."""
    page = strip_page(markup)
    tree = _tree(page)
    if tree is None:
        return PageContent(text=plain_text(page.markup))
    said = said_by_page(tree, page.json_ld)
    if blocks := blocks_of(tree):
        return PageContent(said, blocks)
    if stated := stated_blocks(page.json_ld):
        return PageContent(said, stated, warnings=(_STATED,))
    return PageContent(said, text=plain_text(page.markup))


def _tree(page: Page) -> HtmlElement | None:
    if len(page.markup) > LARGEST or page.markup.count("<") > MOST_TAGS or depth(page.markup) > DEEPEST:
        return None
    try:
        return _shown(_signed(_without_tables(lxml.html.document_fromstring(_DECLARATION.sub("", page.markup)))))
    except (LxmlError, ValueError):
        return None


def _shown(tree: HtmlElement) -> HtmlElement:
    """The tree without elements that the page hides by `hidden`."""
    for element in tree.xpath("//body//*[@hidden]"):
        # The element stays, empty: taking it out would join its tail to the text before, which takes quadratic time.
        element.clear(keep_tail=True)
    return tree


def _signed(tree: HtmlElement) -> HtmlElement:
    """The tree with who said a block quotation (`<cite>`, `<footer>`, a caption) as its last line, behind a dash.

    Browsers set marks around the words of `<q>`; so do we.
    """
    for inline in tree.xpath("//q"):
        inline.text, inline.tail = f"“{inline.text or ''}", f"”{inline.tail or ''}"
        inline.drop_tag()
    for element in tree.xpath(_SIGNED):
        name = one_line(element.text_content())
        quotation = next(iter(element.xpath("ancestor::blockquote[1] | ancestor::figure[1]//blockquote")), None)
        if name is None or quotation is None or len(name) > LONGEST_NAME:
            continue
        element.clear(keep_tail=True)
        _in_marks(quotation)
        line = SubElement(quotation, "p")
        line.text = name if name[0] in _DASHES else f"— {name}"
        for figure in quotation.iterancestors("figure"):
            figure.tag = "div"
    return tree


def _in_marks(quotation: HtmlElement) -> None:
    """Set quotation marks around a short block quotation that has none: its signature shows that somebody said it."""
    words = one_line(quotation.text_content())
    if words is not None and not _MARKS.intersection(words):
        quotation.clear(keep_tail=True)
        SubElement(quotation, "p").text = f"“{words}”"


def _without_tables(tree: HtmlElement) -> HtmlElement:
    """The tree without tables that lay out a page: their cells hold paragraphs, no data. They become divs."""
    for cell in tree.iter("td"):
        if sum(child.tag == "p" for child in cell) >= PARAGRAPHS:
            for element in (cell, *cell.iterancestors(*_TABLE)):
                element.tag = "div"
    return tree
