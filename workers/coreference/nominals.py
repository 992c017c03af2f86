"""The ministry, the company, the president: common nouns that mean the one thing that the article calls so."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from functools import lru_cache

from shared.model import EntityKind, ParsedArticle, Role
from workers.entities.join.joining import Thing
from workers.entities.records import NOMINAL, Name, Resolved, is_free
from workers.language.folding import fold
from workers.language.lexicon import groups, words
from workers.language.segments import read_segments

SURE = 0.8
"""How sure it is where one thing alone can be meant; where several can, nothing is."""
THE = re.compile(r"\b[Tt]he (?P<noun>[A-Za-z][a-z-]+)(?![\w-]| (?:of|for|in|at|that|who|which|whose|and|or)\b| [A-Z])")
"""What is told more closely ("the ministry of ...", "the president who ...") may be another one."""
APPOSED = re.compile(
    r", (?:an?|the) (?:[\w-]+ ){0,3}?(?P<noun>[a-z][a-z-]+)(?=[,.;]| (?:in|of|on|that|which|based|from)\b)"
)
BEFORE = re.compile(r"\b(?P<noun>[a-z][a-z-]+) $")
FOLLOWING = re.compile(r" (?P<noun>[a-z][a-z-]+)\b")
VAGUE = frozenset(("business", "state", "daily", "works", "services", "records", "press", "force"))
"""Words that stand before other nouns more often than alone: "the state and local officials"."""
FIRM = frozenset(("company", "firm"))
"""What anything with a legal form in its name is."""
REACH = 60
"""How far around a name the noun for it is looked for, in characters."""
LINK = re.compile(r" (?:of|for|at|with|in|to|from|on|and) ")


def resolve_nominals(
    article: ParsedArticle, things: tuple[Thing, ...], roles: tuple[tuple[Role, ...], ...]
) -> tuple[Resolved, ...]:
    """The nouns with "the" that one thing, named before, is called by; none where two are."""
    called = _called(article.text, things, roles)
    names = sorted((name.start, name.end) for thing in things for name in thing.names)
    firsts = [thing.names[0].start for thing in things]
    found: list[Resolved] = []
    for segment in read_segments(article):
        for match in THE.finditer(article.text, segment.start_char, segment.end_char):
            known = [at for at in called.get(match["noun"].casefold(), ()) if firsts[at] < match.start()]
            if len(known) == 1 and _is_free(match, names) and not _is_first_half(article.text, match):
                found.append(Resolved(Name(match.start(), match.end(), match.group(), NOMINAL), known[0], SURE))
    return tuple(found)


def _is_first_half(text: str, match: re.Match[str]) -> bool:
    """ "The executive chair" is no executive."""
    following = FOLLOWING.match(text, match.end())
    return following is not None and following["noun"] in words("role_nouns")


def _called(text: str, things: tuple[Thing, ...], roles: tuple[tuple[Role, ...], ...]) -> dict[str, set[int]]:
    """By each noun the things that it can mean."""
    called: dict[str, set[int]] = defaultdict(set)
    for at, thing in enumerate(things):
        nouns = _offices(roles[at]) if thing.kind is EntityKind.PERSON else _kinds(text, thing)
        for noun in nouns:
            called[noun].add(at)
    return called


def _offices(roles: tuple[Role, ...]) -> set[str]:
    """The heads of a person's present roles: "president" of "Norwegian President"."""
    return {LINK.split(role.exact, maxsplit=1)[0].split()[-1].casefold() for role in roles if not role.former}


def _kinds(text: str, thing: Thing) -> set[str]:
    """What a body or place is: a word of its own name, or the noun beside it."""
    known = _nouns(thing.kind)
    found = set(fold(thing.name).split()) if len(thing.name.split()) > 1 else set()
    if thing.kind is EntityKind.ORGANIZATION and any(_has_legal_form(name.exact) for name in thing.names):
        found |= FIRM
    for name in thing.names:
        beside = (
            APPOSED.match(text, name.end, name.end + REACH),
            BEFORE.search(text, max(0, name.start - REACH), name.start),
        )
        found |= {match["noun"] for match in beside if match}
    return found & known - VAGUE


def _has_legal_form(exact: str) -> bool:
    last = fold(exact).split()[-1:]
    return " " in exact and bool(words("legal_forms").intersection(last))


@lru_cache(maxsize=4)
def _nouns(kind: EntityKind) -> frozenset[str]:
    if kind is EntityKind.PLACE:
        return groups("kind_nouns")["place"]
    heads = frozenset(head.casefold() for head in words("organization_heads") if len(head) > 3)
    return groups("kind_nouns")["organization"] | heads if kind is EntityKind.ORGANIZATION else frozenset()


def _is_free(match: re.Match[str], names: list[tuple[int, int]]) -> bool:
    """Outside all names, and not the beginning of one: "the mayor Jane Roe"."""
    at = bisect_left(names, (match.end(), 0))
    runs_on = at < len(names) and names[at][0] <= match.end() + 1
    return not runs_on and is_free(names, *match.span())
