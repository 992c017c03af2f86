"""Who "the mayor", "its director" or "the 26-year-old" is: the one person whom the article itself calls that."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass

from shared.model import EntityKind, FoundEntities, Mention, MentionForm, SpeakerType
from workers.language.nouns import noun_type

_NP = r"(?P<mods>(?:[\w’'-]+ ){0,4}?)(?P<noun>[A-Za-z][\w’-]*)(?P<of> (?:of|for|at|in) [\w’'. -]{2,40}?)?"
_WHOLE = re.compile(rf"{_NP}$")
_BEFORE = re.compile(rf"{_NP},? $")
_AFTER = re.compile(
    rf"(?:,? \d\d?)?,? (?:the|an?|his|her|its|their|[\w.]+[’']s) {_NP}(?=[,.;:]| who | and | said | says |$)"
)
_AGE_AFTER = re.compile(r",? (?:\(|aged )?(?P<age>\d\d?)[,)]")
_AGE = re.compile(r"\b(?P<age>\d\d?)-year-old\b")
_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_INDEFINITE = re.compile(r"^(?:an?|one|another|some|any|several|two|three|many|other|no)\b", re.IGNORECASE)
_DETERMINERS = frozenset({"the", "its", "his", "her", "their", "our", "of", "for", "at", "in", "former", "then"})


@dataclass(frozen=True, slots=True)
class _Told:
    """A role as it stands beside a name: "mayor", the words before it, and those behind its "of"."""

    noun: str
    before: frozenset[str]
    after: frozenset[str]

    def fits(self, before: set[str], after: set[str]) -> bool:
        """Whether a phrase with these words around the noun can mean the same; what is not told cannot contradict."""
        return before <= self.before | self.after and (not self.after or not after or after <= self.after)


class RoleNames:
    """The role nouns and ages beside each person's name in one article."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._roles: dict[int, set[_Told]] = defaultdict(set)
        self._ages: dict[int, set[str]] = defaultdict(set)
        for mention in found.mentions:
            if mention.form is MentionForm.NAME and found.entities[mention.entity].kind is EntityKind.PERSON:
                self._learn(text, mention)
        for entity in found.entities:
            for role in entity.roles:
                self._add(entity.ordinal, _WHOLE.match(role.exact))

    def is_age(self, words: str) -> bool:
        """ "the 26-year-old"."""
        return words[:4].lower() == "the " and _AGE.search(words) is not None

    def person(self, words: str, head: str) -> int | None:
        """The entity that a definite phrase means, if there is exactly one that fits."""
        if _INDEFINITE.match(words):
            return None
        age = _AGE.search(words)
        if age is not None:
            return _only([e for e, ages in self._ages.items() if age["age"] in ages])
        noun = head.lower()
        if noun_type(head) is not SpeakerType.PERSON:
            return None
        before, _, after = words.lower().partition(noun)
        front, back = _bare_words(before) - _DETERMINERS, _bare_words(after) - _DETERMINERS
        fitting = [e for e, roles in self._roles.items() if any(r.noun == noun and r.fits(front, back) for r in roles)]
        return _only(fitting)

    def _learn(self, text: str, mention: Mention) -> None:
        before = text[max(0, mention.start_char - 80) : mention.start_char]
        self._add(mention.entity, _BEFORE.search(re.split(r"[.:;!?”\"] ", before)[-1]))
        self._add(mention.entity, _AFTER.match(text, mention.end_char))
        self._ages[mention.entity] |= {age["age"] for age in _AGE.finditer(before[-45:])}
        age = _AGE_AFTER.match(text, mention.end_char)
        if age is not None:
            self._ages[mention.entity].add(age["age"])

    def _add(self, entity: int, phrase: re.Match[str] | None) -> None:
        if phrase is not None and noun_type(phrase["noun"]) is SpeakerType.PERSON:
            after = frozenset(_bare_words(phrase["of"] or "") - _DETERMINERS)
            self._roles[entity].add(_Told(phrase["noun"].lower(), frozenset(_bare_words(phrase["mods"])), after))


def _bare_words(words: str) -> set[str]:
    return {re.sub(r"[’']s?$", "", w.lower()) for w in _WORD.findall(words)}


def _only(fitting: list[int]) -> int | None:
    return fitting[0] if len(fitting) == 1 else None
