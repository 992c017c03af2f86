"""Recognises references to what was published: 'Smith, A. (2019). "How rivers change." Journal of Rivers, 4, 11-20.'"""

from __future__ import annotations

import re

from workers.language.lexicon import groups

_YEAR = r"(?:1[89]|20)\d\d[a-z]?"
_AUTHOR = r"[A-ZÀ-ÖØ-Þ][\w’'-]+,? (?:[A-Z]\.?[ -]?){1,3}"
_AUTHORS = re.compile(
    rf"\s*(?:\[?\d{{1,3}}[\].)]?\s+)?"
    rf"(?:{_AUTHOR}|[A-Z][\w’'-]+, [A-Z][a-z]+(?: [A-Z]\.)?|(?:[A-Z]\. ?){{1,3}}[A-Z][\w’'-]+)"
    r"(?:,? ?(?:and|&|et al\.?)|[,;.]| \(|\s|$)"
)
"""A line that begins with "Smith, A.", "Smith AB", "Vane, Dorothy", "[12] J. Roe"."""
_DATED = re.compile(rf"\(?\b{_YEAR}\b|\bpp?\. ?\d|\bvol\. ?\d|\bdoi\b", re.IGNORECASE)
_WORD = re.compile(r"(?<!\w)[^\W\d_][\w’'.-]*")
_PARTS = groups("works")["small"] | groups("works")["cited"]
MAX_BEFORE = 160
"""Letters that authors and a year may take before a title."""


def is_cited(text: str, line_start: int, start: int, end: int) -> bool:
    """Whether the words between marks are the title in a reference: authors before it, or only a source behind it."""
    stop = text.find("\n", end)
    behind = text[end : stop if stop >= 0 else len(text)]
    before = text[line_start:start]
    if not _DATED.search(before + behind):
        return False
    listed = len(before) <= MAX_BEFORE and _AUTHORS.match(before) is not None and _is_plain(before)
    return (listed and _is_plain(behind)) or (bool(behind.strip(" .,")) and _is_plain(behind) and _is_source(behind))


def _is_source(behind: str) -> bool:
    """', The Valley Post, May 3, 2019.': a name, and a date or pages at the end."""
    return re.match(r",? (?:[Ii]n:? )?(?:the )?[A-Z]", behind) is not None and behind.rstrip(" .)")[-1:].isdigit()


def _is_plain(part: str) -> bool:
    """Whether a part holds nothing but names, numbers and the small words of references."""
    return all(w[0].isupper() or w.lower().rstrip(".") in _PARTS for w in _WORD.findall(part))
