"""Reads IPTC NewsML-G2: one newsItem, or a newsMessage of many, with content in NITF, XHTML or plain text."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from shared.errors import UnreadableFile
from shared.model import FileForm
from workers.doors.forms.nitf import nitf_fields
from workers.doors.forms.records import Item, noted, refused, submission, time_of
from workers.doors.forms.xml import all_of, document_of, first_of, language_of, markup_of, paragraphs_of, text_of


def read_newsml(payload: bytes, uri: str) -> Iterator[Item]:
    """The articles of a NewsML-G2 file."""
    document = document_of(payload)
    items = list(all_of(document.root, "newsitem"))
    for number, item in enumerate(items, 1):
        found = _item(item, item.get("guid") or f"{uri}#{number}")
        yield noted(found, document.decoding, FileForm.NEWSML_G2)
    if not items:
        yield refused(uri, payload, UnreadableFile("it holds no newsItem"))


def _item(item: etree._Element, uri: str) -> Item:
    status = first_of(item, "pubstatus")
    raw = etree.tostring(item)
    if status is not None and (status.get("qcode") or "").endswith((":canceled", ":withheld")):
        return submission(uri, raw, {"retracted": True})
    nitf = first_of(item, "nitf")
    fields = nitf_fields(nitf) if nitf is not None else {}
    own = {name: value for name, value in _declared(item).items() if value}
    body = fields.get("body") or _content(item)
    kind, brief = first_of(item, "itemclass"), text_of(first_of(item, "description"))
    if not body and kind is not None and not (kind.get("qcode") or "").endswith((":text", ":composite")):
        return refused(uri, raw, UnreadableFile(f"a newsItem of class {kind.get('qcode')}, without a text"))
    found = fields | own | {"body": body or brief, "partial": fields.get("partial") or (not body and bool(brief))}
    return submission(uri, raw, found)


def _declared(item: etree._Element) -> dict[str, object]:
    provider, meta = first_of(item, "provider"), first_of(item, "contentmeta")
    name = (text_of(first_of(provider, "name")) or provider.get("literal")) if provider is not None else ""
    language = first_of(meta, "language") if meta is not None else None
    code = (language.get("tag") or "") if language is not None else language_of(item)
    return {
        "headline": _headline(meta, code) if meta is not None else "",
        "byline": text_of(first_of(meta, "by")) if meta is not None else "",
        "dateline": text_of(first_of(meta, "dateline")) if meta is not None else "",
        "published_at": time_of(text_of(first_of(item, "firstcreated", "contentcreated", "versioncreated"))),
        "publisher": name,
        "language": code,
    }


def _headline(meta: etree._Element, language: str) -> str:
    """The headline; of several, the one in the item's language."""
    headlines = list(all_of(meta, "headline"))
    own = (each for each in headlines if language_of(each)[:2].lower() == language[:2].lower() != "")
    return text_of(next(own, headlines[0] if headlines else None))


def _content(item: etree._Element) -> str:
    inline = first_of(item, "inlinexml")
    if inline is not None:
        page = first_of(inline, "body")
        return paragraphs_of(markup_of(page if page is not None else inline))
    data = first_of(item, "inlinedata")
    words = "" if data is None else "".join(data.itertext())
    return paragraphs_of(words) if data is not None and "html" in (data.get("contenttype") or "") else words
