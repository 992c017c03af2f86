"""What shows whether "he" or "she" can mean a person: titles before the name, the given name, other pronouns.

The word lists are those of the entities room, read as data; absence of evidence is no evidence.
"""

from __future__ import annotations

import re

from shared.model import Entity, FoundEntities, Mention, MentionForm
from workers.language.lexicon import groups

FEMALE, MALE = "female", "male"
PRONOUNS = {
    **dict.fromkeys(("she", "her", "hers", "herself"), FEMALE),
    **dict.fromkeys(("he", "him", "his", "himself"), MALE),
}
_WORDS_BEFORE = re.compile(r"([A-Za-z]+)\.?,? ?$")


def genders(text: str, found: FoundEntities) -> dict[int, str]:
    """The gender of each entity for which there is evidence, by ordinal."""
    shown: dict[int, str] = {}
    for mention in found.mentions:
        if mention.form is MentionForm.NAME and mention.entity not in shown:
            gender = _by_title(text, mention) or _by_given(found.entities[mention.entity])
            if gender is not None:
                shown[mention.entity] = gender
    for mention in found.mentions:
        if mention.form is MentionForm.PRONOUN and mention.exact.lower() in PRONOUNS:
            shown.setdefault(mention.entity, PRONOUNS[mention.exact.lower()])
    return shown


def _by_title(text: str, mention: Mention) -> str | None:
    before = _WORDS_BEFORE.search(text, max(0, mention.start_char - 20), mention.start_char)
    word = before[1].lower() if before is not None else ""
    return _first("titles", word) or _first("titles", mention.exact.split()[0].lower().rstrip("."))


def _by_given(entity: Entity) -> str | None:
    words = [w.lower() for w in re.findall(r"[^\W\d_]+", entity.name)]
    return _first("given", words[0]) if len(words) > 1 else None


def _first(table: str, word: str) -> str | None:
    lists = groups("gender")
    return next((gender for gender in (FEMALE, MALE) if word in lists[f"{table}_{gender}"]), None)
