"""What a page says about itself: JSON-LD first, then OpenGraph and other meta tags, then its title.

On article-extraction-benchmark JSON-LD is best for headline, authors and date.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from html import unescape

from lxml.html import HtmlElement

from workers.parsing.canonical import one_line
from workers.parsing.dates import read_time
from workers.parsing.fields import Declared, names_of

Json = dict[str, "Json"] | list["Json"] | str | int | float | bool | None

_ARTICLE_TYPE = re.compile(r"(?:Article|BlogPosting|Report)$")
_LONGEST_LD = 300_000
_DEEPEST_LD = 6
_META_DATES = (
    "article:published_time", "og:published_time", "datepublished", "date", "dc.date", "dc.date.issued",
    "pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date", "article.published",
    "cxenseparse:recs:publishtime",
)  # fmt: skip
_META_AUTHORS = ("author", "article:author", "dc.creator", "parsely-author", "sailthru.author", "byl")


def declared_by_page(tree: HtmlElement, json_ld: tuple[str, ...]) -> Declared:
    """The fields that the page declares."""
    data = next(_articles(json_ld), {})
    meta = _meta(tree)
    byline = _first(meta, "byl", "author", "parsely-author")
    authors = tuple(_people(data.get("author"))) or _meta_authors(meta)
    publisher = next(_people(data.get("publisher")), None) or _first(meta, "og:site_name", "application-name")
    headline = _text(data.get("headline")) or _first(meta, "og:title", "twitter:title") or _heading(tree)
    return Declared(
        headline=_without_publisher(headline, publisher),
        byline=byline if byline and not byline.startswith("http") else None,
        authors=authors,
        published_at=read_time(_text(data.get("datePublished")) or _first(meta, *_META_DATES) or _time_tag(tree) or ""),
        publisher=publisher,
        url=_canonical_link(tree) or _first(meta, "og:url"),
        language=_language(tree, data),
    )


def _articles(blocks: tuple[str, ...]) -> Iterator[dict[str, Json]]:
    for block in blocks:
        if len(block) > _LONGEST_LD:
            continue
        try:
            data: Json = json.loads(block.strip().removesuffix(";"), strict=False)
        except (ValueError, RecursionError):
            continue
        yield from _article_objects(data, 0)


def _article_objects(data: Json, level: int) -> Iterator[dict[str, Json]]:
    if level > _DEEPEST_LD:
        return
    if isinstance(data, list):
        for item in data:
            yield from _article_objects(item, level + 1)
    if isinstance(data, dict):
        kinds = data.get("@type")
        named = kinds if isinstance(kinds, list) else [kinds]
        if any(isinstance(kind, str) and _ARTICLE_TYPE.search(kind) for kind in named):
            yield data
        yield from _article_objects(data.get("@graph"), level + 1)
        yield from _article_objects(data.get("mainEntity"), level + 1)


def _people(data: Json) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _people(item)
    elif isinstance(data, dict):
        yield from _people(data.get("name"))
    elif (name := _text(data)) and not name.startswith("http"):
        yield from names_of(name) or (name,)


def _text(value: Json) -> str | None:
    return one_line(unescape(value)) if isinstance(value, str) else None


def _without_publisher(headline: str | None, publisher: str | None) -> str | None:
    """The headline without the " | Harbour Gazette" that titles end in."""
    if headline is None or publisher is None:
        return headline
    return re.sub(rf"\s+[|·–—-]\s+{re.escape(publisher)}$", "", headline, flags=re.IGNORECASE) or headline


def _meta(tree: HtmlElement) -> dict[str, str]:
    found: dict[str, str] = {}
    for tag in tree.iter("meta"):
        name = tag.get("property") or tag.get("name") or tag.get("itemprop")
        content = tag.get("content")
        if name and content and content.strip():
            found.setdefault(name.strip().lower(), content)
    return found


def _first(meta: dict[str, str], *names: str) -> str | None:
    return next((text for name in names if (text := _text(meta.get(name)))), None)


def _meta_authors(meta: dict[str, str]) -> tuple[str, ...]:
    for name in _META_AUTHORS:
        if (value := _first(meta, name)) and not value.startswith("http"):
            return names_of(value)
    return ()


def _heading(tree: HtmlElement) -> str | None:
    for name in ("h1", "title"):
        for tag in tree.iter(name):
            if text := one_line(tag.text_content()):
                return text
    return None


def _time_tag(tree: HtmlElement) -> str | None:
    return next((str(tag.get("datetime")) for tag in tree.iter("time") if tag.get("datetime")), None)


def _canonical_link(tree: HtmlElement) -> str | None:
    links = (tag.get("href") for tag in tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    return next((url for link in links if link and (url := one_line(link)) and url.startswith("http")), None)


def _language(tree: HtmlElement, data: dict[str, Json]) -> str | None:
    code = tree.get("lang") or _text(data.get("inLanguage")) or ""
    return code if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", code) else None
