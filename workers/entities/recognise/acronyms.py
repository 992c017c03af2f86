"""Finds the acronyms that an article itself defines or spells out: "Kurdistan Workers Party (PKK)"."""

from __future__ import annotations

import re

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.folding import fold
from workers.language.keys import body_initials, is_listed_place
from workers.language.lexicon import words

DEFINITION = re.compile(r"\s\((?:the\s|or\s)?[“\"‘']?(?P<acronym>[A-Z][A-Z0-9&.-]{1,8}s?)[”\"’']?\)")
MIN_INITIALS = 3
"""Two letters stand for too much: "US", "PM"."""
WORD = re.compile(r"[^\s,]+")


def define_acronyms(article: ParsedArticle, names: Names) -> Names:
    """Label the capitals in parentheses behind a body's name as its acronym, whatever the recogniser took them for.

    The letters need not be the initials: the acronym of a foreign name is often that of the name at home.
    """
    names = _spelt_out(article.text, names)
    defined = [acronym for name in names if (acronym := _acronym_after(article.text, name))]
    starts = {acronym.start for acronym in defined}
    return _of_bodies(tuple(sorted((*defined, *(name for name in names if name.start not in starts)))))


def _of_bodies(names: Names) -> Names:
    """ "UWV" in an article about the University of West Vale is the university, whatever the recogniser took it for."""
    bodies = {form for name in names if name.label == "ORG" for form in body_initials(name.exact)}

    def is_body(name: Name) -> bool:
        return len(name.exact) >= MIN_INITIALS and name.exact in bodies and not is_listed_place(name.exact)

    return tuple(n.labelled("ORG", "recognise.initials_of_a_body") if is_body(n) else n for n in names)


def _spelt_out(text: str, names: Names) -> Names:
    """ "Board of Control for Rowing" "Vale" (BCRV): one body whose name the recogniser split at "in" or "and"."""
    whole = [name for match in DEFINITION.finditer(text) if (name := _spelt(text, match, names))]
    return tuple(sorted((*whole, *(n for n in names if not any(w.start <= n.start < w.end for w in whole)))))


def _spelt(text: str, definition: re.Match[str], names: Names) -> Name | None:
    """The words before an acronym whose capitals are its own, where two names or more stand in them."""
    letters = [c for c in definition["acronym"] if c.isupper()]
    line = text.rfind("\n", 0, definition.start()) + 1
    for word in reversed(list(WORD.finditer(text, line, definition.start()))):
        if letters and word.group()[0] == letters[-1]:
            letters.pop()
        elif word.group() not in words("small_words"):
            return None
        if not letters and word.group()[0].isupper():
            inside = [n for n in names if word.start() <= n.start and n.end <= definition.start()]
            split = len(inside) > 1 and any(n.label == "ORG" for n in inside)
            across = any(n.start < word.start() < n.end for n in names)
            exact = text[word.start() : definition.start()]
            spelt = Name(word.start(), definition.start(), exact, "ORG", rule="recognise.spelt_by_acronym")
            return spelt if split and not across else None
    return None


def _acronym_after(text: str, name: Name) -> Name | None:
    match = DEFINITION.match(text, name.end)
    if name.label != "ORG" or match is None or len(name.exact.split()) < 2:
        return None
    start, end = match.span("acronym")
    exact = text[start:end]
    if is_listed_place(exact) or fold(exact) in words("no_acronyms"):
        return None
    return Name(start, end, exact, name.label, rule="recognise.acronym_in_parentheses")
