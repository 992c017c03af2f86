"""Every form becomes the same submission; what is none is refused with a code."""

from __future__ import annotations

import gzip
import json
from datetime import UTC, datetime

import pytest

from shared.model import Submission
from workers.doors.forms import Unreadable, read
from workers.parsing import parse

FIRST = "The weavers of Tarn Mill were told on Monday that the looms would stop in March."
SECOND = "“Nobody asked us,” said Dora Lindqvist, who has worked there since she was sixteen."
BODY = f"{FIRST}\n\n{SECOND}"
MARKED = f"<p>{FIRST}</p><p>{SECOND}</p>"
ESCAPED = MARKED.replace("<", "&lt;").replace(">", "&gt;")
NOON = datetime(2024, 5, 7, 12, 30, tzinfo=UTC)
ITEM = f"<item><title>Mill to close</title><guid>tag:1</guid><link>https://example.org/1</link>\
<pubDate>Tue, 07 May 2024 12:30:00 GMT</pubDate><c:encoded>{ESCAPED}</c:encoded></item>"
RSS = f'<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>\
<title>Tarn Post</title>{ITEM}</channel></rss>'
ATOM = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Tarn Post</title><entry><id>tag:1</id>\
<title>Mill to close</title><link href="https://example.org/1"/><published>2024-05-07T12:30:00Z</published>\
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{MARKED}</div></content></entry></feed>'
NITF = f'<!DOCTYPE nitf SYSTEM "nitf-3-4.dtd"><nitf><head><docdata><doc-id id-string="tag:1"/>\
<date.issue norm="20240507T123000Z"/></docdata></head><body><body.head><hedline><hl1>Mill to close</hl1></hedline>\
<distributor>Tarn Post</distributor></body.head><body.content><media><media-caption><p>A loom.</p></media-caption>\
</media>{MARKED}</body.content></body></nitf>'
G2 = "http://iptc.org/std/nar/2006-10-01/"
NEWSML = f'<newsItem xmlns="{G2}" guid="tag:1"><itemMeta><provider literal="Tarn Post"/>\
<firstCreated>2024-05-07T12:30:00Z</firstCreated></itemMeta><contentMeta>\
<headline>Mill to close</headline></contentMeta>\
<contentSet><inlineXML><html xmlns="http://www.w3.org/1999/xhtml"><body>{MARKED}</body></html></inlineXML></contentSet>\
</newsItem>'
NINJS = {"uri": "tag:1", "headline": "Mill to close", "body_xhtml": MARKED, "firstcreated": "2024-05-07T12:30:00Z"}
NINJS |= {"infosource": [{"name": "Tarn Post"}]}
NINJS2 = {"uri": "tag:1", "headlines": [{"role": "main", "value": "Mill to close"}], "bodies": [{"value": MARKED}]}
NINJS2 |= {"firstcreated": "2024-05-07T12:30:00Z", "infosources": [{"name": "Tarn Post"}]}
NINJS3 = {"uri": "tag:1", "headlines": [{"value": "Mill to close"}], "firstCreated": "2024-05-07T12:30:00Z"}
NINJS3 |= {"bodies": [{"contentType": "text/plain", "value": BODY}], "infoSources": [{"name": "Tarn Post"}]}
FORMS = {
    "rss.xml": RSS,
    "atom.xml": ATOM,
    "nitf.xml": NITF,
    "message.xml": f'<newsMessage xmlns="{G2}"><itemSet>{NEWSML}</itemSet></newsMessage>',
    "item.xml": NEWSML,
    "ninjs1.json": json.dumps(NINJS),
    "ninjs2.json": json.dumps([NINJS2]),
    "ninjs3.jsonl": json.dumps(NINJS3) + "\n",
}


@pytest.mark.parametrize("named", [True, False])
@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", FORMS)
def test_every_form_declares_the_same(name: str, packed: bool, named: bool) -> None:
    # Given an article in one of the forms, When it is read by its name or by its bytes alone
    payload = FORMS[name].encode()
    items = list(read(gzip.compress(payload) if packed else payload, name if named else ""))
    # Then it is the same submission
    (item,) = items
    assert isinstance(item, Submission), item
    assert (item.uri, item.body, item.headline, item.publisher) == ("tag:1", BODY, "Mill to close", "Tarn Post")
    assert item.published_at == NOON
    assert not item.partial


