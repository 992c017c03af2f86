"""He and she: the person that grammar names, else the person that stands out and fits, else nobody."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from shared.model import FoundQuotation
from workers.coreference.cast import Named
from workers.coreference.clauses import cataphor, complement_of, inside_quotation, others, reflexive
from workers.coreference.discourse import Paragraph
from workers.coreference.nearness import UNNAMED, shares
from workers.coreference.salience import Answer, Salience
from workers.language.cues import cue_verb
from workers.language.gender import Gender
from workers.language.lexicon import any_of, groups

_LISTED = groups("gender")
HE_OR_SHE = re.compile(
    rf"(?<![\w/’'-])(?:(?P<male>{any_of(_LISTED['pronouns_male'])})|(?P<female>{any_of(_LISTED['pronouns_female'])}))(?![\w/-])",
    re.IGNORECASE,
)
""" "he/she" and "(s)he" mean nobody in particular."""
SURE = 0.95
"""How sure a rule of grammar is where it applies: "Roe said she"."""
RECENT = 30
"""How many of the paragraph's names and pronouns before it a pronoun is compared with."""


def gender_of(pronoun: re.Match[str]) -> Gender:
    """The gender that a pronoun shows."""
    return Gender.MALE if pronoun["male"] else Gender.FEMALE


def he_or_she(
    pronoun: re.Match[str],
    paragraph: Paragraph,
    before: Sequence[Named],
    speakers: Collection[int] | None,
    salience: Salience,
) -> Answer | None:
    """Whom a pronoun means.

    `before` are the paragraph's people named before it. Where it stands between marks, `speakers` are the entities that
    speak there, None where these are unknown: in somebody's own words he and she are others.
    """
    gender, opened = gender_of(pronoun), paragraph.marks.speech(pronoun.start())
    answer = _by_grammar(pronoun, paragraph, before, opened, speakers or (), salience)
    if answer is not None or (opened is not None and speakers is None):
        return answer
    excluded = others(paragraph, before, pronoun) | (set(speakers or ()) if opened is not None else set())
    near = shares(paragraph, before, pronoun)
    return salience.answer(gender, excluded, shares=lambda person: near.get(person, UNNAMED))


def _by_grammar(
    pronoun: re.Match[str],
    paragraph: Paragraph,
    before: Sequence[Named],
    opened: int | None,
    speakers: Collection[int],
    salience: Salience,
) -> Answer | None:
    gender = gender_of(pronoun)
    fitting = [one for one in before[-RECENT:] if salience.fits(one.entity, gender)]
    if opened is not None:
        rules = {"coreference.inside_quotation": inside_quotation(fitting, opened, speakers)}
    else:
        rules = {
            "coreference.complement": complement_of(paragraph, fitting, pronoun),
            "coreference.reflexive": reflexive(paragraph, fitting, pronoun),
            "coreference.cataphor": cataphor(paragraph, before, pronoun),
        }
    found = next(((rule, person) for rule, person in rules.items() if person is not None), None)
    if found is None or not salience.fits(found[1], gender):
        return None
    return salience.sure(found[1], SURE, found[0])


def is_reply(text: str, first: FoundQuotation, second: FoundQuotation) -> bool:
    """Whether one quotation follows right behind another with a verb of answering: '"...," she replied'."""
    cue = cue_verb(second.cue.exact) if second.cue is not None else None
    if cue is None or cue.base not in groups("constructions")["replying"] or first.voice is None:
        return False
    behind = max(first.voice.end, first.spans[-1].end_char, first.cue.end_char if first.cue is not None else 0)
    between = text[behind : second.spans[0].start_char]
    return behind < second.spans[0].start_char and not any(map(str.isalnum, between))
