"""Reads the fields that a page states itself: in JSON-LD, microdata, OpenGraph and other meta tags, and its title.

On article-extraction-benchmark JSON-LD is best for headline, authors and date.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import datetime
from html import unescape
from typing import TYPE_CHECKING

from shared.model import Source
from workers.language.lexicon import table
from workers.parsing.canonical import one_line
from workers.parsing.dates import read_time
from workers.parsing.fields import Said, said_of
from workers.parsing.html.json_ld import Json, articles_in
from workers.parsing.html.markup import Opening, heading_of, text_of
from workers.parsing.html.microdata import properties
from workers.parsing.lines import letters
from workers.parsing.signatures import names_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_TAGS = table("meta_tags")
_NAME = re.compile(r"^(?!\S*\d\S*$).*[^\W\d_]")
_HOST = re.compile(r"https?://(?:www\d?\.)?([^./:?#]+)\.")
_SITE_BEHIND = re.compile(r"(?P<headline>.+\S)\s+[|·–—-]\s+(?P<site>[^|·–—]{2,60})$")
_SITE_BEFORE = re.compile(r"(?P<site>[^|·–—:]{2,60}?)(?:\s+[|·–—-]|:)\s+(?P<headline>\S.+)$")
LONGEST_HEADING = 300
"""Characters; a longer heading is a tag that never closes."""


def said_by_page(tree: HtmlElement, json_ld: tuple[str, ...]) -> tuple[Said, ...]:
    """The page's values for the article's fields, for each field the most trusted source first."""
    meta = _meta(tree)
    data = _own(list(articles_in(json_ld)), tree, meta)
    addresses = tuple(_addresses(tree, meta, data))
    publishers = tuple(_publishers(tree, meta, data))
    site = site_names((name for _, name in publishers), (url for _, url in addresses))
    stated = tuple((source, without_site(text, site)) for source, text in _headlines(tree, meta, data))
    heading = heading_of(tree, tuple(text for _, text in stated if text), site)
    shown = (Source.MARKUP, without_site(text_of(heading), site) if heading is not None else None)
    opening = Opening(tree, heading)
    byline = _first(meta, *_TAGS["bylines"])
    return (
        *said_of("headline", shown, *stated, (Source.MARKUP, without_site(_title(tree), site))),
        *said_of("standfirst", (Source.MARKUP, opening.standfirst())),
        *said_of("byline", (Source.META, byline if _somebody(names_of(byline), site) else None)),
        *said_of("authors", *_authors(tree, meta, data, opening, site)),
        *said_of("published_at", *_times(tree, meta, data, opening)),
        *said_of("publisher", *publishers),
        *said_of("url", *addresses),
        *said_of("language", *_languages(tree, data)),
    )


def _publishers(tree: HtmlElement, meta: dict[str, str], data: dict[str, Json]) -> Iterator[tuple[Source, str | None]]:
    yield Source.JSON_LD, next(_people(data.get("publisher")), None)
    yield Source.MICRODATA, next(properties(tree, "publisher"), None)
    yield Source.OPEN_GRAPH, _first(meta, "og:site_name")
    yield Source.META, _first(meta, "application-name")


def _headlines(tree: HtmlElement, meta: dict[str, str], data: dict[str, Json]) -> Iterator[tuple[Source, str | None]]:
    yield Source.JSON_LD, _text(data.get("headline"))
    yield Source.MICRODATA, next(properties(tree, "headline"), None)
    yield Source.OPEN_GRAPH, _first(meta, "og:title")
    yield Source.META, _first(meta, "twitter:title")


def _own(articles: list[dict[str, Json]], tree: HtmlElement, meta: dict[str, str]) -> dict[str, Json]:
    """Of several articles on a page, the one with the page's address or headline; else the first."""
    if len(articles) < 2:
        return articles[0] if articles else {}
    link = _canonical_link(tree) or _first(meta, "og:url")
    titles = {
        letters(title) for title in (_first(meta, "og:title"), *map(text_of, tree.iter("h1")), _title(tree)) if title
    }
    by_address = (each for each in articles if link and link in _ld_addresses(each))
    by_headline = (each for each in articles if letters(_text(each.get("headline")) or "") in titles)
    return next(by_address, next(by_headline, articles[0]))


