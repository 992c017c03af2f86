"""Decides which names mean a namesake: a ship or a storm with a person's name, a team with a place's, a people.

"USS Carl Roe", "Cyclone Hamish"; in a report of a match, the names of countries and towns mean those who play; "Kenyan"
is no place, whatever stands beside it.
"""

from __future__ import annotations

import re

from shared.model import EntityKind, ParsedArticle
from workers.entities.records import KIND_OF_LABEL, Name, Names
from workers.language.keys import SHIP, STORM
from workers.language.lexicon import any_of, groups, words

SCORE = r"\d{1,3}(?:\s?[-–:]\s?\d{1,3}){1,2}"
SCORES = re.compile(rf"(?<![\d$€£])\b{SCORE}\b(?![\d%])")
SCORE_AFTER = re.compile(rf"\s{SCORE}\b")
SCORE_BEFORE = re.compile(rf"\b{SCORE}\s$")
_VERBS = any_of(groups("matches")["verbs"])
SIDE_BEFORE = re.compile(rf"\b(?:{_VERBS}|against|over|versus|v|vs)\s(?:the\s|hosts\s|champions\s)?$")
SIDE_AFTER = re.compile(rf"\s(?:have\s|has\s|had\s)?(?:{_VERBS})\b|['’]s (?:{any_of(groups('matches')['players'])})\b")
MIN_SCORES = 2
MIN_WORDS = 4
"""How many different words of the game a report of a match uses at least; other news uses one or two."""
REACH = 40
"""How far before a name the other side's verb is looked for, in characters."""
SHIP_BEFORE = re.compile(rf"\b[Tt]he (?:[a-z]+ )?(?:{any_of(groups('kind_nouns')['vessel'])}) $")
STORM_BEFORE = re.compile(rf"\b(?:{any_of(groups('vessels')['storms'])}) $")
DEMONYMS = words("nationals").union(*groups("demonyms").values())
""" "Kenyan" and "Dane": who or what belongs to a country."""


def sort_teams(article: ParsedArticle, names: Names) -> Names:
    """In a report of a match, a place that plays is a team: "Ostrovia beat Varenia 2-1" (GUM news, EWT)."""
    if not _reports_match(article.text):
        return names
    playing = {n.exact for n in names if KIND_OF_LABEL[n.label] is EntityKind.PLACE and _plays(article.text, n)}
    return tuple(name.labelled("ORG", "recognise.team_in_a_match") if name.exact in playing else name for name in names)


def _reports_match(text: str) -> bool:
    if len(SCORES.findall(text)) < MIN_SCORES:
        return False
    game = groups("matches")["game"]
    return len(game.intersection(re.findall(r"[a-z-]+", text.casefold()))) >= MIN_WORDS


def _plays(text: str, name: Name) -> bool:
    front = max(0, name.start - REACH)
    return any((
        SCORE_AFTER.match(text, name.end),
        SCORE_BEFORE.search(text, front, name.start),
        SIDE_AFTER.match(text, name.end),
        SIDE_BEFORE.search(text, front, name.start),
    ))  # fmt: skip


def sort_peoples(_: ParsedArticle, names: Names) -> Names:
    """Label demonyms so, of one and of many, "Kenyan", "Danes"; but for those that are somebody's surname."""
    surnames = {n.exact.split()[-1] for n in names if n.label == "PERSON" and (" " in n.exact or n.title)}
    return tuple(
        name.labelled("NORP", "recognise.demonym") if _is_demonym(name.exact) and name.exact not in surnames else name
        for name in names
    )


def _is_demonym(exact: str) -> bool:
    return exact in DEMONYMS or (exact.endswith("s") and exact[:-1] in DEMONYMS)


def sort_vessels(article: ParsedArticle, names: Names) -> Names:
    """Label the names of ships and storms so, wherever they stand in the article; names with a title stay people's."""
    called: dict[str, tuple[str, str]] = {}
    for name in names:
        before = article.text[max(0, name.start - 40) : name.start]
        ship, storm = SHIP.match(name.exact), STORM.match(name.exact)
        if ship or SHIP_BEFORE.search(before):
            called |= dict.fromkeys(_forms(name, ship), ("VESSEL", "recognise.ship"))
        elif storm or STORM_BEFORE.search(before):
            called |= dict.fromkeys(_forms(name, storm), ("VESSEL", "recognise.storm"))
    titled = {name.exact for name in names if name.title}
    return tuple(n.labelled(*called[n.exact]) if n.exact in called and n.exact not in titled else n for n in names)


def _forms(name: Name, prefix: re.Match[str] | None) -> tuple[str, str]:
    """The name with and without its prefix: "USS Carl Roe", "Carl Roe"."""
    return name.exact, name.exact[prefix.end() + 1 :] if prefix else name.exact
