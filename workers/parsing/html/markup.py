"""Reads the fields that a page shows its readers around the headline: the heading, standfirst, bylines and the date.

What an element shows is told by the words in its class, id, rel and itemprop ("article__byline"); the lists of these
words are `html_marks.toml`. Only elements between the heading and the first paragraphs count: further down they are
other articles' or readers'.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from workers.language.lexicon import any_of, groups, table, words
from workers.parsing.bylines import is_byline
from workers.parsing.canonical import one_line
from workers.parsing.dates import read_time, time_in
from workers.parsing.header import LONGEST_STANDFIRST
from workers.parsing.lines import letters, lines_of
from workers.parsing.noise import noise_of, strong_heading, weak_heading
from workers.parsing.signatures import names_of

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MARKS = groups("html_marks")
_ELSEWHERE_TAGS = frozenset(table("html_tags")["elsewhere"])
_WORD = re.compile(r"[a-z]+|[A-Z][a-z]*")
_SMALL = words("name_particles")
_BY = re.compile(r"(?:\w+ ){0,2}by:?$", re.IGNORECASE)
_JOINS = re.compile(r"(?:,|&|and|with)$|(?:,|&|and|with) ", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(rf"/(?:{any_of(_MARKS['author_pages'])})/[^/]+")
_CHANGED = re.compile(rf"\W*(?:last )?(?:{any_of(_MARKS['changes'])})\b", re.IGNORECASE)

PROSE = 20
"""Words of a paragraph; shorter ones above the body are bylines, dates and the like."""

PARAGRAPHS = 2
"""So many paragraphs end the part of a page that shows the article's fields."""

LONGEST_LINE = 200
"""Characters of a byline or a date; a longer element holds the article or a part of it."""

SHORTEST_STANDFIRST = 4
"""Words; fewer are a section's name."""

SHARED = 4
"""Letters of a word that a page's heading shares with the headline that it states elsewhere."""


def heading_of(tree: HtmlElement, stated: tuple[str, ...], site: frozenset[str]) -> HtmlElement | None:
    """The `<h1>` that is the article's headline: of several, the one that shares a word with a stated headline.

    A heading that shares none is the site's, or another article's. Without stated headlines the first one counts that
    is not the site's name (`site`, its letters).
    """
    shown = [tag for tag in tree.iter("h1") if (key := letters(text_of(tag))) and not key.startswith(tuple(site))]
    if not stated:
        return shown[0] if shown else None
    told = {word for text in stated for word in _long_words(text)}
    shared = [(len(_long_words(text_of(tag)) & told), tag) for tag in shown]
    most = max((count for count, _ in shared), default=0)
    return next((tag for count, tag in shared if count == most), None) if most else None


def _long_words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) >= SHARED}


def text_of(element: HtmlElement) -> str:
    """The element's text on one line; empty if it has none."""
    return one_line(" ".join(element.itertext())) or ""


