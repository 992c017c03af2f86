"""The post-processing of recognised names: pure steps in order, each with its reason, each can be left out.

What each one gives is measured by `python -m tests.quality.steps`; docs/quality.md keeps the table.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import NamedTuple

from shared.model import ParsedArticle
from workers.entities.recognise.acronyms import define_acronyms
from workers.entities.recognise.boundaries import mend_boundaries, mend_suffixes
from workers.entities.recognise.cleaning import drop_tags, sort_laws, surname_is_person, trim, vote
from workers.entities.recognise.datelines import name_datelines
from workers.entities.recognise.kinds import sort_kinds
from workers.entities.recognise.namesakes import sort_peoples, sort_teams, sort_vessels
from workers.entities.recognise.propagation import propagate, reread_headlines
from workers.entities.recognise.results import name_results
from workers.entities.recognise.titles import drop_portfolios, split_titles
from workers.entities.recognise.turns import name_turns
from workers.entities.records import Names


class Step(NamedTuple):
    """One step and why it is there."""

    run: Callable[[ParsedArticle, Names], Names]
    reason: str


STEPS = (
    Step(trim, "annotators leave out marks, a leading article and a trailing possessive; a name has a letter"),
    Step(drop_tags, "parties, districts and degrees beside a name are no names"),
    Step(mend_boundaries, "credits and occupations run into names; nicknames and the capital's district are left out"),
    Step(drop_portfolios, "the Home of the Home Secretary and the Education of its minister are no organisations"),
    Step(define_acronyms, "what stands in parentheses after an organisation is its acronym"),
    Step(split_titles, "a title is no part of a name"),
    Step(sort_laws, "laws are called after people and places"),
    Step(sort_kinds, "a head noun, an apposition or a list may say more about the kind than the recogniser"),
    Step(reread_headlines, "in title case every word looks like a name: the prose knows better"),
    Step(name_datelines, "a dateline names the place where the article was filed, and its country"),
    Step(name_turns, "whoever takes turns in a transcript is a person, however the label is spelt"),
    Step(surname_is_person, "the surname of a full name is that person"),
    Step(sort_peoples, "a demonym is a people's and no place's"),
    Step(vote, "one name names one thing in one article"),
    Step(sort_vessels, "ships and storms bear people's names"),
    Step(name_results, "a line of results holds two sides and their scores, and no sentence"),
    Step(sort_teams, "in a report of a match, the countries that play are teams"),
    Step(propagate, "a name found once is found wherever it stands"),
    Step(mend_suffixes, "a suffix belongs to the name before it: the father is not the son"),
    Step(split_titles, "names found again have titles too"),
)


def clean(article: ParsedArticle, names: Names, steps: Iterable[Step] = STEPS) -> Names:
    """The names after all steps, in order; steps can be left out to measure what each gives."""
    for step in steps:
        names = step.run(article, names)
    return names