@pytest.mark.parametrize("name", FORMS)
def test_the_form_and_the_encoding_are_noted(name: str) -> None:
    # Given an article in one of the forms, When it is read and parsed
    (item,) = read(FORMS[name].encode(), "")
    assert isinstance(item, Submission)
    decoding = parse(item).decoding
    # Then the article says which form it was in; no edit points into what is only a part of the file
    assert decoding is not None
    assert decoding.form == {"message": "newsml_g2", "item": "newsml_g2"}.get(
        name[:-4], name.split(".")[0].rstrip("123")
    )
    assert (decoding.encoding, decoding.method, decoding.edits) == ("utf-8", "utf_8", ())


SUMMARIES = {
    "rss": RSS.replace("c:encoded", "description"),
    "atom": ATOM.replace("content", "summary"),
    "ninjs": json.dumps({"uri": "tag:1", "description_text": FIRST, "versioncreated": "2024-05-07T12:30:00Z"}),
}


@pytest.mark.parametrize("name", SUMMARIES)
def test_a_summary_is_partial_and_says_so(name: str) -> None:
    # Given an item with a summary only, When it is read
    (item,) = read(SUMMARIES[name].encode(), "")
    # Then it is marked, and its article warns
    assert isinstance(item, Submission)
    assert item.partial
    assert item.extra == {"partial": True}
    assert "partial" in {warning.code for warning in parse(item).warnings}


CANCELLED = {
    "newsml": NEWSML.replace("<itemMeta>", '<itemMeta><pubStatus qcode="stat:canceled"/>'),
    "ninjs": json.dumps(NINJS | {"pubstatus": "canceled"}),
}


@pytest.mark.parametrize("name", CANCELLED)
def test_a_cancelled_item_retracts(name: str) -> None:
    (item,) = read(CANCELLED[name].encode(), "")
    assert isinstance(item, Submission)
    assert item.retracted


def warc(body: bytes, kind: str = "text/html", status: str = "200 OK", extra: str = "") -> bytes:
    """A web archive of one response."""
    answer = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\n{extra}\r\n".encode() + body
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://example.org/1\r\n"
    head += "WARC-Date: 2024-05-07T12:30:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


PAGE = f"<html><body>{MARKED}</body></html>".encode()


@pytest.mark.parametrize(
    "payload",
    [
        warc(PAGE) + warc(b"GIF", "image/gif") + warc(PAGE, status="404 Not Found"),
        gzip.compress(warc(PAGE)) + gzip.compress(warc(b"GIF", "image/gif")),
        warc(gzip.compress(PAGE), extra="Content-Encoding: gzip\r\n"),
        warc(PAGE.decode().encode("cp1252"), "text/html; charset=windows-1252"),
    ],
)
def test_an_archive_gives_its_pages(payload: bytes) -> None:
    (item,) = read(payload, "crawl.warc.gz")
    assert isinstance(item, Submission), item
    assert (item.uri, item.url) == ("https://example.org/1", "https://example.org/1")
    assert SECOND in str(item.html)


ENCODED = [BODY.encode(name) for name in ("utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252")]


@pytest.mark.parametrize("payload", ENCODED)
def test_text_is_decoded(payload: bytes) -> None:
    (item,) = read(payload, "a.txt")
    assert isinstance(item, Submission), item
    assert item.text == BODY


def test_a_bad_line_or_record_does_not_cost_the_others() -> None:
    good, bad, other = read(b'{"uri":"a","text":"x"}\n{\n{"uri":"b","text":"x"}\n', "a.jsonl")
    assert isinstance(good, Submission)
    assert isinstance(bad, Unreadable)
    assert isinstance(other, Submission)


DECLARING = {
    "nitf": NITF.replace(
        "<distributor>",
        "<abstract>Ninety years.</abstract><dateline>TARN, May 7</dateline><byline>By Jo Kern</byline><distributor>",
    ).replace("<nitf>", '<nitf xml:lang="en-GB">'),
    "newsml": NEWSML.replace(
        "</contentMeta>", '<by>By Jo Kern</by><dateline>TARN, May 7</dateline><language tag="en-GB"/></contentMeta>'
    ),
    "ninjs": json.dumps(NINJS | {"byline": "By Jo Kern", "located": "TARN, May 7", "language": "en-GB"}),
    "rss": RSS.replace("<title>Tarn Post</title>", "<title>Tarn Post</title><language>en-GB</language>").replace(
        "<guid>", "<author>jo@tarn.example (Jo Kern)</author><guid>"
    ),
    "atom": ATOM.replace("<feed ", '<feed xml:lang="en-GB" ').replace(
        "<link ", "<author><name>Jo Kern</name></author><link "
    ),
}


