"""Pronouns of the headline and the lead that run ahead of the first name: "Mayor sells his house" is told of later."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from workers.coreference.paragraphs import Named, Paragraph
from workers.language.gender import Gender

Asked = tuple[re.Match[str], Gender]
"""A pronoun that found nobody named before it."""

LIKELY = 0.6
LEAD = 3
"""The headline, a line of date or summary and the first paragraph: who is not named by then is not the one told of."""


def told_of_later(
    paragraphs: Sequence[Paragraph], asked: Sequence[Asked], genders: Mapping[int, Gender | None]
) -> list[tuple[re.Match[str], int]]:
    """The pronouns before all names that can be theirs, and whom they mean: who opens the next sentence with a name.

    Not if that is somebody who is quoted: the first name of "A man hid his gun. Chief Roe said" is the police's.
    """
    answers = []
    for match, gender in asked:
        for at, paragraph in enumerate(paragraphs[:LEAD]):
            if paragraph.start <= match.start() < paragraph.end:
                person = _first(paragraphs[at : at + LEAD], match.end(), gender, genders)
                answers += [(match, person)] if person is not None else []
    return answers


def _first(
    paragraphs: Sequence[Paragraph], position: int, gender: Gender, genders: Mapping[int, Gender | None]
) -> int | None:
    for paragraph in paragraphs:
        ahead = paragraph.next_named(position)
        if ahead is not None:
            return ahead.thing if genders[ahead.thing] is gender and _opens(paragraph, ahead) else None
    return None


def _opens(paragraph: Paragraph, one: Named) -> bool:
    return paragraph.opens(one.name) and not paragraph.speaks(one.name)
