"""Decides the uri of a feed's item: its guid if nobody else can have the same, else guid and feed, else its link.

RSS 2.0 asks of a guid only that it be unique within its feed, and many systems write a row's number there: 12345 of two
papers is two articles. A guid that most items of a feed share names none of them; two items with one guid are two
versions of one article.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from shared.errors import SharedGuid

_WORLDWIDE = re.compile(
    r"[A-Za-z][A-Za-z0-9+.-]*://\S|(?:tag|urn):\S|[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$"
)
"""Addresses, tags (RFC 4151), URNs and UUIDs: nobody else can have given the same one."""


@dataclass(frozen=True)
class Names:
    """What may identify one item: its guid, its link, its title, and its place in the file."""

    guid: str
    link: str
    title: str
    place: str
    gone: bool = False
    """Whether the item withdraws the article of that guid."""


def worldwide(guid: str, feed: str) -> str:
    """The guid as a uri: alone if it names the article to all the world, else within its feed; "" stays empty."""
    return guid if not guid or _WORLDWIDE.match(guid) else f"{feed}#guid:{guid}"


def uris(items: Sequence[Names], feed: str) -> list[str | SharedGuid]:
    """The uri of each item, in order; the error where nothing tells an item from another one of its feed."""
    alike: dict[str, list[Names]] = defaultdict(list)
    for item in items:
        if not item.gone:
            alike[item.guid].append(item)
    return [_uri(item, _shared(alike[item.guid], len(items)), feed) for item in items]


def _shared(alike: list[Names], of_all: int) -> list[Names]:
    """The items with one guid if it names none of them: different ones, and more than half of the feed's items."""
    told_apart = [item.link or item.title for item in alike]
    return alike if len(set(told_apart)) > 1 and 2 * len(alike) > of_all else []


def _uri(item: Names, shared: list[Names], feed: str) -> str | SharedGuid:
    if not item.guid:
        return item.link or item.place
    if item.gone or not shared:
        return worldwide(item.guid, feed)
    if item.link and all(other.link != item.link or other.title == item.title for other in shared):
        return item.link
    return SharedGuid(f"{item.guid[:200]}, {len(shared)} items")
