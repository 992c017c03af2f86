"""Decides which names mean one organisation: with and without its legal form, shortened, as an acronym."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

from workers.entities.records import Name
from workers.language.folding import fold
from workers.language.keys import office_last, organization_key
from workers.language.lexicon import any_of, cell, groups, rows, words
from workers.language.person_names import is_given_name

ACRONYM = re.compile(r"^(?:[A-Z][A-Za-z]?\.?){2,7}$")
BETWEEN_PARENTHESES = re.compile(r"^\s*\(\s*(?:the\s+)?[“\"‘']?$")
PERSONS_NAME = 2
"""How many words the name of a firm has that bears a person's name: "Eli Lilly"."""
ACRONYM_MARK = "\0"
"""Stands before initials among the short forms, so that they are no words."""


@cache
def _cities() -> frozenset[str]:
    return frozenset(fold(name) for row in rows("cities") for name in cell(row[2]))


@cache
def _nations() -> re.Pattern[str]:
    """The pattern of a country's name or demonym in front: "Italian Supreme Court", "United Kingdom Home Office"."""
    countries = groups("demonyms")
    fronts = {fold(word) for country, demonyms in countries.items() for word in (country, *demonyms)}
    fronts |= {fold(name) for names in groups("place_names").values() for name in names}
    return re.compile(f"^(?:{any_of(fronts)}) ")


def join_organizations(text: str, names: list[Name]) -> list[list[Name]]:
    """The names of the article, one list for each organisation."""
    by_key = _by_key(names)
    headline = text.find("\n")
    seen = {key: next((n.start for n in group if n.start > headline), None) for key, group in by_key.items()}
    defined = _defined_acronyms(text, names)
    short_forms: dict[str, set[str]] = defaultdict(set)
    owners: dict[str, str] = {}
    rules: dict[str, str] = {}
    # Longest first: a short form can only be read once the long one is known.
    for key in sorted(by_key, key=lambda key: (-len(key.split()), by_key[key][0].start)):
        owner, rules[key] = _owner(key, by_key[key][0].exact, defined, owners, short_forms)
        owners[key] = owner
        shortened = (short for short in _short_forms(key) if not _is_older(seen.get(short), seen[key], key, short))
        if "’s " in by_key[key][0].exact.replace("'", "’"):
            # "St Luke" is left of "St Luke's" once possessives are cut.
            shortened = (form for short in shortened for form in (short, short.removesuffix("s")))
        for short in (*shortened, *_acronyms(key), *_acronyms(fold(by_key[key][0].exact))):
            short_forms[short].add(owner)
    joined: dict[str, list[Name]] = defaultdict(list)
    for key, owner in owners.items():
        joined[owner] += [name._replace(joined=rules[key]) for name in by_key[key]]
    return [sorted(group) for group in joined.values()]


def _is_older(short_at: int | None, long_at: int | None, key: str, short: str) -> bool:
    """Whether the article's prose has the shorter name first: "Quill" and then "Quill Harbor Prize" are two things.

    Newspapers introduce a name in full and then shorten it; only headlines have the short form first.
    """
    if short_at is None or long_at is None or not key.startswith(short + " "):
        return False
    return short_at < long_at and key[len(short) + 1 :] not in words("whole_nouns")


def _owner(
    key: str, exact: str, defined: dict[str, str], owners: dict[str, str], short_forms: dict[str, set[str]]
) -> tuple[str, str]:
    """The key of the body that a name means, its own or that of the one longer name it is short for; and the rule."""
    if defined.get(key) in owners:
        return owners[defined[key]], "join.acronym_defined"
    capitals = ACRONYM.match(exact) and exact.replace(".", "").isupper()
    found = (
        (short_forms.get(ACRONYM_MARK + key.replace(" ", "")) if capitals else None, "join.acronym_of_the_name"),
        (short_forms.get(key), "join.short_form"),
        (_headed(key, owners), "join.head_of_the_name"),
        (_for_its_cause(key, exact, owners), "join.end_of_the_name"),
    )
    longer, rule = next(((bodies, rule) for bodies, rule in found if bodies), (set(), ""))
    return (next(iter(longer)), rule) if len(longer) == 1 else (key, "join.name_of_the_body")


