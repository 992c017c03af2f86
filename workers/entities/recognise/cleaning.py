"""Small pure steps on the names themselves: they strip marks, drop tags, give one label per name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.folding import fold, unmarked
from workers.language.keys import body_initials, initials
from workers.language.lexicon import any_of, words
from workers.language.person_names import is_given_name, read_person

ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?<=\S)['’`]s?$")
EDGE = " \t\n\r\u00a0\"“”„«»‘'’`*_|,;:!?()[]{}<>–—-/#@&"
STOP = re.compile(r"\.\s+")
"""The stop of an abbreviation, which a recogniser may take for the first word of the name behind it: "Mr. Roe"."""
SEED = re.compile(r"\d{1,2}-(?=[A-Z][a-z])")
"""A player's place among the seeded ones, in a table of results: "3-Jane Roe (Norway)"."""
DANGLING = re.compile(rf"(?:\s+(?:{any_of(words('function_words'))}))+$")
TAG = re.compile(
    r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?(?:-\d{1,2})?|[A-Z]{2}-(?:\d{1,2}|AL)"
    r"|(?:[BMJD]|LL|Ph|Ed)\.(?:[ASBMD]|Sc|Ed|Phil|B\.A|F\.A)\.?"
)
"""Party and state, or state and district, which American papers put behind a lawmaker's name; degrees."""
BILL = re.compile(r"(?:H\.? ?R|S|E\.? ?O|H\.? ?(?:J\.? ?)?Res|S\.? ?(?:J\.? ?)?Res)\.? ?\d+")
ACRONYM = 4
"""How many capitals an acronym has at most: "WHO" is not "Who"."""
PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear) $")


def trim(_: ParsedArticle, names: Names) -> Names:
    """Take off marks, a leading article, a trailing possessive or "of"; drop what has no letter."""
    return tuple(trimmed for name in names if (trimmed := _trimmed(name)) is not None)


def _trimmed(name: Name) -> Name | None:
    text = name.exact
    start, end = 0, len(text)
    while True:
        before = start, end
        while start < end and text[start] in EDGE:
            start += 1
        for front in (STOP, ARTICLE, SEED) if name.label == "PERSON" else (STOP, ARTICLE):
            # "A Charge to Keep": the article of a work is its own.
            own = name.label == "MISC" and text[start : start + 1].isupper()
            loose = None if own else front.match(text, start, end)
            start = loose.end() if loose else start
        for tail in (POSSESSIVE, DANGLING):
            loose = (
                None if text[start:end].replace("’", "'") in words("kept_possessives") else tail.search(text[start:end])
            )
            end = start + loose.start() if loose else end
        while start < end and text[end - 1] in EDGE:
            end -= 1
        if (start, end) == before:
            break
    return name.cut(name.start + start, name.start + end) if any(map(str.isalpha, text[start:end])) else None


def drop_tags(article: ParsedArticle, names: Names) -> Names:
    """Drop what stands beside names, "R-Ohio", "MA-03", "M.A.", "baker": it says something of the name and is none."""
    return tuple(name for name in names if not TAG.fullmatch(name.exact) and not _is_trade(article.text, name))


def _is_trade(text: str, name: Name) -> bool:
    """ "Jane Roe, thatcher", "Jane Roe, a thatcher": a small word there is nobody's name, unless it is a given name."""
    small = name.label == "PERSON" and name.exact.isalpha() and name.exact.islower()
    apposed = text[max(0, name.start - 4) : name.start].endswith((", ", ", a ", " an "))
    return small and apposed and not is_given_name(name.exact)


def sort_laws(_: ParsedArticle, names: Names) -> Names:
    """Label laws and treaties so, by their last word or their number: they are nobody and no body."""
    return tuple(name.labelled("MISC", "recognise.law") if _is_law(name) else name for name in names)


def _is_law(name: Name) -> bool:
    first, *others = name.exact.split()
    person = name.label == "PERSON" and is_given_name(first) and len(others) == 1
    return BILL.fullmatch(name.exact) is not None or (bool(others) and others[-1] in words("law_heads") and not person)


def surname_is_person(article: ParsedArticle, names: Names) -> Names:
    """Label as a person each surname of a full name in the article, and that person's initials."""
    read = [read_person(n.exact) for n in names if n.label == "PERSON" and " " in n.exact]
    surnames = {
        unmarked(part)
        for one in read
        if one.full
        for part in one.written
        if fold(part).replace(" ", "") in one.families
    }
    bodies = {form for n in names if n.label == "ORG" for form in body_initials(n.exact)}
    # "MBS" is Mohammed bin Salman, unless a body of the article has these initials.
    spelt = {initials(n.exact) for n in names if n.label == "PERSON" and len(n.exact.split()) > 2} - bodies

    def is_person(name: Name) -> bool:
        first, *others = name.exact.split()
        if others:
            return len(others) == 1 and is_given_name(first) and unmarked(others[0]) in surnames
        # "At Windsor": the family has the name of the place.
        if name.label == "LOC" and PLACED.search(article.text, max(0, name.start - 8), name.start):
            return False
        return name.exact in spelt or unmarked(name.exact) in surnames

    return tuple(n.labelled("PERSON", "recognise.surname_of_full_name") if is_person(n) else n for n in names)


def vote(_: ParsedArticle, names: Names) -> Names:
    """Give all occurrences of a name the label that most of them have: a name means one thing in one article."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.exact][name.label] += 1
    # Counter.most_common keeps first-seen order among equals, so ties go to the label seen first.
    winner = {exact: counter.most_common(1)[0][0] for exact, counter in votes.items()}
    # "RUSSIAN" in a heading is what "Russian" is in the prose.
    prose = {exact.casefold(): label for exact, label in winner.items() if not exact.isupper()}
    shouted = {exact for exact in winner if exact.isupper() and len(exact) > ACRONYM}
    winner |= {exact: prose.get(exact.casefold(), winner[exact]) for exact in shouted}
    return tuple(name.labelled(winner[name.exact], "recognise.vote") for name in names)
