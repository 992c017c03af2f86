"""Reads microdata: the properties of the page's first article (https://schema.org/NewsArticle)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING

from workers.parsing.canonical import one_line

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