def _headed(key: str, owners: dict[str, str]) -> set[str]:
    """ "The Bank" of "Bank of England", "the Commission" of "European Commission": the bodies that the word heads.

    Of "Church of Elm" any first word is the head, of "Italian Court of Audit" any behind the nation.
    """
    of = {owner for longer, owner in owners.items() if _without_nation(longer).startswith(f"{key} of ")}
    if key.title() not in words("organization_heads"):
        return of
    return of | {owner for longer, owner in owners.items() if key in (longer.split()[0], longer.split()[-1])}


def _for_its_cause(key: str, exact: str, owners: dict[str, str]) -> set[str]:
    """ "Justice" of "Department of Justice": the bodies that are called by what they are for; a place has many."""
    if " " in key or key in _cities() or exact in words("known_places") or _nations().fullmatch(f"{key} "):
        return set()
    wanted = {f"{head} of {key}" for head in words("cause_heads")}
    return {owner for longer, owner in owners.items() if _without_nation(longer) in wanted}


@lru_cache(maxsize=2_000)
def _without_nation(key: str) -> str:
    """ "supreme court" of "italian supreme court"; each key is asked for once for every other body of the article."""
    return _nations().sub("", key, count=1)


def _short_forms(key: str) -> Iterator[str]:
    """The forms to which a name is shortened: without the nation in front, or its first words if they say enough."""
    parts = key.split()
    if (nation := _nations().match(key)) and nation.end() < len(key):
        yield office_last(key[nation.end() :])
    if len(parts) == PERSONS_NAME and is_given_name(parts[0]) and parts[1].title() not in words("organization_heads"):
        # "Eli Lilly" is called Lilly.
        yield parts[1]
    if len(parts) > 1 and parts[-1] in words("club_words"):
        yield parts[-1]
    for width in range(1, len(parts)):
        first_word_says_little = width == 1 and parts[0] in words("common_first_words")
        # "Ann Roe Foundation" is enough for "Ann Roe Foundation for the Visual Arts".
        bears_a_name = width > PERSONS_NAME and is_given_name(parts[0])
        if not first_word_says_little and (bears_a_name or not _is_part_of(parts[width:])):
            yield " ".join(parts[:width])


def _is_part_of(rest: list[str]) -> bool:
    """Whether the words left out make the whole another body: "... on Foreign Relations", "... School of Law"."""
    if " ".join(rest) in words("whole_nouns"):
        return False
    return rest[0] in words("small_words") or not words("unit_nouns").isdisjoint(rest)


def _acronyms(key: str) -> Iterator[str]:
    """The initials of a name, with its small words and without them."""
    parts = key.split()
    if len(parts) > 1:
        yield ACRONYM_MARK + "".join(part[0] for part in parts)
        yield ACRONYM_MARK + "".join(part[0] for part in parts if part not in words("small_words"))


def _by_key(names: list[Name]) -> dict[str, list[Name]]:
    by_key: dict[str, list[Name]] = {}
    for name in names:
        by_key.setdefault(organization_key(name.exact), []).append(name)
    return by_key


def _defined_acronyms(text: str, names: list[Name]) -> dict[str, str]:
    """The key of each long form, by the key of the acronym that stands in parentheses beside it."""
    defined: dict[str, str] = {}
    for one, other in pairwise(names):
        if not BETWEEN_PARENTHESES.match(text[one.end : other.start]):
            continue
        long, short = (one, other) if len(one.exact) >= len(other.exact) else (other, one)
        if ACRONYM.match(short.exact) and short.exact[0].casefold() in fold(long.exact):
            defined[organization_key(short.exact)] = organization_key(long.exact)
    return defined
