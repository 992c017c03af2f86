"""One kind per name per article: the recogniser's votes and the words around all its occurrences, weighed together."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from shared.model import EntityKind, ParsedArticle
from workers.entities.recognise.cleaning import in_capitals
from workers.entities.recognise.evidence import beside, within
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
    people = {name.end for name in names if name.label == "PERSON" and (" " in name.exact or _is_peer(name))}
    label = {exact: _label(article, group, peoples, people) for exact, group in occurrences.items()}
    return tuple(name.labelled(label[name.exact] or name.label) for name in names)


def _label(article: ParsedArticle, group: list[Name], peoples: set[str], people: set[int]) -> str | None:
    """The label that the evidence calls for; none where the recogniser's stands."""
    if _is_national(article.text, group):
        return "NORP"
    said = _weigh(article, group, peoples)
    votes = Counter(KIND_OF_LABEL[name.label] for name in group)
    current = votes.most_common(1)[0][0]
    if current is EntityKind.PERSON and any(_is_home(article.text, name, people) for name in group):
        # "Jane Roe of the UTF" is of a body.
        said[EntityKind.ORGANIZATION if group[0].exact.isupper() else EntityKind.PLACE] += HOME
    best = max(LABEL_OF_KIND, key=lambda kind: (said[kind], kind is current))
    return LABEL_OF_KIND[best] if best is not current and said[best] >= said[current] + MARGIN else None


def _weigh(article: ParsedArticle, group: list[Name], peoples: set[str]) -> dict[EntityKind, float]:
    said: dict[EntityKind, float] = dict.fromkeys(EntityKind, 0.0)
    for name in group:
        said[KIND_OF_LABEL[name.label]] += RECOGNISED / len(group)
    # A pattern that repeats says no more than once: the article's author repeats phrases.
    for found in {found for name in group for found in beside(article.text, name)}:
        said[found.kind] += found.weight
    exact = group[0].exact
    for kind, weight in within(exact):
        said[kind] += weight
    if ACRONYM.fullmatch(exact) and exact.title() not in article.text and not in_capitals(article, group[0], near=6):
        said[EntityKind.ORGANIZATION] += ACRONYM_OF_BODY if KIND_OF_LABEL[group[0].label] is EntityKind.PERSON else 0
    if any(name.title for name in group):
        said[EntityKind.PERSON] += TITLED
    if article.dateline and exact == article.dateline.place:
        said[EntityKind.PLACE] += DATELINE
    if any(exact + end in peoples or exact.rstrip("aeioy") + end in peoples for end in groups("endings")["demonyms"]):
        said[EntityKind.PLACE] += DEMONYM
    return said


def _is_peer(name: Name) -> bool:
    """ "Lord Roe of Hull"."""
    return is_peers_title(name.title)


def _is_home(text: str, name: Name, people: set[int]) -> bool:
    """ "Mayor Jane Roe of Hull": a single name behind one in full; `people` are the ends of those."""
    start = name.start - len(" of ")
    return " " not in name.exact and start in people and text[start : name.start] == " of "


def _is_national(text: str, group: list[Name]) -> bool:
    """ "The Finn" is one of a people, not somebody called Finn."""
    return group[0].exact in words("nationals") and any(
        ARTICLE_BEFORE.search(text, max(0, name.start - 4), name.start) for name in group
    )
