"""The identity of a feed's item: what its guid says to all the world, what only to its feed, and what to nobody."""

from __future__ import annotations

import pytest

from shared.model import Submission
from workers.doors.forms import Unreadable, read

WORDS = "The weavers of Tarn Mill were told on Monday that the looms would stop in March."
TARN, ISLE = "https://tarn.example/", "https://isle.example/"


def item(guid: str, link: str = "", title: str = "", words: str = WORDS) -> str:
    linked = f"<link>{link}</link>" if link else ""
    return f"<item><title>{title}</title>{guid}{linked}<description>{words}</description></item>"


def rss(*items: str, link: str = TARN, more: str = "") -> bytes:
    channel = f"<link>{link}</link>" if link else ""
    return (
        f'<rss version="2.0" xmlns:atom="http://www.w3.org/2005/Atom"><channel>{channel}{more}'
        f"{''.join(items)}</channel></rss>"
    ).encode()


def uris(payload: bytes, name: str = "feed.xml") -> list[str]:
    return [found.uri for found in read(payload, name)]


WORLDWIDE = [
    ("<guid>https://tarn.example/news/1</guid>", "https://tarn.example/news/1"),
    ('<guid isPermaLink="true">https://tarn.example/news/1</guid>', "https://tarn.example/news/1"),
    ('<guid isPermaLink="false">https://tarn.example/?p=12345</guid>', "https://tarn.example/?p=12345"),
    ('<guid isPermaLink="false">tag:tarn.example,2024:1</guid>', "tag:tarn.example,2024:1"),
    ('<guid isPermaLink="false">urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a</guid>',
     "urn:uuid:1225c695-cfb8-4ebb-aaaa-80da344efa6a"),
    ('<guid isPermaLink="false">1225C695-cfb8-4ebb-aaaa-80da344efa6a</guid>', "1225C695-cfb8-4ebb-aaaa-80da344efa6a"),
]  # fmt: skip


@pytest.mark.parametrize(("guid", "uri"), WORLDWIDE)
def test_a_guid_that_nobody_else_can_have_is_the_uri(guid: str, uri: str) -> None:
    # Given a guid that is a URL, a tag, a URN or a UUID, When the feed is read, Then the uri is that, as ever
    assert uris(rss(item(guid))) == [uri]


@pytest.mark.parametrize(
    "guid",
    ['<guid isPermaLink="false">12345</guid>', "<guid>12345</guid>", '<guid isPermaLink="true">12345</guid>'],
)
def test_a_guid_that_is_only_a_number_counts_within_its_feed(guid: str) -> None:
    # Given two publishers' feeds whose items have the same number
    tarn, isle = uris(rss(item(guid), link=TARN)), uris(rss(item(guid), link=ISLE))
    # When they are read, Then they are two articles, whatever the files are called
    assert tarn == ["https://tarn.example/#guid:12345"]
    assert isle == ["https://isle.example/#guid:12345"]
    assert uris(rss(item(guid), link=TARN), "the-same-feed-tomorrow.xml") == tarn


def test_a_feed_without_a_link_is_known_by_its_own_address_or_by_its_file() -> None:
    # Given feeds that name no site
    own = '<atom:link rel="self" href="https://tarn.example/feed.rss"/>'
    guid = "<guid>7</guid>"
    # When they are read, Then their own address tells them apart, else the file's name
    assert uris(rss(item(guid), link="", more=own)) == ["https://tarn.example/feed.rss#guid:7"]
    assert uris(rss(item(guid), link="")) == ["file:feed.xml#guid:7"]


def test_an_id_of_atom_that_is_no_iri_counts_within_its_feed_and_is_withdrawn_there() -> None:
    # Given a feed of Atom whose ids are numbers, and a tombstone for one
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><link href="https://tarn.example/"/>'
        f"<entry><id>7</id><title>A loom</title><content>{WORDS}</content></entry>"
        '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="6"/></feed>'
    )
    # When it is read, Then both have the same kind of uri
    assert uris(feed.encode()) == ["https://tarn.example/#guid:7", "https://tarn.example/#guid:6"]


def test_one_guid_on_every_item_gives_way_to_their_links() -> None:
    # Given a feed that gives all items the address of its site as guid
    shared = f"<guid>{TARN}</guid>"
    items = [item(shared, f"https://tarn.example/{n}", f"Title {n}") for n in range(3)]
    # When it is read, Then each item is an article of its own, by its link
    assert uris(rss(*items)) == [f"https://tarn.example/{n}" for n in range(3)]


def test_one_guid_on_items_without_links_is_told() -> None:
    # Given different items with one guid and nothing else that tells them apart
    items = [item(f"<guid>{TARN}</guid>", title=f"Title {n}") for n in range(2)]
    # When it is read, Then each is refused with a code: none hides another
    found = list(read(rss(*items), "feed.xml"))
    assert [each.error.code for each in found if isinstance(each, Unreadable)] == ["shared_guid", "shared_guid"]
    assert [each.uri for each in found] == ["file:feed.xml#1", "file:feed.xml#2"]


def test_an_item_that_a_feed_holds_twice_is_one_article_in_two_versions() -> None:
    # Given the same item before and after a correction, in one file
    guid = "<guid>https://tarn.example/1</guid>"
    feed = rss(item(guid, title="Mill to close"), item(guid, title="Mill to close", words=WORDS + " All of them."))
    # When it is read, Then both have its uri
    found = list(read(feed, "feed.xml"))
    assert all(isinstance(each, Submission) for each in found)
    assert [each.uri for each in found] == ["https://tarn.example/1"] * 2


def test_an_entry_beside_its_own_tombstone_keeps_its_id() -> None:
    # Given a feed that withdraws an entry and brings it back
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom">'
        '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="tag:1"/>'
        f"<entry><id>tag:1</id><title>A loom</title><content>{WORDS}</content></entry></feed>"
    )
    # When it is read, Then both have that id, in order
    assert uris(feed.encode()) == ["tag:1", "tag:1"]


def test_two_of_many_items_with_one_guid_are_two_versions_though_the_link_changed() -> None:
    # Given a feed's archive in which one article got another headline and another address
    guid = "<guid>https://tarn.example/?p=1</guid>"
    versions = [
        item(guid, "https://tarn.example/a", "Mill to close"),
        item(guid, "https://tarn.example/b", "Mill closes"),
    ]
    others = [item(f"<guid>https://tarn.example/?p={n}</guid>", f"https://tarn.example/{n}") for n in range(2, 5)]
    # When it is read, Then that article has one uri
    assert uris(rss(*versions, *others))[:2] == ["https://tarn.example/?p=1"] * 2