@pytest.mark.parametrize("name", DECLARING)
def test_what_a_form_declares_is_declared(name: str) -> None:
    # Given an item that declares its author, language and dateline, When it is read and parsed
    (item,) = read(DECLARING[name].encode(), "")
    assert isinstance(item, Submission), item
    article = parse(item)
    # Then they are the article's, and said to be declared
    assert (article.authors, article.language) == (("Jo Kern",), "en-GB")
    declared = {source.field for source in article.field_sources if source.source == "declared"}
    assert {"headline", "authors", "language", "publisher", "published_at"} <= declared
    if name not in ("rss", "atom"):
        assert article.dateline is not None
        assert article.dateline.exact == "TARN, May 7"
    assert article.standfirst == ("Ninety years." if name == "nitf" else None)


NINJS_BODIES = {
    "1.x xhtml": {"body_xhtml": MARKED},
    "1.x text": {"body_text": BODY, "body_html": "<p>Other.</p>"},
    "1.x other body": {"body_html5": MARKED},
    "2.x": {
        "bodies": [{"role": "teaser", "value": "Mill."}, {"role": "main", "contenttype": "text/html", "value": MARKED}]
    },
    "3.x": {"bodies": [{"contentType": "text/plain", "value": BODY}], "standard": {"name": "ninjs", "version": "3.0"}},
}


@pytest.mark.parametrize("name", NINJS_BODIES)
def test_every_version_of_ninjs_has_its_body(name: str) -> None:
    (item,) = read(json.dumps({"uri": "tag:1", "type": "text"} | NINJS_BODIES[name]).encode(), "")
    assert isinstance(item, Submission), item
    assert item.body == BODY


NO_TEXT = {
    "ninjs picture": json.dumps({"uri": "tag:1", "type": "picture", "description_text": FIRST, "renditions": {}}),
    "newsml picture": f'<newsItem xmlns="{G2}" guid="tag:1"><itemMeta><itemClass qcode="ninat:picture"/></itemMeta>\
<contentMeta><description>{FIRST}</description></contentMeta></newsItem>',
}


@pytest.mark.parametrize("name", NO_TEXT)
def test_a_picture_is_no_article(name: str) -> None:
    (item,) = read(NO_TEXT[name].encode(), "")
    assert isinstance(item, Unreadable)
    assert (item.error.code, item.uri) == ("unreadable_file", "tag:1")


BRIEF = {
    "newsml": f'<newsItem xmlns="{G2}" guid="tag:1"><itemMeta><itemClass qcode="ninat:text"/></itemMeta>\
<contentMeta><headline>Mill to close</headline><description>{FIRST}</description></contentMeta></newsItem>',
    "nitf": f"<nitf><body><body.head><abstract>{FIRST}</abstract></body.head></body></nitf>",
}


@pytest.mark.parametrize("name", BRIEF)
def test_a_summary_of_an_agency_is_partial_too(name: str) -> None:
    (item,) = read(BRIEF[name].encode(), "")
    assert isinstance(item, Submission), item
    assert (item.body, item.partial) == (FIRST, True)


WITHHELD = {
    "ninjs": json.dumps(NINJS | {"pubstatus": "withheld"}),
    "nitf": NITF.replace("<docdata>", '<docdata management-status="canceled">'),
}


@pytest.mark.parametrize("name", WITHHELD)
def test_what_is_withheld_is_withdrawn(name: str) -> None:
    (item,) = read(WITHHELD[name].encode(), "")
    assert isinstance(item, Submission)
    assert item.retracted


def test_a_page_archived_without_the_server_s_answer_is_read() -> None:
    record = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: https://example.org/1\r\nContent-Type: text/html\r\n\
