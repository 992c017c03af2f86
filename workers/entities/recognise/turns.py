"""Names whoever takes turns in a transcript: the recogniser takes "DANA PRUITT, ANCHOR:" for a place or a body."""

from __future__ import annotations

import re
from collections.abc import Collection

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.marks import cut_lines
from workers.language.person_names import is_given_name
from workers.language.turns import names_somebody, turns_of

_RULE = "recognise.turn"


def name_turns(article: ParsedArticle, names: Names) -> Names:
    """The names with those in turns' labels as people's, and full names elsewhere of those whom a surname labels."""
    text = article.text
    lines = [piece for s in article.language_segments() for piece in cut_lines(text, s.start_char, s.end_char)]
    turns = turns_of(text, lines)
    labelled = [turn.name for turn in turns.values() if names_somebody(text[slice(*turn.name)])]
    surnames = {text[slice(*span)].split()[-1].casefold() for span in labelled}
    found = {*labelled, *(span for span in _full_names(text, surnames) if not _touches(span, labelled))}
    people = (Name(start, end, text[start:end], "PERSON", rule=_RULE) for start, end in found)
    labels = found | {turn.label for turn in turns.values()}
    kept = (name for name in names if not _touches((name.start, name.end), labels))
    return tuple(sorted((*kept, *people)))


def _full_names(text: str, surnames: set[str]) -> list[tuple[int, int]]:
    """Where a known given name stands before one of the surnames: "Nora Blakely" of "MS. BLAKELY"."""
    pairs = re.finditer(r"\b([A-Z][a-z’'-]+) ([A-Z][\w’'-]+)", text)
    return [m.span() for m in pairs if m[2].casefold() in surnames and is_given_name(m[1])]


def _touches(span: tuple[int, int], others: Collection[tuple[int, int]]) -> bool:
    return any(start < span[1] and span[0] < end for start, end in others)
