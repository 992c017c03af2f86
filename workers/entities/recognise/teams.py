"""Decides which places are teams: in a report of a match the names of countries and towns mean those who play."""

from __future__ import annotations

import re
from functools import lru_cache

from shared.model import EntityKind, ParsedArticle
from workers.entities.records import KIND_OF_LABEL, Name
from workers.language.lexicon import any_of, groups

SCORE = r"\d{1,3}(?:\s?[-–:]\s?\d{1,3}){1,2}"
SCORES = re.compile(rf"(?<![\d$€£])\b{SCORE}\b(?![\d%])")
SCORE_AFTER = re.compile(rf"\s{SCORE}\b")
SCORE_BEFORE = re.compile(rf"\b{SCORE}\s$")
MIN_SCORES = 2
MIN_WORDS = 4
"""How many different words of the game a report of a match uses at least; other news uses one or two."""
REACH = 40
"""How far before a name the other side's verb is looked for, in characters."""


def sort_teams(article: ParsedArticle, names: tuple[Name, ...]) -> tuple[Name, ...]:
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
    front, before, after = max(0, name.start - REACH), *_beside()
    return any((
        SCORE_AFTER.match(text, name.end),
        SCORE_BEFORE.search(text, front, name.start),
        after.match(text, name.end),
        before.search(text, front, name.start),
    ))  # fmt: skip


@lru_cache(maxsize=1)
def _beside() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and after a side's name."""
    verbs, players = (any_of(groups("matches")[group]) for group in ("verbs", "players"))
    before = rf"\b(?:{verbs}|against|over|versus|v|vs)\s(?:the\s|hosts\s|champions\s)?$"
    return re.compile(before), re.compile(rf"\s(?:have\s|has\s|had\s)?(?:{verbs})\b|['’]s (?:{players})\b")