class Opening:
    """The elements between the article's heading and its first paragraphs, in order; none without a heading."""

    def __init__(self, tree: HtmlElement, heading: HtmlElement | None) -> None:
        self.heading = heading
        self.marks = {} if heading is None else dict(_opening(tree, heading))

    def authors(self) -> tuple[str, ...]:
        """The names in the first element that is marked as a byline or leads to an author's page, and beside it."""
        found: dict[HtmlElement, tuple[str, ...]] = {}
        for element in self._authors():
            if any(above in found for above in element.iterancestors()):
                continue
            if found and not _beside(element, next(iter(found))):
                break
            if names := _names(element):
                found[element] = names
        return tuple(dict.fromkeys(name for names in found.values() for name in names))

    def _authors(self) -> Iterator[HtmlElement]:
        for element, marks in self.marks.items():
            marked = marks & _MARKS["authors"] and not marks & _MARKS["not_authors"]
            if marked or (element.tag == "a" and _AUTHOR_PAGE.search(element.get("href") or "")):
                yield element

    def published_at(self) -> datetime | None:
        """The first time that is marked as one and does not tell of a change."""
        for element, marks in self.marks.items():
            if element.tag == "time" or marks & _MARKS["dates"]:
                text = text_of(element)
                if marks & _MARKS["changes"] or _CHANGED.match(text) or len(text) > LONGEST_LINE:
                    continue
                stamps = (tag.get("datetime") for tag in element.iter("time"))
                if found := next(filter(None, map(read_time, filter(None, stamps))), None) or time_in(text):
                    return found
        return None

    def standfirst(self) -> str | None:
        """The text of the first element that is marked as the standfirst, or of an `<h2>` right below the heading."""
        for element, marks in self.marks.items():
            sure = marks & _MARKS["standfirsts"] or (element.tag == "h2" and self._is_next(element))
            if sure or (marks & _MARKS["perhaps_standfirsts"] and _apart(element)):
                text = text_of(element)
                if SHORTEST_STANDFIRST <= len(text.split()) <= LONGEST_STANDFIRST and _tells(text):
                    return text
        return None

    def _is_next(self, heading: HtmlElement) -> bool:
        """Whether the second heading stands beside the first one, or its box does."""
        return self.heading is not None and (
            heading.getprevious() is self.heading or heading.getparent().getprevious() is self.heading
        )


def _tells(text: str) -> bool:
    """Whether the text may be a standfirst: neither another part of a page, nor cut off, nor a date."""
    (line,) = lines_of(text, join=False)
    other = noise_of(line) or noise_of(line, tail=True) or strong_heading(line) or weak_heading(line)
    return not (other or line.truncated or time_in(text) or is_byline(line))


def marks_of(element: HtmlElement) -> frozenset[str]:
    """The words in an element's class, id, rel and itemprop: "c-articleByline" : c, article, byline."""
    told = " ".join(filter(None, map(element.get, ("class", "id", "rel", "itemprop"))))
    return frozenset(map(str.lower, _WORD.findall(told)))


def _opening(tree: HtmlElement, heading: HtmlElement) -> Iterator[tuple[HtmlElement, frozenset[str]]]:
    """The elements below the heading as far as the first paragraphs, with marks, without the page's other parts."""
    below, paragraphs = False, 0
    skipped: set[HtmlElement] = set()
    inside = set(heading.iter())
    for element in tree.iter():
        if element is heading:
            below = True
        if not below or element in inside or not isinstance(element.tag, str):
            continue
        marks = marks_of(element)
        if element.getparent() in skipped or element.tag in _ELSEWHERE_TAGS or marks & _MARKS["elsewhere"]:
            skipped.add(element)
            continue
        paragraphs += element.tag == "p" and _is_prose(element)
        if paragraphs > PARAGRAPHS:
            return
        yield element, marks


def _is_prose(paragraph: HtmlElement) -> bool:
    return len(text_of(paragraph).split()) >= PROSE


def _beside(element: HtmlElement, first: HtmlElement) -> bool:
    """Whether two elements stand in one line: they share a parent, or its parent."""
    parent = first.getparent()
    return parent is not None and any(above in (parent, parent.getparent()) for above in element.iterancestors())


def _names(element: HtmlElement) -> tuple[str, ...]:
    """The names in an element: "By", "Leah Dunmore", "and", "Tom Rusk", "Staff writers"."""
    line = ""
    for part in filter(None, map(one_line, element.itertext())):
        if len(part) > LONGEST_LINE:
            return ()
        if not line or _BY.match(line):
            line = part
        elif _JOINS.match(part) or _JOINS.search(f"{line.split()[-1]} "):
            line = f"{line} {part}"
        else:
            break
    return tuple(name for name in names_of(line) if " " in name and not set(filter(str.islower, name.split())) - _SMALL)


def _apart(element: HtmlElement) -> bool:
    """Whether no paragraph of the article stands beside the element."""
    parent = element.getparent()
    paragraphs = () if parent is None else (other for other in parent.iterchildren("p") if other is not element)
    return not any(map(_is_prose, paragraphs))