def _authors(
    tree: HtmlElement, meta: dict[str, str], data: dict[str, Json], opening: Opening, site: frozenset[str]
) -> Iterator[tuple[Source, tuple[str, ...]]]:
    in_properties = (name for text in properties(tree, "author") for name in names_of(text))
    yield Source.JSON_LD, _somebody(_people(data.get("author")), site)
    yield Source.MICRODATA, _somebody(in_properties, site)
    yield Source.META, _somebody(_meta_authors(meta), site)
    yield Source.MARKUP, _somebody(opening.authors(), site)


def _somebody(names: Iterable[str], site: frozenset[str]) -> tuple[str, ...]:
    """The names of people and agencies: neither the site itself, nor a login ("rmb8090"), nor an office ("Editor")."""
    known = (name for name in names if letters(name) not in site and name.casefold() not in _TAGS["nobody"])
    return tuple(dict.fromkeys(name for name in known if _NAME.search(name) and not name.startswith("http")))


def _times(
    tree: HtmlElement, meta: dict[str, str], data: dict[str, Json], opening: Opening
) -> Iterator[tuple[Source, datetime | None]]:
    yield Source.JSON_LD, read_time(_text(data.get("datePublished")) or "")
    yield Source.MICRODATA, read_time(next(properties(tree, "datePublished"), ""))
    yield Source.OPEN_GRAPH, read_time(_first(meta, *_TAGS["graph_dates"]) or "")
    yield Source.META, read_time(_first(meta, *_TAGS["dates"]) or "")
    first = next((tag.get("datetime") for tag in tree.iter("time") if tag.get("datetime")), "")
    yield Source.MARKUP, opening.published_at() or read_time(first)


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
    elif (name := _text(data)) and not name.startswith("http"):
        yield from names_of(name) or (name,)


def _text(value: Json) -> str | None:
    return one_line(unescape(value)) if isinstance(value, str) else None


def site_names(publishers: Iterable[str | None], addresses: Iterable[str | None]) -> frozenset[str]:
    """The letters of the site's names: its publisher's, and its domain's ("gazette" of www.gazette.example)."""
    hosts = (host[1] for host in map(_HOST.match, filter(None, addresses)) if host)
    names = {letters(name) for name in (*filter(None, publishers), *hosts)}
    return frozenset(filter(None, names | {name.removeprefix("the") for name in names}))


def without_site(headline: str | None, site: frozenset[str]) -> str | None:
    """The headline without the site's name at an end: "Bridge Opens | Gazette", "Gazette: Bridge Opens"."""
    if not headline:
        return None
    if (end := _SITE_BEHIND.match(headline)) and letters(end["site"]) in site:
        return end["headline"]
    if (front := _SITE_BEFORE.match(headline)) and letters(front["site"]) in site:
        return front["headline"]
    return headline


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


def _title(tree: HtmlElement) -> str | None:
    titles = (one_line(tag.text_content()) for tag in tree.iter("title"))
    return next((text for text in titles if text and len(text) <= LONGEST_HEADING), None)


def _canonical_link(tree: HtmlElement) -> str | None:
    links = (tag.get("href") for tag in tree.iter("link") if (tag.get("rel") or "").lower() == "canonical")
    return next((url for link in links if link and (url := one_line(link)) and _is_address(url)), None)


def _languages(tree: HtmlElement, data: dict[str, Json]) -> Iterator[tuple[Source, str | None]]:
    for source, code in ((Source.MARKUP, tree.get("lang")), (Source.JSON_LD, _text(data.get("inLanguage")))):
        if re.fullmatch(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*", code or ""):
            yield source, str(code).replace("_", "-")