WARC-Date: 2024-05-07T12:30:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\nContent-Length: {len(PAGE)}\r\n\r\n"
    (item,) = read(record.encode() + PAGE + b"\r\n\r\n", "crawl.warc")
    assert isinstance(item, Submission), item
    assert SECOND in str(item.html)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
@pytest.mark.parametrize("name", ["rss.xml", "nitf.xml", "item.xml", "ninjs1.json"])
def test_a_form_is_known_and_read_behind_a_byte_order_mark(name: str, encoding: str) -> None:
    (item,) = read(FORMS[name].encode(encoding), "")
    assert isinstance(item, Submission), item
    assert (item.uri, item.headline) == ("tag:1", "Mill to close")


def test_a_submission_is_read_behind_a_byte_order_mark() -> None:
    for encoding in ("utf-8-sig", "utf-16"):
        (item,) = read(json.dumps({"uri": "tag:1", "body": BODY}).encode(encoding), "a.json")
        assert isinstance(item, Submission), item.error
        assert item.body == BODY


MARKUP = [
    ("<p><a href='/x'>Dora</a>, who said <b>no</b>.</p>", "Dora, who said no."),
    ("<p>“<i>Never</i>,” she said.<br/>Then she left.</p>", "“Never,” she said.\n\nThen she left."),
    ("<p>Prices:</p><ul><li><p>wool</p></li><li>silk</li></ul>", "Prices:\n\n• wool\n\n• silk"),
    ("<ul><li>• wool</li><li></li></ul>", "• wool"),
    ("<ol><li>wool<ul><li>raw</li></ul></li></ol>", "• wool\n\n• raw"),
    ("<figure><img src='a.jpg'><figcaption>A loom.</figcaption></figure><p>Looms stop.</p>", "Looms stop."),
    ("<p>Looms stop.</p><figcaption>A loom.", "Looms stop.\n\nA loom."),
    ("<a>Home</a><a>News</a>", "Home News"),
]


@pytest.mark.parametrize(("markup", "lines"), MARKUP)
def test_markup_becomes_lines_without_losing_a_mark(markup: str, lines: str) -> None:
    # Given the marked body of an item, When it is read, Then no space parts a word from its comma, nor joins two lines
    (item,) = read(json.dumps(NINJS | {"body_xhtml": markup}).encode(), "a.json")
    assert isinstance(item, Submission), item
    assert item.body == lines


def test_nitf_content_is_read_in_order_without_its_media() -> None:
    # Given content with a picture, names, a quotation, a list and words outside of any paragraph
    content = (
        "<media><media-caption><p>A loom.</p></media-caption></media>The mill stops."
        "<p><person>Dora Lindqvist</person>, of <org>Tarn Mill</org>, wept.</p>"
        "<bq><block><p>Nobody asked.</p></block></bq>"
        "<ul><li><p>Wool</p></li><li>Silk</li></ul><table><tr><td>1</td></tr></table>"
    )
    # When it is read
    (item,) = read(f"<nitf><body><body.content>{content}</body.content></body></nitf>".encode(), "a.nitf")
    # Then each line comes once
    assert isinstance(item, Submission), item
    expected = ["The mill stops.", "Dora Lindqvist, of Tarn Mill, wept.", "Nobody asked.", "• Wool", "• Silk"]
    assert str(item.body).split("\n\n") == expected


def test_the_author_s_title_in_a_nitf_byline_is_no_name() -> None:
    # Given a byline of elements that stand close, When it is read
    head = "<body.head><byline>By <person>Dora Lindqvist</person><byttl>Staff Writer</byttl></byline></body.head>"
    (item,) = read(f"<nitf><body>{head}<body.content>{MARKED}</body.content></body></nitf>".encode(), "")
    # Then words stay apart, and the author is who is marked as a person
    assert isinstance(item, Submission), item
    assert (item.byline, item.authors) == ("By Dora Lindqvist Staff Writer", ("Dora Lindqvist",))


def test_a_byline_of_ninjs_may_be_a_list() -> None:
    (item,) = read(json.dumps(NINJS3 | {"bylines": [{"role": "main", "value": "By Dora Lindqvist"}]}).encode(), "")
    assert isinstance(item, Submission), item
    assert item.byline == "By Dora Lindqvist"


