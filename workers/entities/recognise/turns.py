"""Names whoever takes turns in a transcript: the recogniser takes "DANA PRUITT, ANCHOR:" for a place or a body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.model import ParsedArticle
from workers.entities.records import Name, Names, free_of
from workers.language.marks import lines_of_article
from workers.language.person_names import is_given_name
from workers.language.turns import names_somebody, turns_of

_RULE = "recognise.turn"


def name_turns(article: ParsedArticle, names: Names) -> Names:
    """The names with those in turns' labels as people's, and full names elsewhere of those whom a surname labels."""
    text = article.text
    turns = turns_of(text, lines_of_article(article))
    labelled = [turn.name for turn in turns.values() if names_somebody(text[slice(*turn.name)])]
    surnames = {text[slice(*span)].split()[-1].casefold() for span in labelled}
    named = [_person(text, start, end) for start, end in labelled]
    people = {*named, *free_of(_full_names(text, surnames), labelled)}
    kept = free_of(free_of(names, people), (turn.label for turn in turns.values()))
    return tuple(sorted((*kept, *people)))


def _full_names(text: str, surnames: set[str]) -> Iterator[Name]:
    """Where a known given name stands before one of the surnames: "Nora Blakely" of "MS. BLAKELY"."""
    pairs = re.finditer(r"\b([A-Z][a-z’'-]+) ([A-Z][\w’'-]+)", text)
    return (_person(text, *m.span()) for m in pairs if m[2].casefold() in surnames and is_given_name(m[1]))


def _person(text: str, start: int, end: int) -> Name:
    return Name(start, end, text[start:end], "PERSON", rule=_RULE)
