"""Reads the fields that a page states itself: in JSON-LD, microdata, OpenGraph and other meta tags, and its title.

On article-extraction-benchmark JSON-LD is best for headline, authors and date.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from html import unescape
from itertools import islice
from typing import TYPE_CHECKING

from shared.model import Source
from workers.language.lexicon import table
from workers.parsing.canonical import one_line
from workers.parsing.dates import read_time
from workers.parsing.fields import Said, names_of, said_of
from workers.parsing.html.json_ld import Json, articles_in
from workers.parsing.lines import letters

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = table("meta_tags")
LONGEST_HEADING = 300
"""Characters; a longer heading is a tag that never closes."""


def said_by_page(tree: HtmlElement, json_ld: tuple[str, ...]) -> tuple[Said, ...]:
    """The page's values for the article's fields, for each field the most trusted source first."""
    meta = _meta(tree)
    data = _own(list(articles_in(json_ld)), tree, meta)
    publishers = (
        (Source.JSON_LD, next(_people(data.get("publisher")), None)),
        (Source.MICRODATA, next(properties(tree, "publisher"), None)),
        (Source.OPEN_GRAPH, _first(meta, "og:site_name")),
        (Source.META, _first(meta, "application-name")),
    )
    publisher = next((name for _, name in publishers if name), None)
    headlines = (
        (Source.JSON_LD, _text(data.get("headline"))),
        (Source.MICRODATA, next(properties(tree, "headline"), None)),
        (Source.OPEN_GRAPH, _first(meta, "og:title")),
        (Source.META, _first(meta, "twitter:title")),
        (Source.MARKUP, _heading(tree)),
    )
    byline = _first(meta, *_TAGS["bylines"])
    return (
        *said_of("headline", *((source, _without_publisher(text, publisher)) for source, text in headlines)),
        *said_of("byline", (Source.META, byline if names_of(byline) and not str(byline).startswith("http") else None)),
        *said_of("authors", *_authors(tree, meta, data)),
        *said_of("published_at", *_times(tree, meta, data)),
        *said_of("publisher", *publishers),
        *said_of("url", *_addresses(tree, meta, data)),
        *said_of("language", *_languages(tree, data)),
    )


def _own(articles: list[dict[str, Json]], tree: HtmlElement, meta: dict[str, str]) -> dict[str, Json]:
    """Of several articles on a page, the one with the page's address or headline; else the first."""
    if len(articles) < 2:
        return articles[0] if articles else {}
    link = _canonical_link(tree) or _first(meta, "og:url")
    titles = {letters(title) for title in (_first(meta, "og:title"), _heading(tree)) if title}
    by_address = (each for each in articles if link and link in _ld_addresses(each))
    by_headline = (each for each in articles if letters(_text(each.get("headline")) or "") in titles)
    return next(by_address, next(by_headline, articles[0]))


def _authors(
    tree: HtmlElement, meta: dict[str, str], data: dict[str, Json]
) -> Iterator[tuple[Source, tuple[str, ...]]]:
    yield Source.JSON_LD, tuple(_people(data.get("author")))
    yield Source.MICRODATA, tuple(dict.fromkeys(name for text in properties(tree, "author") for name in names_of(text)))
    yield Source.META, _meta_authors(meta)


def _times(tree: HtmlElement, meta: dict[str, str], data: dict[str, Json]) -> Iterator[tuple[Source, datetime | None]]:
    yield Source.JSON_LD, read_time(_text(data.get("datePublished")) or "")
    yield Source.MICRODATA, read_time(next(properties(tree, "datePublished"), ""))
    yield Source.OPEN_GRAPH, read_time(_first(meta, *_TAGS["graph_dates"]) or "")
    yield Source.META, read_time(_first(meta, *_TAGS["dates"]) or "")
    yield Source.MARKUP, read_time(next((tag.get("datetime") for tag in tree.iter("time") if tag.get("datetime")), ""))


def _addresses(tree: HtmlElement, meta: dict[str, str], data: dict[str, Json]) -> Iterator[tuple[Source, str | None]]:
    yield Source.MARKUP, _canonical_link(tree)
    yield Source.JSON_LD, next(filter(_is_address, _ld_addresses(data)), None)
    graph = _first(meta, "og:url")
    yield Source.OPEN_GRAPH, graph if _is_address(graph) else None


def _ld_addresses(data: dict[str, Json]) -> tuple[str | None, ...]:
    page = data.get("mainEntityOfPage")
    told = (data.get("url"), page.get("@id") if isinstance(page, dict) else page, data.get("@id"))
    return tuple(map(_text, told))


def _is_address(text: str | None) -> bool:
    return text is not None and re.match(r"https?://[^/\s]+", text) is not None


def _people(data: Json) -> Iterator[str]:
    if isinstance(data, list):
        for item in data:
            yield from _people(item)
    elif isinstance(data, dict):
        yield from _people(data.get("name"))
    elif (name := _text(data)) and not name.startswith("http") and name.casefold() not in _TAGS["nobody"]:
        yield from names_of(name) or (name,)


def _text(value: Json) -> str | None:
    return one_line(unescape(value)) if isinstance(value, str) else None


def _without_publisher(headline: str | None, publisher: str | None) -> str | None:
    """The headline without the " | Harbour Gazette" at a title's end."""
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
    for name in _TAGS["authors"]:
        if (value := _first(meta, name)) and not value.startswith("http"):
            return names_of(value)
    return ()


def _heading(tree: HtmlElement) -> str | None:
    for name in ("h1", "title"):
        for tag in tree.iter(name):
            if (text := one_line(tag.text_content())) and len(text) <= LONGEST_HEADING:
                return text
    return None


def _canonical_link(tree: HtmlElement) -> str | None:
    links = (tag.get("href") for tag in tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    return next((url for link in links if link and (url := one_line(link)) and _is_address(url)), None)


def _languages(tree: HtmlElement, data: dict[str, Json]) -> Iterator[tuple[Source, str | None]]:
    for source, code in ((Source.MARKUP, tree.get("lang")), (Source.JSON_LD, _text(data.get("inLanguage")))):
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", code or ""):
            yield source, str(code).replace("_", "-")


if TYPE_CHECKING:
    from lxml.html import HtmlElement

_ARTICLE = re.compile(r"schema\.org/\w*(?:Article|BlogPosting|Report)\b")
LONGEST = 300
"""Characters in a property; a longer one is the body."""

MOST = 20
"""Values of one property, at most."""


def properties(tree: HtmlElement, name: str) -> Iterator[str]:
    """The values of a property of the page's first article; the value of a thing, say a person, is its name."""
    article = next((tag for tag in tree.iter() if _ARTICLE.search(tag.get("itemtype") or "")), None)
    if article is None:
        return
    tags = (tag for tag in article.iter() if name in (tag.get("itemprop") or "").split())
    for tag in islice(tags, MOST):
        named = next((t for t in tag.iter() if t.get("itemprop") == "name"), tag)
        if (value := _value(named)) and len(value) <= LONGEST and not value.startswith("http"):
            yield value


def _value(tag: HtmlElement) -> str | None:
    return one_line(tag.get("content") or tag.get("datetime") or tag.text_content())
