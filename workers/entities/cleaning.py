"""Small pure steps that need nothing but the names themselves: marks, noise, shouting, one label per name."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from shared.model import ParsedArticle
from workers.entities.evidence import is_given
from workers.entities.lexicon import words
from workers.entities.records import Name

Names = tuple[Name, ...]

ARTICLE = re.compile(r"(?:the|a|an)\s+", re.IGNORECASE)
POSSESSIVE = re.compile(r"(?:['’`]s?|\s['’`]s)$")
EDGE = " \t\n\r\u00a0\"“”„«»‘'’`*_|,;:!?()[]{}<>–—-/#@&"
DANGLING = re.compile(r"(?:\s+(?:of|and|or|the|in|on|at|for|to|by|from|with))+$")
TAG = re.compile(r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?(?:-\d{1,2})?|[A-Z]{2}-(?:\d{1,2}|AL)")
"""Party and state, or state and district, as American papers put them behind a lawmaker's name."""
MAX_NAME_CHARS = 120
MIN_SHOUT_CHARS = 9
"""UNESCO, UNICEF and INTERPOL are names; longer acronyms are rare."""
NEAR = 15


def trim(_: ParsedArticle, names: Names) -> Names:
    """Take marks, a leading article, a trailing possessive or "of" off: annotators leave them out."""
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
    """Drop what cannot be a name: no letters at all, far too long. Who writes without capitals writes names so, too."""
    return tuple(n for n in names if any(c.isalpha() for c in n.exact) and len(n.exact) <= MAX_NAME_CHARS)


def drop_tags(_: ParsedArticle, names: Names) -> Names:
    """Drop what stands beside names: "R-Ohio", "MA-03", a suffix alone ("Jr."), figures ("134bp"); and laws."""
    return tuple(n for n in names if not (TAG.fullmatch(n.exact) or _is_suffix(n.exact) or _is_figure(n) or _is_law(n)))


def _is_suffix(exact: str) -> bool:
    return exact.casefold().replace(".", "") in words("name_suffixes") and not exact.islower()


def _is_figure(name: Name) -> bool:
    return name.label != "ORG" and name.exact[0].isdigit() and " " not in name.exact


def _is_law(name: Name) -> bool:
    first, *others = name.exact.split()
    return bool(others) and others[-1] in words("law_heads") and not (name.label == "PERSON" and is_given(first))


def drop_shouting(article: ParsedArticle, names: Names) -> Names:
    """Drop long words in capitals that stand once: shouting; acronyms are short, and headlines repeat the text."""
    count = Counter(name.exact for name in names)
    return tuple(n for n in names if not (_shouts(n) and count[n.exact] == 1 and not _in_capitals(article, n)))


def _shouts(name: Name) -> bool:
    return len(name.exact) >= MIN_SHOUT_CHARS and name.exact.isalpha() and name.exact.isupper()


def _in_capitals(article: ParsedArticle, name: Name) -> bool:
    """Whether the words around are in capitals too: then the line is, and the name does not shout."""
    around = article.text[max(0, name.start - NEAR) : name.start] + article.text[name.end : name.end + NEAR]
    return not any(c.islower() for c in around)


def surname_is_person(_: ParsedArticle, names: Names) -> Names:
    """A word that is the surname of a full name of the article names that person."""
    surnames = {n.exact.split()[-1] for n in names if n.label == "PERSON" and len(n.exact.split()) > 1}
    return tuple(n.labelled("PERSON") if n.exact in surnames and n.label != "PERSON" else n for n in names)


def vote(_: ParsedArticle, names: Names) -> Names:
    """One label per name per article, by majority: a name names one thing."""
    votes: dict[str, Counter[str]] = defaultdict(Counter)
    for name in names:
        votes[name.exact][name.label] += 1
    # Counter.most_common keeps first-seen order among equals, so ties go to the label seen first.
    winner = {exact: counter.most_common(1)[0][0] for exact, counter in votes.items()}
    return tuple(name.labelled(winner[name.exact]) for name in names)
