"""Small pure steps on the names themselves: they strip marks, drop noise and shouting, give one label per name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.folding import fold, unmarked
from workers.language.keys import initials
from workers.language.lexicon import any_of, words
from workers.language.person_names import is_given_name, is_name_suffix, read_person

ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:['’`]s?|\s['’`]s)$")
EDGE = " \t\n\r\u00a0\"“”„«»‘'’`*_|,;:!?()[]{}<>–—-/#@&"
DANGLING = re.compile(rf"(?:\s+(?:{any_of(words('function_words'))}))+$")
TAG = re.compile(
    r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?(?:-\d{1,2})?|[A-Z]{2}-(?:\d{1,2}|AL)"
    r"|(?:H\.? ?R|S|E\.? ?O|H\.? ?(?:J\.? ?)?Res|S\.? ?(?:J\.? ?)?Res)\.? ?\d+"
    r"|(?:[BMJD]|LL|Ph|Ed)\.(?:[ASBMD]|Sc|Ed|Phil|B\.A|F\.A)\.?"
)
"""Party and state, or state and district, which American papers put behind a lawmaker's name; bills; degrees."""
MAX_NAME_CHARS = 120
MIN_SHOUT_CHARS = 9
"""UNESCO, UNICEF and INTERPOL are names; longer acronyms are rare."""
NEAR = 15
ACRONYM = 4
"""How many capitals an acronym has at most: "WHO" is not "Who"."""
SMALL = re.compile(rf"\b(?:{any_of(words('small_words'))}) ")
PLACED = re.compile(r"\b(?:[Ii]n|[Aa]t|[Nn]ear) $")


def trim(_: ParsedArticle, names: Names) -> Names:
    """Take off marks, a leading article, a trailing possessive or "of", which annotators leave out."""
    return tuple(trimmed for name in names if (trimmed := _trimmed(name)) is not None)


def _trimmed(name: Name) -> Name | None:
    text = name.exact
    start, end = 0, len(text)
    while True:
        before = start, end
        while start < end and text[start] in EDGE:
            start += 1
        article = ARTICLE.match(text, start, end)
        start = article.end() if article else start
        for tail in (POSSESSIVE, DANGLING):
            loose = (
                None if text[start:end].replace("’", "'") in words("kept_possessives") else tail.search(text[start:end])
            )
            end = start + loose.start() if loose else end
        while start < end and text[end - 1] in EDGE:
            end -= 1
        if (start, end) == before:
            break
    return name.cut(name.start + start, name.start + end) if start < end else None


def drop_noise(_: ParsedArticle, names: Names) -> Names:
    """Drop names without a letter, and names far too long. Small letters are no reason: some write all names so."""
    return tuple(n for n in names if any(c.isalpha() for c in n.exact) and len(n.exact) <= MAX_NAME_CHARS)


def drop_tags(_: ParsedArticle, names: Names) -> Names:
    """Drop tags beside names ("R-Ohio", "MA-03"), suffixes alone ("Jr."), figures ("134bp") and laws."""
    return tuple(n for n in names if not (TAG.fullmatch(n.exact) or _is_suffix(n) or _is_figure(n) or _is_law(n)))


def _is_suffix(name: Name) -> bool:
    """ "Jr." and "SC" behind a barrister; as an organisation, "SC" is a court or a club."""
    return is_name_suffix(name.exact) and name.label == "PERSON" and not name.exact.islower()


def _is_figure(name: Name) -> bool:
    return name.label != "ORG" and name.exact[0].isdigit() and " " not in name.exact


def _is_law(name: Name) -> bool:
    first, *others = name.exact.split()
    return bool(others) and others[-1] in words("law_heads") and not (name.label == "PERSON" and is_given_name(first))


def drop_shouting(article: ParsedArticle, names: Names) -> Names:
    """Drop long words in capitals that stand once, as shouting: acronyms are short, and headlines repeat the text."""
    count = Counter(name.exact for name in names)
    return tuple(n for n in names if not (_shouts(n) and count[n.exact] == 1 and not in_capitals(article, n)))


def _shouts(name: Name) -> bool:
    return len(name.exact) >= MIN_SHOUT_CHARS and name.exact.isalpha() and name.exact.isupper()


def in_capitals(article: ParsedArticle, name: Name, near: int = NEAR) -> bool:
    """Whether the words around a name are in capitals, too: then the whole line is, and the name does not shout."""
    around = article.text[max(0, name.start - near) : name.start] + article.text[name.end : name.end + near]
    return not any(c.islower() for c in around)


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
    spelt_bodies = [n.exact for n in names if n.label == "ORG"]
    bodies = {form for exact in spelt_bodies for form in (initials(exact), initials(SMALL.sub("", exact)))}
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
