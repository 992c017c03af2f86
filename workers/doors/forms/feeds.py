"""Reads RSS 2.0 and Atom. An item that has only a summary is marked as partial, never taken for the whole article."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urljoin

from lxml import etree

from shared.errors import SharedGuid, UnreadableFile
from shared.model import FileForm
from workers.doors.forms.feed_identity import Names, uris
from workers.doors.forms.records import Item, noted, refused, submission, time_of
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
from workers.parsing.signatures import names_of

_MAIL = re.compile(r"^\S+@\S+\s*(?:\((.+)\))?$")


def read_feed(payload: bytes, uri: str) -> Iterator[Item]:
    """The items of a feed."""
    document = document_of(payload)
    root = document.root
    form = FileForm.ATOM if name_of(root) == "feed" else FileForm.RSS
    items = list(all_of(root, "item", "entry", "deleted-entry"))
    of_all = _of_all(root)
    feed = _site(root) or uri
    named = uris([_names(item, f"{uri}#{number}", of_all) for number, item in enumerate(items, 1)], feed)
    for number, (item, found) in enumerate(zip(items, named, strict=True), 1):
        if isinstance(found, SharedGuid):
            yield refused(f"{uri}#{number}", etree.tostring(item), found)
        else:
            yield noted(_item(item, found, of_all), document.decoding, form)
    if not items:
        yield refused(uri, payload, UnreadableFile("the feed has no items"))


def _item(item: etree._Element, uri: str, of_all: dict[str, str]) -> Item:
    if _is_tombstone(item):
        return submission(uri, etree.tostring(item), {"retracted": True})
    parts = {name: _child(item, name) for name in ("encoded", "content", "description", "summary")}
    full = next((p for name in ("encoded", "content") if (p := parts[name]) is not None and _is_text(p)), None)
    brief = next((p for name in ("description", "summary") if (p := parts[name]) is not None), None)
    content, link = full if full is not None else brief, _address(item, of_all)
    language = _text(item, "language") or language_of(item) or of_all["language"]
    stamp = _text(item, "pubdate", "published", "date", "updated")
    fields: dict[str, object] = {
        "body": _paragraphs(content) if content is not None else "",
        "headline": paragraphs_of(_text(item, "title")).replace("\n\n", " "),
        "authors": _authors(item),
        "published_at": time_of(stamp, _country(language, link or of_all["base"])),
        "publisher": of_all["publisher"],
        "language": language,
        "url": link,
        "partial": full is None,
        "extra": {"partial": True} if full is None else {},
    }
    return submission(uri, etree.tostring(item), fields)


def _names(item: etree._Element, place: str, of_all: dict[str, str]) -> Names:
    """What may identify the item."""
    gone = _is_tombstone(item)
    guid = (item.get("ref") or "") if gone else _text(item, "guid", "id")
    return Names(guid, _address(item, of_all), _text(item, "title"), place, gone)


def _is_tombstone(item: etree._Element) -> bool:
    """Whether the item withdraws another one (RFC 6721)."""
    return name_of(item) == "deleted-entry"


def _address(item: etree._Element, of_all: dict[str, str]) -> str:
    """The item's link, as a whole address."""
    return _absolute(_link(item), item.base or of_all["base"])


def _country(language: str, link: str) -> str | None:
    """The publisher's country by the feed's language ("en-GB") or its address ("gazette.example.co.uk")."""
    if region := re.search(r"[-_]([A-Za-z]{2})$", language):
        return region[1].upper()
    domain = re.search(r"^https?://[^/?#:]+\.([A-Za-z]{2})(?=[/?#:]|$)", link)
    return {"UK": "GB"}.get(code := domain[1].upper(), code) if domain else None


def _is_text(content: etree._Element) -> bool:
    """Whether the content is text: Atom's may also be a picture, or stand elsewhere."""
    kind = content.get("type") or "text"
    return bool(text_of(content)) and ("/" not in kind or kind.startswith("text/") or kind.endswith(("xml", "html")))


def _absolute(link: str, base: str) -> str:
    """The link as a whole address: a relative link counts from the feed's base."""
    try:
        return urljoin(base, link) if link else ""
    except ValueError:
        return link


def _of_all(root: etree._Element) -> dict[str, str]:
    """What the feed says of all its items: publisher, language, and the site's address, in RSS its channel's link."""
    channel = _child(root, "channel")
    base = "" if channel is None else _link(channel)
    top = root if name_of(root) == "feed" else channel
    if top is None:
        return {"publisher": "", "language": "", "base": base}
    publisher = paragraphs_of(_text(top, "title")).replace("\n\n", " ")
    return {"publisher": publisher, "language": _text(top, "language") or language_of(root), "base": base}


def _paragraphs(content: etree._Element) -> str:
    # Atom's xhtml holds elements, everything else markup or text as a string.
    if len(content):
        return paragraphs_of(markup_of(content))
    words = "".join(content.itertext())
    if content.get("type") == "text" or "<" not in words:
        return words.strip()
    return paragraphs_of(words)


def _authors(item: etree._Element) -> tuple[str, ...]:
    named = (first_of(child, "name", "creator", "author") for child in item if name_of(child) in ("author", "creator"))
    # RSS has the author's e-mail, with the name in parentheses.
    told = filter(None, (_MAIL.sub(r"\1", text_of(name)) for name in named))
    return tuple(name for text in told for name in names_of(text) or (text,))


def _link(item: etree._Element, relation: str = "alternate") -> str:
    links = [child for child in item if name_of(child) == "link"]
    found = (child.get("href") or text_of(child) for child in links if child.get("rel", "alternate") == relation)
    return next(filter(None, found), "")


def _site(root: etree._Element) -> str:
    """The feed's identity: the site that it is of, else its own address."""
    tops = [root, *([] if (channel := _child(root, "channel")) is None else [channel])]
    return next(filter(None, (_link(top, relation) for relation in ("alternate", "self") for top in tops)), "")


def _child(item: etree._Element, name: str) -> etree._Element | None:
    # media:content and media:description are about pictures.
    return next((c for c in item if name_of(c) == name and "search.yahoo.com/mrss" not in str(c.tag)), None)


def _text(item: etree._Element, *names: str) -> str:
    return next((words for name in names if (words := text_of(_child(item, name)))), "")
