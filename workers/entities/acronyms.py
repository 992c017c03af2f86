"""Acronyms that an article defines itself: "Kurdistan Workers Party (PKK)"."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.folding import fold
from workers.entities.lexicon import words
from workers.entities.places import is_listed_place
from workers.entities.records import Name

DEFINITION = re.compile(r"\s\((?:the\s|or\s)?[“\"‘']?(?P<acronym>[A-Z][A-Z0-9&.-]{1,8}s?)[”\"’']?\)")


def define_acronyms(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """What stands in parentheses after an organisation's name is its acronym, whatever the recogniser took it for.

    The letters need not be the initials: the acronym of a foreign name is often that of the name at home.
    """
    defined = [acronym for name in names if (acronym := _acronym_after(article.text, name))]
    starts = {acronym.start for acronym in defined}
    return tuple(sorted((*defined, *(name for name in names if name.start not in starts))))


def _acronym_after(text: str, name: Name) -> Name | None:
    match = DEFINITION.match(text, name.end)
    if name.label != "ORG" or match is None or len(name.exact.split()) < 2:
        return None
    start, end = match.span("acronym")
    exact = text[start:end]
    if is_listed_place(exact) or fold(exact) in words("no_acronyms"):
        return None
    return Name(start, end, exact, name.label)
