"""Decides the kind of each name, from the recogniser's votes and the words around all its occurrences together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from shared.model import EntityKind, ParsedArticle
from workers.entities.recognise.cleaning import in_capitals
from workers.entities.recognise.evidence import Said, beside, within
from workers.entities.records import KIND_OF_LABEL, Name
from workers.language.lexicon import groups, words
from workers.language.titles import is_peers_title

Names = tuple[Name, ...]

RECOGNISED = 2.0
"""What the recogniser's votes weigh together, however many they are: its errors repeat."""
MARGIN = 0.5
"""How much more the evidence must say than the recogniser before a name changes its kind."""
TITLED = 3.0
"""A title before the name: "Mr.", "Senator"."""
DATELINE = 3.0
"""The article was filed from there."""
DEMONYM = 2.0
"""The article knows a people named after it: "Varenian" and "Varenia"."""
HOME = 3.0
"""Somebody named in full is of it: nobody is "Jane Roe of" a person."""
LABEL_OF_KIND = {EntityKind.PERSON: "PERSON", EntityKind.ORGANIZATION: "ORG", EntityKind.PLACE: "GPE"}
ACRONYM = re.compile(r"[A-Z]{3,5}")
ACRONYM_OF_BODY = 2.5
"""Capitals alone in a line that is not in capitals, and never with small letters: hardly a person."""
ARTICLE_BEFORE = re.compile(r"\b(?:the|an?)\s$", re.IGNORECASE)


def sort_kinds(article: ParsedArticle, names: Names) -> Names:
    """Give each name the kind that most speaks for, where that is clearly another than the recogniser's."""
    occurrences: dict[str, list[Name]] = defaultdict(list)
    for name in names:
        occurrences[name.exact].append(name)
    peoples = {name.exact for name in names if name.label == "NORP"}
    # "Lord Roe of Hull".
    people = {n.end for n in names if n.label == "PERSON" and (" " in n.exact or is_peers_title(n.title))}
    decided = {exact: _label(article, group, peoples, people) for exact, group in occurrences.items()}
    return tuple(name.labelled(*(decided[name.exact] or (name.label, name.rule))) for name in names)


def _label(article: ParsedArticle, group: list[Name], peoples: set[str], people: set[int]) -> tuple[str, str] | None:
    """The label that the evidence calls for, with the rule that speaks loudest; none where the recogniser's stands."""
    if _is_national(article.text, group):
        return "NORP", "kinds.national_with_an_article"
    votes = Counter(KIND_OF_LABEL[name.label] for name in group)
    current = votes.most_common(1)[0][0]
    all_said = list(_said(article, group, peoples))
    if current is EntityKind.PERSON and any(_is_home(article.text, name, people) for name in group):
        # "Jane Roe of the UTF" is of a body.
        home = EntityKind.ORGANIZATION if group[0].exact.isupper() else EntityKind.PLACE
        all_said.append(Said(home, HOME, "kinds.home_of_a_person"))
    weight = _weigh(group, all_said)
    best = max(LABEL_OF_KIND, key=lambda kind: (weight[kind], kind is current))
    if best is current or weight[best] < weight[current] + MARGIN:
        return None
    return LABEL_OF_KIND[best], max((one for one in all_said if one.kind is best), key=lambda one: one.weight).rule


def _weigh(group: list[Name], all_said: list[Said]) -> dict[EntityKind, float]:
    weight: dict[EntityKind, float] = dict.fromkeys(EntityKind, 0.0)
    for name in group:
        weight[KIND_OF_LABEL[name.label]] += RECOGNISED / len(group)
    for one in all_said:
        weight[one.kind] += one.weight
    return weight


def _said(article: ParsedArticle, group: list[Name], peoples: set[str]) -> Iterator[Said]:
    # A pattern that repeats says no more than once: the article's author repeats phrases.
    yield from sorted({said for name in group for said in beside(article.text, name)}, key=lambda said: said.rule)
    exact = group[0].exact
    yield from within(exact)
    if KIND_OF_LABEL[group[0].label] is EntityKind.PERSON and _is_acronym(article, group[0]):
        yield Said(EntityKind.ORGANIZATION, ACRONYM_OF_BODY, "kinds.capitals_alone")
    if any(name.title for name in group):
        yield Said(EntityKind.PERSON, TITLED, "kinds.title_in_front")
    if article.dateline and exact == article.dateline.place:
        yield Said(EntityKind.PLACE, DATELINE, "kinds.dateline")
    if any(exact + end in peoples or exact.rstrip("aeioy") + end in peoples for end in groups("endings")["demonyms"]):
        yield Said(EntityKind.PLACE, DEMONYM, "kinds.people_named_after_it")


def _is_acronym(article: ParsedArticle, name: Name) -> bool:
    """Capitals alone that the article never writes with small letters, in a line that is not in capitals."""
    never_small = ACRONYM.fullmatch(name.exact) is not None and name.exact.title() not in article.text
    return never_small and not in_capitals(article, name, near=6)


def _is_home(text: str, name: Name, people: set[int]) -> bool:
    """ "Mayor Jane Roe of Hull": a single name behind one in full; `people` are the ends of those."""
    start = name.start - len(" of ")
    return " " not in name.exact and start in people and text[start : name.start] == " of "


def _is_national(text: str, group: list[Name]) -> bool:
    """ "The Finn" is one of a people, not somebody called Finn."""
    return group[0].exact in words("nationals") and any(
        ARTICLE_BEFORE.search(text, max(0, name.start - 4), name.start) for name in group
    )
