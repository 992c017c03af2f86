"""Takes titles off the front of people's names, and drops names that are only an office's business.

"Mrs." of "Mrs. Jane Roe" becomes the title of "Jane Roe"; "Home" Secretary and Minister of "Education" name no body.
"""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.lexicon import words
from workers.language.titles import titles_before, titles_in_front

OFFICE_BEFORE = re.compile(r"\b(?:Minister|Undersecretary|Under-Secretary|Secretary)s? (?:of|for) (?:the )?$")
OFFICE_AFTER = re.compile(r"(?: Affairs| Policy)? (?:Minister|Secretary|Undersecretary)\b")
REACH = 30
"""How far before a name its office may stand, in characters."""


def split_titles(article: ParsedArticle, names: Names) -> Names:
    """Split titles off people's names: "Mrs." of "Mrs. Jane Roe" becomes the title of "Jane Roe"."""
    return tuple(_split(article.text, name) if name.label == "PERSON" else name for name in names)


def _split(text: str, name: Name) -> Name:
    parts = list(re.finditer(r"\S+", name.exact))
    first = titles_in_front(tuple(part.group() for part in parts))
    bare = name.cut(name.start + parts[first].start(), name.end)
    return bare._replace(title=titles_before(text, bare.start))


def drop_portfolios(article: ParsedArticle, names: Names) -> Names:
    """Drop names that are only the business of an office; a country's name stays: "Minister for Northern Ireland"."""
    return tuple(name for name in names if not _is_portfolio(article.text, name))


def _is_portfolio(text: str, name: Name) -> bool:
    if name.label not in ("ORG", "PERSON", "LOC"):
        return False
    parts = [part.casefold().strip(",") for part in name.exact.split()]
    if not all(part in words("portfolios") for part in parts):
        return False
    before = OFFICE_BEFORE.search(text, max(0, name.start - REACH), name.start)
    return before is not None or OFFICE_AFTER.match(text, name.end) is not None
