"""Makes a person's feed, as Atom and as JSON Feed: everything that they say, for any feed reader."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import quote
from xml.etree.ElementTree import Element, SubElement, tostring

from workers.web.links import Links
from workers.web.records import Person, Said

ATOM = "http://www.w3.org/2005/Atom"

JSON_FEED = "https://jsonfeed.org/version/1.1"

_NOT_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold."""

UNDATED = datetime(1970, 1, 1, tzinfo=UTC)


def atom(person: Person, links: Links, base: str, own: str) -> bytes:
    """The feed as Atom. `base` is the server's address, `own` the feed's path."""
    feed = Element("feed", xmlns=ATOM)
    _add(feed, "id", f"tag:onrecord,2026:identity:{person.named.key}")
    _add(feed, "title", f"What {person.named.name} says")
    _add(feed, "updated", _newest(person.said).isoformat())
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=base + own)
    SubElement(feed, "link", rel="alternate", type="text/html", href=f"{base}{links.person(person.named.key)}")
    _add(feed, "generator", "Onrecord")
    for item in person.said:
        _entry(SubElement(feed, "entry"), item, links, base)
    return bytes(tostring(feed, encoding="utf-8", xml_declaration=True))


def json_feed(person: Person, links: Links, base: str, own: str) -> str:
    """The feed as JSON Feed 1.1."""
    return json.dumps(
        {
            "version": JSON_FEED,
            "title": f"What {person.named.name} says",
            "home_page_url": f"{base}{links.person(person.named.key)}",
            "feed_url": base + own,
            "items": [
                {
                    "id": _id(item),
                    "url": f"{base}{links.quotation(item.uri, item.permalink)}",
                    "title": _title(item),
                    "content_text": item.content,
                    "date_published": (item.published_at or UNDATED).isoformat(),
                    "authors": [{"name": item.who}],
                    "tags": [item.kind, item.act],
                }
                for item in person.said
            ],
        },
        ensure_ascii=False,
    )


def _entry(entry: Element, item: Said, links: Links, base: str) -> None:
    _add(entry, "id", _id(item))
    _add(entry, "title", _title(item))
    _add(entry, "updated", (item.published_at or UNDATED).isoformat())
    _add(SubElement(entry, "author"), "name", item.who)
    SubElement(
        entry, "link", rel="alternate", type="text/html", href=f"{base}{links.quotation(item.uri, item.permalink)}"
    )
    content = SubElement(entry, "content", type="text")
    content.text = _xml(item.content)
    SubElement(entry, "category", term=item.kind)


def _id(item: Said) -> str:
    """An id that survives reprocessing, as the permalink does."""
    return f"tag:onrecord,2026:quotation:{quote(item.uri, safe='')}:{quote(item.permalink, safe='')}"


def _title(item: Said) -> str:
    return f"{item.headline or item.uri}{f' ({item.publisher})' if item.publisher else ''}"


def _newest(said: Sequence[Said]) -> datetime:
    return max((item.published_at for item in said if item.published_at), default=UNDATED)


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, name).text = _xml(text)


def _xml(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
