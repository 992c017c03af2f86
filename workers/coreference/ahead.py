"""Resolves pronouns of the headline and the lead that stand before the first name: "Mayor sells his house"."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from workers.coreference.discourse import Paragraph
from workers.language.gender import Gender

Asked = tuple[re.Match[str], Gender]
"""A pronoun that found nobody named before it."""

LIKELY = 0.6
LEAD = 3
"""The headline, a line of date or summary and the first paragraph: a person who is named only later is not meant."""


def told_of_later(
    paragraphs: Sequence[Paragraph],
    asked: Sequence[Asked],
    genders: Mapping[int, Gender | None],
    speaking: Collection[int],
) -> list[tuple[re.Match[str], int]]:
    """The pronouns before all names, each with the person whose name opens the next sentence that has a name.

    A speaker is never meant (`speaking`: the offsets of speakers' names): in "A man hid his gun. Chief Roe said" the
    first name is the police's.
    """
    answers = []
    for match, gender in asked:
        for at, paragraph in enumerate(paragraphs[:LEAD]):
            if paragraph.start <= match.start() < paragraph.end:
                person = _first(paragraphs[at : at + LEAD], match.end(), gender, genders, speaking)
                answers += [(match, person)] if person is not None else []
    return answers


def _first(
    paragraphs: Sequence[Paragraph],
    position: int,
    gender: Gender,
    genders: Mapping[int, Gender | None],
    speaking: Collection[int],
) -> int | None:
    for paragraph in paragraphs:
        ahead = paragraph.next_named(position)
        if ahead is not None:
            fits = genders[ahead.entity] is gender and paragraph.opens(ahead) and ahead.start not in speaking
            return ahead.entity if fits else None
    return None
