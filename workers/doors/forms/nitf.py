"""Reads IPTC NITF: an article of marked paragraphs, alone or inside NewsML-G2."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from lxml import etree

from shared.model import FileForm
from workers.doors.forms.records import Item, noted, submission, time_of
from workers.doors.forms.xml import (
    all_of,
    document_of,
    first_of,
    language_of,
    markup_of,
    name_of,
    paragraphs_of,
    text_of,
)

_FURNITURE = ("head", "body.head", "media", "table", "body.end")
_IN_HTML = {"hl2": "h2", "bq": "blockquote", "block": "div"}
"""NITF's own names of blocks, and HTML's names for them."""


def read_nitf(payload: bytes, uri: str) -> Iterator[Item]:
    """The article of a NITF file."""
    document = document_of(payload)
    root = document.root
    identity = first_of(root, "doc-id")
    own = identity.get("id-string") if identity is not None else None
    status = next((docdata.get("management-status") for docdata in all_of(root, "docdata")), None)
    withdrawn = (status or "").lower() in ("canceled", "withheld")
    found = submission(own or uri, payload, {"retracted": True} if withdrawn else nitf_fields(root))
    yield noted(found, document.decoding, FileForm.NITF)


def nitf_fields(root: etree._Element) -> dict[str, object]:
    """The fields that a NITF element declares."""
    issued = first_of(root, "date.release", "date.issue", "story.date")
    body = _body(root)
    brief = _standfirst(root)
    return {
        "body": body or brief,
        "partial": not body and bool(brief),
        "headline": text_of(first_of(root, "hl1", "title")),
        "standfirst": brief if body else "",
        "dateline": _dateline(root),
        "language": language_of(root),
        "byline": _byline(root),
        "authors": tuple(filter(None, map(text_of, _signers(root)))),
        "published_at": time_of(issued.get("norm") or "") if issued is not None else None,
        "publisher": text_of(first_of(root, "distributor")) or _holder(root),
    }


def _dateline(root: etree._Element) -> str:
    """The dateline's words: place and date are elements of their own, with or without a space between them."""
    dateline = first_of(root, "dateline")
    for part in () if dateline is None else dateline:
        if not part.tail and part.getnext() is not None:
            part.tail = " "
    return text_of(dateline)


def _byline(root: etree._Element) -> str:
    """The byline's words: the author's title is an element of its own, with or without a space before it."""
    byline = first_of(root, "byline")
    title = None if byline is None else first_of(byline, "byttl")
    if title is not None:
        title.text = f" {title.text or ''}"
    return text_of(byline)


def _signers(root: etree._Element) -> Iterator[etree._Element]:
    byline = first_of(root, "byline")
    return iter(()) if byline is None else all_of(byline, "person")


def _standfirst(root: etree._Element) -> str:
    """The abstract, or the lines below the first headline."""
    hedline = first_of(root, "hedline")
    return text_of(first_of(root, "abstract")) or ("" if hedline is None else text_of(first_of(hedline, "hl2")))


def _holder(root: etree._Element) -> str:
    held = (e.get("holder") or e.get("name") or "" for e in all_of(root, "doc.copyright", "pubdata"))
    return next(filter(None, held), "")


def _body(root: etree._Element) -> str:
    """The paragraphs of the content, without pictures, their captions and tables."""
    found = first_of(root, "body.content", "body")
    content = deepcopy(found if found is not None else root)
    for element in list(all_of(content, *_FURNITURE)):
        # The element stays, empty: taking it out would join its tail to the text before, which takes quadratic time.
        element.clear(keep_tail=True)
        element.tag = "div"
    for element in all_of(content, *_IN_HTML):
        element.tag = _IN_HTML[name_of(element)]
    return paragraphs_of(markup_of(content))
