"""Who "the mayor", "its director" or "the 26-year-old" is: the one person whom the article itself calls that."""

from __future__ import annotations

import re
from collections import defaultdict

from shared.model import EntityKind, FoundEntities, Mention, MentionForm, SpeakerType
from workers.quotations.nouns import noun_type

_BEFORE = re.compile(r"(?:[\w’'.-]+ ){0,7}[\w’'.-]+,? $")
_AFTER = re.compile(
    r",? (?:\d\d?, )?(?P<role>(?:who is )?(?:the|a|an|his|her|its|their) [^,.;:“”\"]{3,70}|[a-z][^,.;:“”\"]{3,60})"
)
_AGE_AFTER = re.compile(r",? (?:\(|aged )?(?P<age>\d\d?)[,)]")
_AGE = re.compile(r"\b(?P<age>\d\d?)-year-old\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_DETERMINERS = frozenset({"the", "its", "his", "her", "their", "our", "of", "former", "then"})
_INDEFINITE = re.compile(r"^(?:an?|one|another|some|any|several|two|three|many|other|no)\b", re.IGNORECASE)


class RoleNames:
    """The role words and ages beside each person's name in one article."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._roles: dict[int, set[str]] = defaultdict(set)
        self._ages: dict[int, set[str]] = defaultdict(set)
        for mention in found.mentions:
            if mention.form is MentionForm.NAME and found.entities[mention.entity].kind is EntityKind.PERSON:
                self._learn(text, mention)

    def is_age(self, words: str) -> bool:
        """ "the 26-year-old"."""
        return words[:4].lower() == "the " and _AGE.search(words) is not None

    def _learn(self, text: str, mention: Mention) -> None:
        before = _BEFORE.search(text, max(0, mention.start_char - 70), mention.start_char)
        if before is not None:
            self._add(mention.entity, re.split(r"[.:;] ", before[0])[-1])
            self._ages[mention.entity] |= {age["age"] for age in _AGE.finditer(before[0])}
        after = _AFTER.match(text, mention.end_char)
        if after is not None:
            self._add(mention.entity, re.split(r"\b(?:who|which|said|says|told)\b", after["role"])[0])
        age = _AGE_AFTER.match(text, mention.end_char)
        if age is not None:
            self._ages[mention.entity].add(age["age"])

    def _add(self, entity: int, words: str) -> None:
        found = {_bare(w) for w in _WORD.findall(words)}
        if any(noun_type(w) in (SpeakerType.PERSON, None) for w in found):
            self._roles[entity] |= found

    def person(self, words: str, head: str) -> int | None:
        """The entity that a definite phrase means, if there is exactly one that fits."""
        if _INDEFINITE.match(words):
            return None
        age = _AGE.search(words)
        if age is not None:
            return _only([e for e, ages in self._ages.items() if age["age"] in ages])
        if noun_type(head) is not SpeakerType.PERSON:
            return None
        fitting = [e for e, roles in self._roles.items() if head.lower() in roles]
        if len(fitting) > 1:
            rest = {_bare(w) for w in _WORD.findall(words)} - {head.lower(), *_DETERMINERS}
            fitting = [e for e in fitting if rest and rest <= self._roles[e]]
        return _only(fitting)


def _bare(word: str) -> str:
    return re.sub(r"[’']s?$", "", word.lower())


def _only(fitting: list[int]) -> int | None:
    return fitting[0] if len(fitting) == 1 else None