@pytest.mark.parametrize("name", ["", "a.json", "a.jsonl"])
def test_one_object_a_line_is_known_by_its_bytes(name: str) -> None:
    # Given submissions one a line, When they are read under any name, Then each of them is one
    lines = "".join(json.dumps({"uri": f"tag:{n}", "body": BODY * 40}) + "\n" for n in range(3))

    items = list(read(lines.encode(), name))

    assert [item.uri for item in items] == ["tag:0", "tag:1", "tag:2"]


def test_an_object_over_several_lines_is_one() -> None:
    # Given one submission written over several lines, When it is read without a name, Then it is that one
    (item,) = read(json.dumps({"uri": "tag:1", "body": BODY}, indent=1).encode() + b"\n\n", "")

    assert item.uri == "tag:1"


def test_a_feed_s_authors_are_named_one_by_one_and_its_links_are_addresses() -> None:
    # Given an item with two authors in one element and a link that is relative
    creator = "<dc:creator>Ada Lund and Omar Reyes</dc:creator>"
    item = f"<item><guid>1</guid><link>/news/1</link>{creator}<description>{FIRST}</description></item>"
    feed = f"<channel><link>https://gazette.example/</link>{item}</channel>"
    # When it is read
    (found,) = read(f'<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/">{feed}</rss>'.encode(), "")
    # Then each author has a name of his own, and the link its site
    assert isinstance(found, Submission), found
    assert found.authors == ("Ada Lund", "Omar Reyes")
    assert found.url == "https://gazette.example/news/1"


def test_an_entry_of_atom_that_was_deleted_is_withdrawn_and_a_picture_is_no_text() -> None:
    # Given a feed with a tombstone (RFC 6721), a picture, and a relative link below its xml:base
    feed = (
        '<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://gazette.example/blog/">'
        '<title type="html">Ropes &amp;amp; Sails</title>'
        '<deleted-entry xmlns="http://purl.org/atompub/tombstones/1.0" ref="tag:1"/>'
        '<entry><id>tag:2</id><title>A loom</title><content type="image/png">iVBORw0KGgo=</content></entry>'
        f'<entry><id>tag:3</id><link href="loom"/><content type="text">{FIRST}</content></entry></feed>'
    )
    # When it is read
    gone, picture, entry = read(feed.encode(), "")
    # Then the first is withdrawn, the second refused, the third whole
    assert isinstance(gone, Submission)
    assert (gone.uri, gone.retracted) == ("tag:1", True)
    assert isinstance(picture, Unreadable)
    assert isinstance(entry, Submission)
    assert (entry.url, entry.publisher) == ("https://gazette.example/blog/loom", "Ropes & Sails")


def test_what_blogs_write_below_each_item_of_a_feed_is_no_article_s() -> None:
    footer = "&lt;p&gt;The post &lt;a href='x'&gt;Mill Stops&lt;/a&gt; appeared first on Gazette.&lt;/p&gt;"
    (found,) = read(RSS.replace(ESCAPED, ESCAPED + footer).encode(), "")
    assert isinstance(found, Submission), found
    article = parse(found)
    last = article.segments[-1]
    assert (last.kind, article.slice(last)) == ("boilerplate", "The post Mill Stops appeared first on Gazette.")


def test_place_and_date_of_a_nitf_dateline_stay_apart() -> None:
    head = "<body.head><dateline><location>TARN</location><story.date>May 7</story.date> (AP) -</dateline></body.head>"
    (item,) = read(f"<nitf><body>{head}<body.content>{MARKED}</body.content></body></nitf>".encode(), "")
    assert isinstance(item, Submission), item
    assert item.dateline == "TARN May 7 (AP) -"


def test_of_several_headlines_the_one_in_the_item_s_language_counts() -> None:
    headlines = '<headline xml:lang="de">Die Mühle steht</headline><headline xml:lang="en">The mill stops</headline>'
    meta = f'<contentMeta>{headlines}<language tag="en"/></contentMeta>'
    payload = (
        f'<newsItem xmlns="http://iptc.org/std/nar/2006-10-01/" guid="tag:1">{meta}'
        f"<contentSet><inlineData>{FIRST}</inlineData></contentSet></newsItem>"
    )
    (item,) = read(payload.encode(), "")
    assert isinstance(item, Submission), item
    assert item.headline == "The mill stops"
