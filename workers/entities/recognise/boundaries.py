"""Decides where names begin and end: cuts off the words that the recogniser took in, adds the particles it left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.model import ParsedArticle
from workers.entities.records import Name, Names
from workers.language.keys import is_listed_place
from workers.language.lexicon import any_of, groups, words
from workers.language.person_names import is_given_name
from workers.language.titles import is_title

CREDIT = re.compile(r"\s(?:Image|Photo|Photograph|Picture|Video|File photo)$")
"""The first word of a caption's credit, which the recogniser reads as the end of a name: "Jane Roe Image: ..."."""
LEANING = re.compile(r"(?:[Pp]ro|[Aa]nti)-[A-Z][\w’'-]*\s(?=[A-Z])")
GOALS = re.compile(r"\s\d{1,2}$")
CAPITAL = re.compile(r",? (?:D\.C\.|DC)")
SUFFIX = re.compile(rf",? (?:[JS]r\b\.?|I{{2,3}}\b|IV\b)| (?:{any_of(groups('suffixes')['barristers'])})\b")
"""Words that belong to the full name before them: Jr., III, and the letters of a barrister."""
OFFICE_OF = re.compile(r"\b(?P<noun>[A-Z][a-z]+) (?:of|for) $")
OFFICE_AND_NAME = 3
"""Words of an office's complement together with the given name and surname behind it."""
REACH = 30
"""How far before a name its office may stand, in characters."""
SCORE = re.compile(r"\s+\d{1,3}\s?[-–:]\s?\d{1,3}\s+")
SCORED = "recognise.sides_of_a_score"
PARENTHESIS = re.compile(r"\s+\(")
PARTICLES = rf"(?:{any_of(words('name_particles') - {'do'})})"
"""The particles inside names, but for "do", which is a verb in running text."""
PARTICLES_BEHIND = re.compile(rf"(?: {PARTICLES})+ [A-Z][\w’'-]*\w")
GIVEN_BEFORE = re.compile(rf"\b(?P<given>[A-Z][\w’-]+)(?: {PARTICLES})* $")
SENTENCE_BEFORE = re.compile(r"(?:^|\n|[.!?:][”\"’'»)\]]*\s|[,!?][”\"’'»]\s)\s*[“\"‘'«(\[]*$")


def mend_boundaries(article: ParsedArticle, names: Names) -> Names:
    """Split scores, cut offices off organisations and occupations off people, add particles."""
    halves = (half for name in names for whole in split_parentheses(name) for half in split_score(whole))
    mended = [part for half in halves for part in _mended(article.text, half)]
    return without_overlaps(mended)


def _mended(text: str, name: Name) -> Iterator[Name]:
    whole = extend_capital(text, cut_goals(cut_leaning(cut_credit(text, name))))
    person = cut_complement(text, cut_occupation(text, whole))
    yield extend_suffix(text, extend_particles(text, cut_office(text, person)))


def without_overlaps(names: Iterable[Name]) -> Names:
    """The names in order, without each that overlaps an earlier one: extended names may run into others."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda name: (name.start, -name.end)):
        if not kept or name.start >= kept[-1].end:
            kept.append(name)
    return tuple(kept)


def split_parentheses(name: Name) -> Iterator[Name]:
    """ "VMU (Vale Miners Union" is one name and another that explains it."""
    opening = PARENTHESIS.search(name.exact)
    if opening is None:
        yield name
        return
    yield name.cut(name.start, name.start + opening.start())
    inner = name.exact[opening.end() :].rstrip(")")
    if inner:
        yield name.cut(name.start + opening.end(), name.start + opening.end() + len(inner))


def split_score(name: Name) -> Iterator[Name]:
    """ "Vale Rovers 2-1 Elm Town" are two clubs."""
    score = SCORE.search(name.exact)
    if score is None:
        yield name
        return
    yield name.cut(name.start, name.start + score.start()).labelled("ORG", SCORED)
    yield name.cut(name.start + score.end(), name.end).labelled("ORG", SCORED)


def cut_credit(text: str, name: Name) -> Name:
    """ "Jane Roe Image: Vale Daily": the credit begins a new thought."""
    credit = CREDIT.search(name.exact)
    return (
        name.cut(name.start, name.start + credit.start()) if credit and text[name.end : name.end + 1] == ":" else name
    )


def cut_leaning(name: Name) -> Name:
    """ "Pro-Elm Harbour Party": what a body is for or against is no part of its name."""
    leaning = LEANING.match(name.exact)
    return name.cut(name.start + leaning.end(), name.end) if leaning else name


def cut_goals(name: Name) -> Name:
    """ "South Korea 1, Mexico 2": a country's goals are no part of its name."""
    goals = GOALS.search(name.exact)
    country = name.exact[: goals.start()] if goals is not None else ""
    known = country in groups("demonyms") or is_listed_place(country)
    return name.cut(name.start, name.start + len(country)) if country and known else name


