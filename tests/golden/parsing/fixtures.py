"""The golden parsing fixtures: reads their markup (see README.md), and makes the submitted file of each form."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from html import escape
from pathlib import Path

ARTICLES = Path(__file__).parent / "articles"
_HEAD = re.compile(r"## (?P<name>[a-z0-9-]+): (?P<form>[a-z0-9-]+)$")
_FIELD = re.compile(r"(?P<name>[a-z_]+): (?P<value>.+)$")
_LINE = re.compile(r"(?P<joined>[+~]?)(?P<maybe>\??)(?P<kind>[a-z_]+)(?P<again> again)? \| (?P<text>.+)$")
WRAP = "⏎"
"""Where a hard-wrapped paragraph is broken."""

_BETWEEN = {"": "\n\n", "+": "\n", "~": " "}


@dataclass(frozen=True)
class Labelled:
    """A line of an article and what it is."""

    kind: str
    text: str
    between: str
    """What stands between it and the line above."""
    again: bool = False
    """Whether it says what an earlier line said."""
    maybe: bool = False
    """Whether an HTML extractor may leave it out."""


@dataclass(frozen=True)
class Fixture:
    """One article with its labels."""

    name: str
    form: str
    lines: tuple[Labelled, ...]
    fields: dict[str, str] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The article as raw text."""
        return "".join(line.between * bool(n) + line.text.replace(WRAP, "\n") for n, line in enumerate(self.lines))


def fixtures() -> list[Fixture]:
    """All of them."""
    return [fixture for path in sorted(ARTICLES.glob("*.txt")) for fixture in _read(path.read_text("utf-8"))]


def _read(text: str) -> Iterator[Fixture]:
    for block in re.split(r"^(?=## )", text, flags=re.MULTILINE)[1:]:
        head, *rows = [row for row in block.splitlines() if row.strip() and not row.startswith("# ")]
        named = _HEAD.match(head)
        assert named, f"no heading: {head}"
        lines = [match for row in rows if (match := _LINE.match(row))]
        fields = dict(match.groups() for row in rows if (match := _FIELD.match(row)) and not _LINE.match(row))
        assert len(lines) + len(fields) == len(rows), f"{named['name']}: a line is neither field nor label"
        yield Fixture(named["name"], named["form"], tuple(map(_labelled, lines)), fields)


def _labelled(match: re.Match[str]) -> Labelled:
    between = _BETWEEN[match["joined"]]
    return Labelled(match["kind"], match["text"], between, bool(match["again"]), bool(match["maybe"]))


# --- the forms -------------------------------------------------------------------------------------------------------

_TAGS = {
    "headline": "h1",
    "crosshead": "h2",
    "list_item": "li",
    "pullquote": "blockquote",
    "caption": "figcaption",
    "related": "aside",
}
URI = "tag:golden"
_NINJS_TIMES = {"firstcreated": "2024-05-07T12:30:00Z"}
_G2 = "http://iptc.org/std/nar/2006-10-01/"


def payload_of(fixture: Fixture) -> tuple[bytes, str]:
    """The file that a producer would send, and its name."""
    made, name = FORMS[fixture.form](fixture)
    return (made if isinstance(made, bytes) else made.encode()), name


def _marked(lines: Iterable[Labelled], heading: str = "h2") -> str:
    tags = _TAGS | {"crosshead": heading}
    lines = _whole(lines)
    return "".join(
        f"<{(tag := tags.get(line.kind, 'p'))}>{escape(line.text.removeprefix('• '))}</{tag}>\n" for line in lines
    )


def _whole(lines: Iterable[Labelled]) -> list[Labelled]:
    """The lines, with what stands on one line in one: a dateline and its paragraph."""
    whole: list[Labelled] = []
    for line in lines:
        if line.between == _BETWEEN["~"]:
            whole[-1] = replace(line, text=f"{whole[-1].text} {line.text}")
        else:
            whole.append(line)
    return whole


def _page(fixture: Fixture) -> str:
    language = fixture.fields.get("language", "en")
    title = escape(fixture.fields.get("title", "Gazette"))
    meta = "".join(f"<meta property='{k}' content='{escape(v)}'>" for k, v in _META(fixture.fields))
    body = re.sub(r"(?:<li>.*</li>\n)+", lambda m: f"<ul>\n{m.group()}</ul>\n", _marked(fixture.lines))
    body = re.sub(r"<figcaption>.*</figcaption>", lambda m: f"<figure><img src='a.jpg'>{m.group()}</figure>", body)
    nav = "<nav><a href='/'>Home</a> <a href='/news'>News</a> <a href='/sport'>Sport</a></nav>"
    foot = "<footer><p>About us</p><p>Privacy policy</p></footer>"
    return (
        f"<!doctype html><html lang='{language}'><head><title>{title}</title>{meta}</head>"
        f"<body>{nav}<main><article>{body}</article></main>{foot}</body></html>"
    )


