"""Takes titles off the front of people's names, and keeps them and those that stand before as the name's title."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name
from workers.language.titles import titles_before, titles_in_front


def split_titles(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Split titles off people's names: "Mrs." of "Mrs. Jane Roe" becomes the title of "Jane Roe"."""
    return tuple(_split(article.text, name) if name.label == "PERSON" else name for name in names)


def _split(text: str, name: Name) -> Name:
    parts = list(re.finditer(r"\S+", name.exact))
    first = titles_in_front(tuple(part.group() for part in parts))
    bare = name.cut(name.start + parts[first].start(), name.end)
    return bare._replace(title=titles_before(text, bare.start))
