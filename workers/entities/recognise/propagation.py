"""Finds the names of an article again, in the prose where the recogniser missed them, and in headlines."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.model import ParsedArticle, SegmentKind
from workers.entities.records import Name, Names, free_of
from workers.language.lexicon import words
from workers.language.segments import read_segments

WORD = re.compile(r"\w+")
HEADLINE_WORD = re.compile(r"[\w’'-]*\w")
MAX_HEADLINE_CHARS = 250
MIN_HEADLINE_WORDS = 3
MIN_CROSSHEAD_WORDS = 2
CAPITALISED = 0.75
"""Share of words with a capital from which a line is in title case; running prose has under a third."""
MIN_CHARS = 3
"""Characters of a name that is looked for again."""
ALL_BUT_NONE = 0.96
"""The same for a line with a full stop: a short sentence full of names comes close to title case."""


class NameIndex:
    """Known names by their first word, to find them again in one pass over a text."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._by_first_word: dict[str, dict[str, Name]] = {}
        for name in names:
            first = WORD.match(name.exact)
            if first:
                self._by_first_word.setdefault(first.group(), {}).setdefault(name.exact, name)

    def find(self, text: str, start: int, end: int) -> Iterator[Name]:
        """The occurrences of known names in a stretch of the text, the longest at each place."""
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


def propagate(article: ParsedArticle, names: Names) -> Names:
    """Find names again where the recogniser missed them, surnames too; and the seats of government."""
    seats = (Name(0, len(seat), seat, "ORG", rule="recognise.seat_of_government") for seat in sorted(words("seats")))
    index = NameIndex([*(n for name in names for n in (name, *_surname(name)) if _says_enough(n)), *seats])
    again = (n for s in read_segments(article) for n in index.find(article.text, s.start_char, s.end_char))
    return tuple(sorted((*names, *free_of((n for n in again if not _is_hyphened(article.text, n)), names))))


def _is_hyphened(text: str, name: Name) -> bool:
    """ "African" and "American" are no names in "African-American"."""
    return "-" in (text[name.start - 1 : name.start], text[name.end : name.end + 1])


def reread_headlines(article: ParsedArticle, names: Names) -> Names:
    """In a title-case line every word looks like a name: take those that the prose knows ("Roe Challenges Doe")."""
    headlines = [
        s
        for s in read_segments(article)
        if in_title_case(
            article.slice(s), MIN_CROSSHEAD_WORDS if s.kind is SegmentKind.CROSSHEAD else MIN_HEADLINE_WORDS
        )
    ]
    if not headlines:
        return names
    inside = [name for name in names if any(s.start_char <= name.start < s.end_char for s in headlines)]
    prose = [name for name in names if name not in set(inside)]
    index = NameIndex(known for name in prose for known in (name, *_surname(name)))
    shouted = NameIndex(n._replace(exact=n.exact.upper()) for name in prose for n in (name, *_surname(name)))
    known = [
        name
        for s in headlines
        for name in (shouted if article.slice(s).isupper() else index).find(article.text, s.start_char, s.end_char)
    ]
    fuller = {name.start: name for one in inside if (name := _fuller(one, known))}
    ends = {name.end for name in fuller.values()}
    known = [name for name in known if name.end not in ends] + list(fuller.values())
    return tuple(sorted((*prose, *known, *free_of(inside, known))))


def _fuller(found: Name, known: list[Name]) -> Name | None:
    """The part of a found name that ends in a known surname: "Jane Roe" of "Jane Roe Wins"."""
    first = next((name for name in known if found.start <= name.start < found.end), None)
    if first is None or found.label != "PERSON" or first.label != "PERSON" or first.start == found.start:
        return None
    return found.cut(found.start, first.end) if first.end <= found.end else None


def in_title_case(line: str, least: int = MIN_HEADLINE_WORDS) -> bool:
    """Whether a line is a headline with Most Words Capitalised."""
    said = [word for word in HEADLINE_WORD.findall(line)[1:] if word.casefold() not in words("function_words")]
    if len(line) > MAX_HEADLINE_CHARS or len(said) < least:
        return False
    closed = line.rstrip().endswith((".", ".”", '."'))
    return sum(not word[0].islower() for word in said) >= (ALL_BUT_NONE if closed else CAPITALISED) * len(said)


def _surname(name: Name) -> Names:
    parts = name.exact.split()
    return (name.cut(name.end - len(parts[-1]), name.end),) if name.label == "PERSON" and len(parts) > 1 else ()


def _says_enough(name: Name) -> bool:
    """Whether a name may be looked for again: no short word, no common word ("May"), no single word of a work."""
    plain = len(name.exact) < MIN_CHARS or not name.exact[0].isupper() or name.exact.casefold() in words("common_words")
    return not plain and (name.label != "MISC" or " " in name.exact)