def _META(fields: dict[str, str]) -> Iterator[tuple[str, str]]:  # noqa: N802
    names = {"og_title": "og:title", "site": "og:site_name", "published": "article:published_time", "author": "author"}
    return ((names[name], value) for name, value in fields.items() if name in names)


def _warc(fixture: Fixture) -> bytes:
    answer = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + _page(fixture).encode()
    head = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://gazette.example/1\r\n"
    head += "WARC-Date: 2024-05-07T12:30:00Z\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    head += f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(answer)}\r\n\r\n"
    return head.encode() + answer + b"\r\n\r\n"


def _rss(fixture: Fixture) -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0" xmlns:c="http://purl.org/rss/1.0/modules/content/"><channel>'
        f"<title>Gazette</title><item><title>{escape(fixture.fields['headline'])}</title><guid>{URI}</guid>"
        f"<pubDate>Tue, 07 May 2024 12:30:00 GMT</pubDate><c:encoded>{escape(_marked(fixture.lines))}</c:encoded>"
        "</item></channel></rss>"
    )


def _atom(fixture: Fixture) -> str:
    return (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>Gazette</title><entry><id>{URI}</id>'
        f"<title>{escape(fixture.fields['headline'])}</title><published>2024-05-07T12:30:00Z</published>"
        f'<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{_marked(fixture.lines)}</div></content>'
        "</entry></feed>"
    )


def _nitf(fixture: Fixture) -> str:
    return (
        f'<nitf><head><docdata><doc-id id-string="{URI}"/><date.issue norm="20240507T123000Z"/></docdata></head>'
        f"<body><body.head><hedline><hl1>{escape(fixture.fields['headline'])}</hl1></hedline></body.head>"
        f"<body.content>{_marked(fixture.lines, 'hl2')}</body.content></body></nitf>"
    )


def _newsml(fixture: Fixture) -> str:
    return (
        f'<newsItem xmlns="{_G2}" guid="{URI}"><itemMeta><firstCreated>2024-05-07T12:30:00Z</firstCreated></itemMeta>'
        f"<contentMeta><headline>{escape(fixture.fields['headline'])}</headline></contentMeta><contentSet><inlineXML>"
        f'<html xmlns="http://www.w3.org/1999/xhtml"><body>{_marked(fixture.lines)}</body></html>'
        "</inlineXML></contentSet></newsItem>"
    )


def _ninjs(fixture: Fixture, version: int) -> str:
    headline = fixture.fields["headline"]
    if version == 1:
        return json.dumps({"uri": URI, "headline": headline, "body_xhtml": _marked(fixture.lines), **_NINJS_TIMES})
    body = {"value": _marked(fixture.lines)} if version == 2 else {"contentType": "text/plain", "value": fixture.text}
    return json.dumps({"uri": URI, "headlines": [{"value": headline}], "bodies": [body]})


def _submitted(fixture: Fixture, name: str) -> str:
    return json.dumps({"uri": URI, name: fixture.text})


FORMS: dict[str, Callable[[Fixture], tuple[str | bytes, str]]] = {
    "text": lambda f: (f.text, "a.txt"),
    "body": lambda f: (_submitted(f, "body"), "a.json"),
    "json": lambda f: (_submitted(f, "text"), "a.json"),
    "jsonl": lambda f: (_submitted(f, "text") + "\n", "a.jsonl"),
    "html": lambda f: (_page(f), "a.html"),
    "warc": lambda f: (_warc(f), "a.warc"),
    "rss": lambda f: (_rss(f), "a.xml"),
    "atom": lambda f: (_atom(f), "a.xml"),
    "nitf": lambda f: (_nitf(f), "a.xml"),
    "newsml-g2": lambda f: (_newsml(f), "a.xml"),
    "ninjs1": lambda f: (_ninjs(f, 1), "a.json"),
    "ninjs2": lambda f: (_ninjs(f, 2), "a.json"),
    "ninjs3": lambda f: (_ninjs(f, 3), "a.json"),
}