def extend_capital(text: str, name: Name) -> Name:
    """ "D.C." belongs to Washington."""
    capital = CAPITAL.match(text, name.end) if name.exact == "Washington" else None
    return name._replace(end=capital.end(), exact=text[name.start : capital.end()]) if capital else name


def cut_office(text: str, name: Name) -> Name:
    """ "Elm Foods Chief Executive" before "Officer Jane Roe": the firm ends where the office begins."""
    if name.label not in ("ORG", "LOC") or not re.match(r"\s(?:Officer\s)?[A-Z]", text[name.end : name.end + 10]):
        return name
    parts = [(m.group(), m.start()) for m in re.finditer(r"\S+", name.exact)]
    first = next((at for at, (word, _) in enumerate(parts) if at and word in groups("firms")["officers"]), None)
    return name.cut(name.start, name.start + parts[first - 1][1] + len(parts[first - 1][0])) if first else name


def cut_complement(text: str, name: Name) -> Name:
    """ "Minister for Harbours Ida Voss", "Lord Mayor of Elmham Ida Voss": the office ends where a given name begins."""
    parts = name.exact.split(" ")
    before = OFFICE_OF.search(text, max(0, name.start - REACH), name.start)
    if before is None or len(parts) != OFFICE_AND_NAME or before["noun"].casefold() not in words("role_nouns"):
        return name
    if is_given_name(parts[0]) or not is_given_name(parts[1]):
        return name
    return name.cut(name.start + len(parts[0]) + 1, name.end).labelled("PERSON", "recognise.behind_an_office")


def cut_occupation(text: str, name: Name) -> Name:
    """A sentence may open with what somebody is: "Sculptor Jane Roe"; a reporting verb may: "Said Roe"."""
    first, _, rest = name.exact.partition(" ")
    bare, cut = first.casefold(), name.cut(name.start + len(name.exact) - len(rest), name.end)
    # Said is a given name too, but not right after what somebody said.
    spoken = bare in ("said", "says") and text[max(0, name.start - 3) : name.start].rstrip().endswith(
        ("”", '"', "’", "'")
    )
    if not rest[:1].isupper() or (is_given_name(first) and not spoken) or not opens_sentence(text, name.start):
        return name
    if bare in words("role_nouns") and not is_title(bare):
        return cut.labelled("PERSON", "recognise.occupation_in_front") if len(rest.split()) > 1 else cut
    if bare in groups("kind_nouns")["organization"] and rest.split()[-1] not in words("organization_heads"):
        return cut.labelled("ORG", "recognise.kind_noun_in_front")
    return cut if bare in ("said", "says") else name


def opens_sentence(text: str, start: int) -> bool:
    """Whether a sentence or a line begins there."""
    return SENTENCE_BEFORE.search(text[max(0, start - 6) : start] if start > 6 else "\n" + text[:start]) is not None


def extend_particles(text: str, name: Name) -> Name:
    """ "Jane" of "Jane de Wit", "Wit" or "de Wit" of it: a person's name runs over its particles."""
    if name.label != "PERSON":
        return name
    behind = PARTICLES_BEHIND.match(text, name.end)
    end = behind.end() if behind and is_given_name(name.exact.split()[0]) else name.end
    start = name.start
    front = GIVEN_BEFORE.search(text, max(0, start - 30), start)
    if front and is_given_name(front["given"]) and re.search(rf"{PARTICLES} $|^$", text[max(0, start - 5) : start]):
        start = front.start()
    return name._replace(start=start, end=end, exact=text[start:end])


def mend_suffixes(article: ParsedArticle, names: Names) -> Names:
    """Add suffixes to the names that were found again."""
    return without_overlaps([extend_suffix(article.text, name) for name in names])


def extend_suffix(text: str, name: Name) -> Name:
    """ "Jr." and "III" belong to the full name before them."""
    suffix = SUFFIX.match(text, name.end) if name.label == "PERSON" and " " in name.exact else None
    return name._replace(end=suffix.end(), exact=text[name.start : suffix.end()]) if suffix else name
