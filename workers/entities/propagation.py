"""Names found once are found again: in the places where the recogniser missed them, and in headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.model import ParsedArticle, Segment
from workers.entities.lexicon import words
from workers.entities.records import Name

WORD = re.compile(r"\w+")
MAX_HEADLINE_CHARS = 250
CAPITALISED = 0.75
"""Share of longer words with a capital from which a line is in title case; running prose has under a third."""


class NameIndex:
    """Known names by their first word, to find them again in one pass over a text."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first_word: dict[str, dict[str, Name]] = {}
        for name in names:
            first = WORD.match(name.exact)
            if first:
                self._by_first_word.setdefault(first.group(), {}).setdefault(name.exact, name)

    def find(self, text: str, start: int, end: int) -> Iterator[Name]:
        """Where known names stand in a stretch of the text, the longest at each place."""
        position = start
        for word in WORD.finditer(text, start, end):
            known = self._by_first_word.get(word.group())
            if not known or word.start() < position:
                continue
            for exact in sorted(known, key=len, reverse=True):
                stop = word.start() + len(exact)
                if stop <= end and text.startswith(exact, word.start()) and not text[stop : stop + 1].isalnum():
                    yield known[exact]._replace(start=word.start(), end=stop, exact=exact, title="")
                    position = stop
                    break


def propagate(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """Find names again where the recogniser missed them (+0.9 exact F1); a full name's surname too."""
    index = NameIndex(known for name in names for known in (name, *_surname(name)) if _says_enough(known))
    taken = _Taken(names)
    segments = article.language_segments()
    again = [n for s in segments for n in index.find(article.text, s.start_char, s.end_char) if taken.free(n)]
    return tuple(sorted((*names, *again)))


def reread_headlines(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
    """In a line in title case every word looks like a name: take there what the prose knows ("Roe Challenges Doe")."""
    headlines = [s for s in article.language_segments() if in_title_case(article.slice(s))]
    if not headlines:
        return names
    inside = [name for name in names if any(s.start_char <= name.start < s.end_char for s in headlines)]
    prose = [name for name in names if name not in set(inside)]
    index = NameIndex(known for name in prose for known in (name, *_surname(name)))
    known = [name for s in headlines for name in index.find(article.text, s.start_char, s.end_char)]
    taken = _Taken(known)
    return tuple(sorted((*prose, *known, *(name for name in inside if taken.free(name)))))


def in_title_case(line: str) -> bool:
    """Whether a line is a headline with Most Words Capitalised."""
    if len(line) > MAX_HEADLINE_CHARS or line.rstrip().endswith((".", "!”", ".”", '."')):
        return False
    long_words = [word for word in WORD.findall(line)[1:] if len(word) > 3]
    return len(long_words) >= 2 and sum(word[0].isupper() for word in long_words) >= CAPITALISED * len(long_words)


def segment_of(article: ParsedArticle, position: int) -> Segment | None:
    """The language segment that holds a position."""
    return next((s for s in article.language_segments() if s.start_char <= position < s.end_char), None)


def _surname(name: Name) -> tuple[Name, ...]:
    parts = name.exact.split()
    return (name.cut(name.end - len(parts[-1]), name.end),) if name.label == "PERSON" and len(parts) > 1 else ()


def _says_enough(name: Name) -> bool:
    """A single short word, or one that is also a common word ("May"), is not looked for again."""
    return len(name.exact) > 2 and name.exact[0].isupper() and name.exact.casefold() not in words("common_words")


class _Taken:
    """The positions that names already take."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._positions = {at for name in names for at in range(name.start, name.end)}

    def free(self, name: Name) -> bool:
        return self._positions.isdisjoint(range(name.start, name.end))
