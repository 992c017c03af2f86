"""Parses XML of strangers safely: no entities, no network, no deep or huge trees."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from shared.errors import TooLarge, UnreadableFile
from shared.model import Decoding
from workers.doors.forms.decoding import decode
from workers.parsing.html.strip import plain_text, strip_page

LARGEST = 16_000_000
"""Characters in a file; its tree takes some ten times as much memory."""

MOST_TAGS = 1_000_000

_DECLARATION = re.compile(r"^\s*<\?xml[^>]{0,300}\?>")
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_OWN = frozenset(["amp", "lt", "gt", "quot", "apos"])
_ITEM = re.compile(r"<li\b[^<>]*>(?:\s*<(?:p|div|span)\b[^<>]*>)*(?!\s*[•●▪*–-] )", re.IGNORECASE)
_CAPTION = re.compile(r"<(/?)figcaption\b[^<>]*>", re.IGNORECASE)
BULLET = "• "
"""The mark of a list item, which keeps it an item when its markup is gone."""

_REFERENCE = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")


@dataclass(frozen=True)
class Document:
    """The root of an XML file, and how its bytes were decoded."""

    root: etree._Element
    decoding: Decoding


def document_of(payload: bytes) -> Document:
    """The document of an XML file. Raises TooLarge, UnreadableFile (also for a file that declares entities)."""
    decoded = decode(payload)
    return Document(_tree(_DECLARATION.sub("", decoded.text)), decoded.decoding)


def _tree(text: str) -> etree._Element:
    if len(text) > LARGEST or text.count("<") > MOST_TAGS:
        raise TooLarge(f"{len(text):,} characters, {text.count('<'):,} tags of XML")
    if "<!ENTITY" in text:
        raise UnreadableFile("it declares XML entities, which are never followed")
    # XML does not define HTML's names (&nbsp;), which are common in feeds all the same.
    plain = _REFERENCE.sub(_named, text)
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True
    )
    try:
        return etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.LxmlError, ValueError) as error:
        raise UnreadableFile(f"not well-formed XML: {error}"[:300]) from None


def name_of(element: etree._Element) -> str:
    """The element's name without its namespace, in lower case; "" for comments and the like."""
    return etree.QName(element).localname.lower() if isinstance(element.tag, str) else ""


def all_of(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements below root (itself included) of these names, in document order."""
    return (element for element in root.iter() if name_of(element) in names)


def first_of(root: etree._Element, *names: str) -> etree._Element | None:
    """The first element with the first of these names that occurs."""
    return next((found for name in names for found in all_of(root, name)), None)


def text_of(element: etree._Element | None) -> str:
    """The element's words on one line."""
    return "" if element is None else " ".join("".join(element.itertext()).split())


def language_of(root: etree._Element) -> str:
    """The language (xml:lang) of the element or of one of its first descendants."""
    return next((found for e in islice(root.iter(), 20) if (found := e.get(_LANGUAGE))), "")


def paragraphs_of(markup: str) -> str:
    """The paragraphs of a fragment of HTML, a blank line between them, items of lists with a bullet, no captions."""
    marked = _ITEM.sub(rf"\g<0>{BULLET}", _without_captions(strip_page(markup).markup))
    lines = (" ".join(line.split()) for line in plain_text(marked).split("\n"))
    return "\n\n".join(line for line in lines if line not in ("", BULLET.strip()))


def _without_captions(markup: str) -> str:
    """The markup without captions: all lines of a body are the article's own. Unchanged if a caption never closes."""
    first, *parts = _CAPTION.split(markup)
    closes = parts[::2]
    if closes != ["", "/"] * (len(closes) // 2):
        return markup
    return first + "".join(text for close, text in zip(closes, parts[1::2], strict=True) if close)


def markup_of(element: etree._Element) -> str:
    """The element as markup without namespace prefixes."""
    for each in element.iter():
        if isinstance(each.tag, str):
            each.tag = etree.QName(each).localname
    return str(etree.tostring(element, encoding="unicode", with_tail=False))


def _named(match: re.Match[str]) -> str:
    return match.group() if match[1] in _OWN else html.unescape(match.group())
