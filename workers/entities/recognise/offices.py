"""Decides which names are only an office's business, and no body: "Home" Secretary, Minister of "Education"."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name
from workers.language.lexicon import words

OFFICE_BEFORE = re.compile(r"\b(?:Minister|Undersecretary|Under-Secretary|Secretary)s? (?:of|for) (?:the )?$")
OFFICE_AFTER = re.compile(r"(?: Affairs| Policy)? (?:Minister|Secretary|Undersecretary)\b")
REACH = 30
"""How far before a name its office may stand, in characters."""


def drop_portfolios(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Drop names that are only the business of an office; a country's name stays: "Minister for Northern Ireland"."""
    return tuple(name for name in names if not _is_portfolio(article.text, name))


def _is_portfolio(text: str, name: Name) -> bool:
    if name.label not in ("ORG", "PERSON", "FAC"):
        return False
    parts = [part.casefold().strip(",") for part in name.exact.split()]
    if not all(part in words("portfolios") for part in parts):
        return False
    before = OFFICE_BEFORE.search(text, max(0, name.start - REACH), name.start)
    return before is not None or OFFICE_AFTER.match(text, name.end) is not None
