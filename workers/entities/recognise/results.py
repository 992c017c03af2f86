"""Names the sides in lines of results and standings as teams: "Larkmoor Town 2 Fenn Rovers 1", "Fenn 5 3 1 1 9 6 10".

The recogniser knows sentences; in such a line it takes a club for a person or a place. Countries keep the label that
the recogniser gives them: who plays for them is told by their sentences (`namesakes`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from shared.model import ParsedArticle
from workers.entities.records import Name, Names, free_of
from workers.language.folding import fold
from workers.language.lexicon import cell, groups, rows, words
from workers.language.segments import read_segments

RULE = "recognise.side_in_a_result"
_WORD = r"[A-ZÀ-Þ][\w.'’&-]*"
_SIDE = rf"{_WORD}(?: (?:{_WORD}|of|and|de|la)){{0,3}}"
RESULT = re.compile(
    rf"^(?P<home>{_SIDE}) \d{{1,3}}(?:,| -| –)? (?P<away>{_SIDE}) \d{{1,3}}(?: \(.*\)| after extra time)?[.,]?$",
    re.MULTILINE,
)
STANDING = re.compile(rf"^(?:\d{{1,2}}\.? )?(?P<side>{_SIDE})(?: \d{{1,3}}){{6,10}}$", re.MULTILINE)
FEWEST = 2
"""Lines that make a table of results; one alone needs a word of the game in the article."""


def name_results(article: ParsedArticle, names: Names) -> Names:
    """The names with the sides of results and standings as bodies, and people called as such sides as them, too."""
    sides = [side for side in _sides(article) if not _is_other(side.exact)]
    if not sides or (len(sides) < 2 * FEWEST and not _tells_of_a_game(article.text)):
        return names
    kept = free_of(names, sides)
    called = {form for side in sides for form in _forms(side.exact)}
    mended = (name.labelled("ORG", RULE) if name.label == "PERSON" and name.exact in called else name for name in kept)
    return tuple(sorted((*sides, *mended)))


def _sides(article: ParsedArticle) -> Iterator[Name]:
    for segment in read_segments(article):
        text = article.slice(segment)
        for pattern in (RESULT, STANDING):
            for match in pattern.finditer(text):
                for group in pattern.groupindex:
                    start, end = (segment.start_char + at for at in match.span(group))
                    yield Name(start, end, match[group], "ORG", rule=RULE)


def _forms(side: str) -> set[str]:
    """The side's name, and what it is called for short: "Fenn" of "Fenn Rovers"."""
    first, _, last = side.rpartition(" ")
    return {side, first} if first and last.casefold() in groups("matches")["clubs"] else {side}


def _is_other(side: str) -> bool:
    """Whether the words are a country, a month or a day of the week."""
    return fold(side) in _countries() or side.casefold() in words("calendar")


@cache
def _countries() -> frozenset[str]:
    return frozenset(fold(name) for row in rows("territories") for name in cell(row[2]))


def _tells_of_a_game(text: str) -> bool:
    return not groups("matches")["game"].isdisjoint(re.findall(r"[a-z-]+", text.casefold()))
