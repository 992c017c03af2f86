"""Names a quotation within its article by its words, so that a link holds when the article is processed again.

Ordinals and run numbers change with every run; the quoted words do not. The name begins with the first words, for
people, and for the search of the nearest words once an article no longer has these.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher
from hashlib import sha256

SLUG_CHARS = 40
"""Enough for six words or so, which seldom occur twice."""

HASH_CHARS = 10
"""40 bits: of a thousand quotations in one article no two share them."""

_NO_WORD = re.compile(r"[^\w]+")


def permalink(content: str, occurrence: int = 0) -> str:
    """The name of the quotation with these words, after so many earlier ones with the same words."""
    again = f".{occurrence + 1}" if occurrence else ""
    return f"{slug(content)}-{sha256(content.encode('utf-8', 'replace')).hexdigest()[:HASH_CHARS]}{again}"


def slug(words: str) -> str:
    """The first words in small letters, joined by hyphens; letters of every script stay."""
    plain = _NO_WORD.sub("-", unicodedata.normalize("NFC", words[: 4 * SLUG_CHARS]).lower()).strip("-_")
    return plain[:SLUG_CHARS].rstrip("-") or "words"


def permalinks(contents: Iterable[str]) -> list[str]:
    """The names of an article's quotations, in their order."""
    seen: Counter[str] = Counter()
    names = []
    for content in contents:
        names.append(permalink(content, seen[content]))
        seen[content] += 1
    return names


def nearest(wanted: str, names: Sequence[str], at_least: float = 0.5) -> str | None:
    """Of these names, the one whose first words are most like those of a name that is gone; None if none is like it."""
    words = wanted.rpartition("-")[0] or wanted
    scored = [(SequenceMatcher(None, words, name.rpartition("-")[0]).ratio(), name) for name in names]
    best = max(scored, default=(0.0, None), key=lambda pair: pair[0])
    return best[1] if best[0] >= at_least else None
