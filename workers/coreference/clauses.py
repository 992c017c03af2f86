"""Resolves pronouns by grammar, before salience is asked: a few patterns that seldom mislead."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shared.model import SpeakerType
from workers.coreference.cast import Named
from workers.coreference.discourse import ADVERBS, Paragraph
from workers.language.cues import said_forms, thought_forms
from workers.language.lexicon import any_of, groups, words
from workers.language.nouns import noun_type

SAID = re.compile(rf",?\s+(?:ha[sd]\s+)?{ADVERBS}(?P<verb>[a-z]+)(?:\s+(?:on\s+)?[A-Z][a-z]+day)?(?:\s+that)?\s+$")
TOLD = re.compile(r"[^.;:“”\"]{0,60}\b(?:told|assured|promised|informed)\s")
"""Between two names: "Roe told Stone (that) she would come"."""
THAT = re.compile(r"(?:\s+that)?\s+")
OPENERS = re.compile(rf"(?:{any_of(groups('references')['openers'])}|[A-Z][a-z]+ing)\b")
APPOSED = re.compile(r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[A-Z][\w.-]*['’]s)(?: [\w.'’-]+){1,5},")
"""A role between the clause and the name: "After she left, the town's mayor, Roe, slept"."""
ROLE = re.compile(r"(?:[\w.'’-]+ ){0,4}[a-z-]+")
OBJECT = re.compile(r"\s+(?:[a-z]+\s+){1,2}")
"""The words between subject and object of one clause."""
CLOSES = re.compile(rf"\s*(?:[.,;:!?”\"]|$|\s(?:{any_of(words('function_words'))})\b)")
OPENER_REACH = 140
"""A subordinate clause that opens a sentence is shorter than this many characters."""


def reports(verb: str) -> bool:
    """Whether a verb reports what somebody says or thinks."""
    return verb in said_forms() or verb in thought_forms()


def complement_of(paragraph: Paragraph, seen: Sequence[Named], pronoun: re.Match[str]) -> int | None:
    """ "Roe said she would come": the subject of the verb of speech is the subject of what is said."""
    if not seen or pronoun.group().casefold() not in ("he", "she"):
        return None
    last = seen[-1]
    if len(seen) > 1 and TOLD.fullmatch(paragraph.text, seen[-2].end, last.start):
        return seen[-2].entity if THAT.fullmatch(paragraph.text, last.end, pronoun.start()) else None
    between = SAID.fullmatch(paragraph.text, last.end, pronoun.start())
    return last.entity if between is not None and reports(between["verb"]) else None


def cataphor(paragraph: Paragraph, seen: Sequence[Named], pronoun: re.Match[str]) -> int | None:
    """ "After she left, Roe slept": in a clause that opens the sentence the pronoun may run ahead of its name."""
    start = paragraph.sentence_start(pronoun.start())
    ahead = paragraph.next_named(pronoun.end())
    if ahead is None or (seen and seen[-1].start >= start):
        return None
    clause, comma, role = paragraph.text[start : ahead.start].partition(",")
    if not comma or not _is_of(role.strip(), ahead) or len(clause) > OPENER_REACH or not OPENERS.match(clause):
        return None
    told_of = paragraph.text.startswith(",", ahead.end) and not paragraph.is_attributive(ahead)
    return ahead.entity if told_of or paragraph.is_subject(ahead) else None


def _is_of(role: str, ahead: Named) -> bool:
    """Whether words between a clause and a name are a role: "the town's mayor,", "French scholar" or a title."""
    if role in ("", ahead.title) or APPOSED.fullmatch(role):
        return True
    return ROLE.fullmatch(role) is not None and noun_type(role.split()[-1]) is SpeakerType.PERSON


def inside_quotation(seen: Sequence[Named], opened: int, speakers: Collection[int]) -> int | None:
    """Within one quotation a name rules the pronouns after it: “Roe is ill, she ...”; its speaker says I."""
    inside = {one.entity for one in seen if one.start > opened and one.entity not in speakers}
    return inside.pop() if len(inside) == 1 else None


def reflexive(paragraph: Paragraph, seen: Sequence[Named], pronoun: re.Match[str]) -> int | None:
    """ "Roe turned herself in": the last subject of the sentence."""
    if not pronoun.group().casefold().endswith("self"):
        return None
    start = paragraph.sentence_start(pronoun.start())
    subjects = [one.entity for one in seen if one.start >= start and paragraph.is_subject(one)]
    return subjects[-1] if subjects else None


def others(paragraph: Paragraph, seen: Sequence[Named], pronoun: re.Match[str]) -> set[int]:
    """The people that a pronoun cannot mean (binding): "She met Roe", "Roe met her" name two people each."""
    form = pronoun.group().casefold()
    if form in ("he", "she"):
        ahead = OBJECT.match(paragraph.text, pronoun.end(), paragraph.end)
        named = paragraph.people.get(ahead.end()) if ahead else None
        return {named.entity} if named and not paragraph.owns(named) else set()
    if form == "him" or (form == "her" and CLOSES.match(paragraph.text, pronoun.end())):
        return {one.entity for one in seen[-1:] if _acts_on(paragraph, one, pronoun)}
    return set()


def _acts_on(paragraph: Paragraph, one: Named, pronoun: re.Match[str]) -> bool:
    """Whether the pronoun is the object of the verb whose subject the name is; in "Roe's parents met him" it is not."""
    owns = one.exact.casefold() in ("his", "her") or paragraph.owns(one)
    return not owns and OBJECT.fullmatch(paragraph.text, one.end, pronoun.start()) is not None
