"""Hostile files in every form: an article or a code for each, within ten seconds and 512 MB."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.unit.forms.limits import Nursery
from tests.unit.forms.test_forms import ATOM, ESCAPED, ITEM, MARKED, NEWSML, NITF, PAGE, RSS, warc

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {b} "&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};&{a};">'
    for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
UNREADABLE, TOO_LARGE, EMPTY = {"unreadable_file"}, {"too_large"}, {"invalid_submission", "empty_text"}
ARTICLE, BROKEN = {"article"}, {"malformed_json"}


def deflated(megabytes: int, level: int = 9) -> bytes:
    """A gzip file of so many megabytes of spaces."""
    packer = zlib.compressobj(level, zlib.DEFLATED, 31)
    return b"".join(packer.compress(b" " * 1_000_000) for _ in range(megabytes)) + packer.flush()


def bombed(document: str, inside: str, definition: str) -> bytes:
    """The document with a definition before its root and a reference to it inside."""
    return (definition + document.removeprefix('<?xml version="1.0"?>').replace(inside, "&i;" + inside)).encode()


CASES: dict[str, tuple[str, Callable[[], bytes], set[str]]] = {
    "rss entity bomb": ("a.xml", lambda: bombed(RSS, "Mill to close", BOMB + "]>"), UNREADABLE),
    "atom entity bomb": ("a.atom", lambda: bombed(ATOM, "Mill to close", BOMB + "]>"), UNREADABLE),
    "newsml entity bomb": ("a.xml", lambda: bombed(NEWSML, "Mill to close", BOMB + "]>"), UNREADABLE),
    "bomb in an attribute": ("a.rss", lambda: (BOMB + "]><rss version='&i;'/>").encode(), UNREADABLE),
    "bomb in utf-16": ("a.rss", lambda: (BOMB + "]><rss>&i;</rss>").encode("utf-16"), UNREADABLE),
    "external entity": (
        "a.rss",
        lambda: bombed(RSS, "Mill to close", '<!DOCTYPE x [<!ENTITY i SYSTEM "file:///etc/hostname">]>'),
        UNREADABLE,
    ),
    "external parameter entity": (
        "a.nitf",
        lambda: b'<!DOCTYPE nitf [<!ENTITY % p SYSTEM "http://localhost:1/x"> %p;]><nitf/>',
        UNREADABLE,
    ),
    "external dtd": ("a.nitf", lambda: NITF.replace("nitf-3-4.dtd", "http://localhost:1/x").encode(), ARTICLE),
    "nested xml": ("a.rss", lambda: b"<rss>" + b"<a>" * 100_000, UNREADABLE),
    "many empty tags": ("a.rss", lambda: b"<rss>" + b"<a/>" * 3_000_000 + b"</rss>", TOO_LARGE),
    "many small tags": ("a.rss", lambda: b"<rss>" + b"<a/>" * 900_000 + b"</rss>", UNREADABLE),
    "many attributes": (
        "a.rss",
        lambda: b"<rss " + b" ".join(b'a%d=""' % n for n in range(200_000)) + b"/>",
        UNREADABLE,
    ),
    "many items": ("a.rss", lambda: RSS.replace(ITEM, ITEM * 10_000).encode(), ARTICLE),
    "many media": (
        "a.nitf",
        lambda: NITF.replace("</media>", "</media>" + "<media><p>x</p></media>y " * 100_000).encode(),
        TOO_LARGE,
    ),
    "many open captions": (
        "a.rss",
        lambda: RSS.replace(ESCAPED, "&lt;figcaption&gt;" * 300_000 + ESCAPED).encode(),
        ARTICLE,
    ),
    "many boxes of questions": (
        "a.txt",
        lambda: (
            ("Your questions, answered\nWhy is it?\n" + "It is so since it was so before. " * 3 + "\n").encode()
            * 16_000
        ),
        ARTICLE,
    ),
    "many carriage returns": ("a.txt", lambda: b"One came." + b"\r" * 4_900_000 + b"Two came late that day.", ARTICLE),
    "an author of a megabyte": (
        "a.rss",
        lambda: RSS.replace("<title>Mill", "<author>" + "a" * 1_000_000 + "</author><title>Mill").encode(),
        ARTICLE | EMPTY,
    ),
    "a link that is no address": ("a.rss", lambda: RSS.replace("https://example.org/1", "//[x").encode(), ARTICLE),
    "bases in bases": (
        "a.atom",
        lambda: (
            ATOM.replace("<entry>", "<entry xml:base='" + "x/" * 200_000 + "'>")
            .replace("https://example.org/1", "../" * 100_000)
            .encode()
        ),
        ARTICLE | TOO_LARGE,
    ),
    "many deleted entries": ("a.atom", lambda: b"<feed>" + b"<deleted-entry/>" * 10_000 + b"</feed>", EMPTY),
    "a dateline of many parts": (
        "a.nitf",
        lambda: NITF.replace(
            "<distributor>", "<dateline>" + "<location/>" * 100_000 + "</dateline><distributor>"
        ).encode(),
        ARTICLE,
    ),
    "many headlines": (
        "a.xml",
        lambda: NEWSML.replace("<headline>", "<headline/>" * 100_000 + "<headline>").encode(),
        ARTICLE,
    ),
    "truncated rss": ("a.rss", lambda: RSS[:-50].encode(), UNREADABLE),
    "feed without items": ("a.rss", lambda: b"<rss><channel/></rss>", UNREADABLE),
    "item without words": ("a.rss", lambda: b"<rss><channel><item/></channel></rss>", EMPTY),
    "html entities in rss": ("a.rss", lambda: RSS.replace("Mill to", "Mill&nbsp;to").encode(), ARTICLE),
    "latin-1 feed that says utf-8": ("a.rss", lambda: RSS.replace("Tarn", "Térn").encode("cp1252"), ARTICLE),
    "nul in a feed": ("a.rss", lambda: RSS.replace("Mill", "Mi\0ll").encode(), UNREADABLE),
    "wrong declared charset": ("a.rss", lambda: b"<?xml version='1.0' encoding='zip'?>" + RSS[21:].encode(), ARTICLE),
    "empty xml": ("a.xml", lambda: b"", EMPTY),
    "unknown xml": ("a.xml", lambda: b"<svg><path d='M0 0'/></svg>", EMPTY),
    "newsml without items": ("a.xml", lambda: b"<newsMessage/>", UNREADABLE),
    "newsml without content": ("a.xml", lambda: b"<newsItem guid='x'/>", EMPTY),
    "nitf without paragraphs": ("a.nitf", lambda: b"<nitf><body/></nitf>", EMPTY),
    "gzip bomb of text": ("a.txt.gz", lambda: deflated(400), TOO_LARGE),
    "gzip bomb of lines": ("a.jsonl.gz", lambda: deflated(400), TOO_LARGE),
    "gzip in gzip": ("a.html.gz", lambda: gzip.compress(deflated(200)), UNREADABLE | EMPTY),
    "broken gzip": ("a.txt.gz", lambda: gzip.compress(PAGE)[:60], UNREADABLE),
    "gzip of noise": ("a.txt.gz", lambda: b"\x1f\x8b" + bytes(range(256)), UNREADABLE),
    "warc bomb": ("a.warc.gz", lambda: gzip.compress(warc(b" " * 200_000_000)), TOO_LARGE),
    "bomb as content encoding": (
        "a.warc",
        lambda: warc(deflated(200), extra="Content-Encoding: gzip\r\n"),
        TOO_LARGE | UNREADABLE,
    ),
    "warc after warc bomb": (
        "a.warc.gz",
        lambda: gzip.compress(warc(b" " * 40_000_000)) + gzip.compress(warc(PAGE)),
        TOO_LARGE | ARTICLE,
    ),
    "truncated warc": ("a.warc", lambda: warc(PAGE)[:-100], ARTICLE | UNREADABLE),
    "warc with a wrong length": (
        "a.warc",
        lambda: warc(PAGE).replace(b"Content-Length: ", b"Content-Length: 9999"),
        ARTICLE | UNREADABLE,
    ),
    "warc with no page": ("a.warc", lambda: warc(b"GIF", "image/gif"), UNREADABLE),
    "warc of noise": ("a.warc", lambda: b"WARC/1.0\r\n" + bytes(range(256)) * 100, UNREADABLE),
    "warc with an odd charset": ("a.warc", lambda: warc(PAGE, "text/html; charset=idna"), ARTICLE),
    "warc of nested divs": ("a.warc", lambda: warc(b"<div>" * 100_000 + MARKED.encode()), ARTICLE),
    "nested json": ("a.json", lambda: b"[" * 1_000_000, BROKEN),
    "many json lists": ("a.json", lambda: b"[" + b"[]," * 5_000_000 + b"[]]", TOO_LARGE),
    "many json commas in a line": ("a.jsonl", lambda: b'{"uri":[' + b"1," * 5_000_000 + b"1]}", TOO_LARGE),
    "a line of 40 MB": ("a.jsonl", lambda: b'{"uri":"a","text":"' + b"a" * 40_000_000 + b'"}\n', TOO_LARGE),
    "a file of 40 MB": ("a.txt", lambda: b"word " * 8_000_000, TOO_LARGE),
    "text past the limit": ("a.txt", lambda: b"It is so. " * 600_000, TOO_LARGE),
    "truncated json": ("a.json", lambda: b'{"uri": "a", "text": "b', BROKEN),
    "unknown fields": ("a.json", lambda: b'{"uri": "a", "text": "b", "colour": "red"}', EMPTY),
    "ninjs of odd types": ("a.json", lambda: b'{"uri": 5, "bodies": {"value": [1]}, "headlines": [3]}', EMPTY),
    "ninjs with an odd time": ("a.json", lambda: b'{"uri": "a", "body_text": "x", "versioncreated": "9e999"}', ARTICLE),
    "ninjs with lone surrogates": ("a.json", lambda: b'{"uri": "a", "body_text": "\\ud800"}', EMPTY),
    "binary": ("a.txt", lambda: bytes(range(256)) * 4_000, UNREADABLE | EMPTY | ARTICLE),
    "picture named as text": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 100, UNREADABLE | EMPTY),
    "odd half of utf-16": ("a.txt", lambda: "Mill".encode("utf-16")[:-1], UNREADABLE | EMPTY),
    "only a byte order mark": ("a.txt", lambda: b"\xef\xbb\xbf", EMPTY),
    "only nuls": ("a.txt", lambda: b"\0" * 1_000_000, UNREADABLE | EMPTY),
}


@pytest.mark.parametrize("name", CASES)
def test_a_hostile_file_has_an_outcome(name: str, tmp_path: Path, nursery: Nursery) -> None:
    # Given a hostile file, When it is read and parsed in a process with limits
    file, content, expected = CASES[name]
    (tmp_path / file).write_bytes(content())
    found = nursery.outcomes(tmp_path / file)
    # Then every article of it has an outcome, and the first one that which is expected
    assert found
    assert found[0] in expected, found
