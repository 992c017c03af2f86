"""Decides which country an entity is, from its own names and demonyms and the words beside them.

Between two countries of one name the words of the article decide; without such words, it is neither.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from shared.model import Entity, EntityKind, Link, Mention
from workers.entities.links.cities import state_after
from workers.language.folding import fold
from workers.language.lexicon import any_of, cell, groups, rows, table, words

WORD_BEFORE = re.compile(r"([\w.’'-]+)[ \u00a0-]$")
WORD_AFTER = re.compile(r"[ \u00a0-]([\w’'-]+)")
OF_BEFORE = re.compile(r"([A-Z]\w+) of (?:the )?$")
_TRAPS = groups("not_territories")
SPOKEN_IN = re.compile(rf"\b(?:{any_of(_TRAPS['languages_told'])})(?: \w+)? (?:in|into|from) $")
""" "He answered in French": what is spoken or written in a language."""
NEAR = 30
LONGEST_ACRONYM = 5
Speaks = dict[str, re.Pattern[str]]


class Territory(NamedTuple):
    """A country or a part of one: its ISO 3166 code and its Wikidata id."""

    code: str
    qid: str

    @property
    def links(self) -> tuple[Link, ...]:
        """The pointers to it."""
        return (Link(scheme="iso3166", id=self.code), Link(scheme="wikidata", id=self.qid))


class Known(NamedTuple):
    """The territory that a name means, and whether the name is that of the people (or its adjective)."""

    territory: Territory
    demonym: bool


@cache
def territories() -> dict[str, Territory]:
    """All territories, by code."""
    return {row[0]: Territory(row[0], row[1]) for row in rows("territories")}


def territory_of(text: str, entity: Entity, names: Iterable[Mention]) -> Territory | None:
    """The territory that most of an entity's names name; of two named as often, that of its best-formed name."""
    votes = Counter(code for mention in names if (code := _code_of(text, entity.kind, mention)))
    if not votes:
        return None
    own = look_up(entity.name)
    ranked = sorted(votes, key=lambda code: (votes[code], own is not None and own.territory.code == code), reverse=True)
    return territories()[ranked[0]]


def _code_of(text: str, kind: EntityKind, mention: Mention) -> str | None:
    name = " ".join(mention.exact.split())
    if name == "States" and text[max(0, mention.start_char - 4) : mention.start_char].casefold() == "the ":
        name = "the States"
    before, after = _beside(text, mention)
    known = _wider(name, before, after) or look_up(name)
    if known is None or (kind is EntityKind.PERSON and (known.demonym or fold(name) in _TRAPS["people"])):
        return None
    if kind is EntityKind.ORGANIZATION and known.demonym:
        return None
    if _is_trap(name, before, after) or _is_elsewhere(text, mention, known.demonym):
        return None
    if known.demonym and _is_language(text, mention, before, after):
        return None
    return choose(text, name, known.territory.code) if is_ambiguous(name) else known.territory.code


def look_up(name: str) -> Known | None:
    """The territory that a name means by itself."""
    if len(name.replace(".", "")) <= LONGEST_ACRONYM and name.isupper():
        # "US" is the country and "us" a word: short forms count with their capitals.
        return _acronyms().get(name.replace(".", "").replace(" ", ""))
    if not name[:1].isupper() and name != "the States":
        return None
    key = fold(name)
    key = key[4:] if key.startswith("the ") and key != "the states" else key
    known = _names().get(key)
    if known is None and key.endswith("s") and (single := _names().get(key[:-1])) and single.demonym:
        return single
    return known


def _wider(name: str, before: str, after: str) -> Known | None:
    """ "Northern" before "Ireland", "Bissau" after "Guinea": the longer name is meant."""
    for wider in (f"{before} {name}" if before[:1].isupper() else "", f"{name} {after}" if after[:1].isupper() else ""):
        if wider and (known := look_up(wider)):
            return known
    return None


def _is_trap(name: str, before: str, after: str) -> bool:
    if before[:1].isupper() and (
        fold(before) in _TRAPS["before"] or f"{fold(before)} {fold(name)}" in _TRAPS["phrases"]
    ):
        return True
    return after[:1].isupper() and (
        fold(after) in _TRAPS["after"] or f"{fold(name)} {fold(after)}" in _TRAPS["phrases"]
    )


def _is_language(text: str, mention: Mention, before: str, after: str) -> bool:
    """ "Spoke in French and": before a noun the adjective means the country, before anything else the language."""
    if after.casefold() in _TRAPS["languages_after"]:
        return True
    if SPOKEN_IN.search(text, max(0, mention.start_char - NEAR), mention.start_char):
        return not after or after in words("function_words")
    if fold(before) not in _TRAPS["languages_before"]:
        return False
    # "From French and Italian towns" is no language, "learn French and Italian" is.
    if after in ("and", "or"):
        return fold(before) not in ("in", "into", "from")
    return not after or after in words("function_words")


def _is_elsewhere(text: str, mention: Mention, demonym: bool) -> bool:
    """ "Gulf of Mexico", "Lebanon, Pennsylvania"."""
    of = OF_BEFORE.search(text, max(0, mention.start_char - NEAR), mention.start_char)
    return (of is not None and of.group(1) in _TRAPS["of"]) or (
        not demonym and state_after(text, mention.end_char) is not None
    )


def _beside(text: str, mention: Mention) -> tuple[str, str]:
    before = WORD_BEFORE.search(text, max(0, mention.start_char - NEAR), mention.start_char)
    after = WORD_AFTER.match(text, mention.end_char, mention.end_char + NEAR)
    return before.group(1) if before else "", after.group(1) if after else ""


@cache
def _names() -> dict[str, Known]:
    return {fold(name): known for name, known in _all_names() if not _is_acronym(name)}


@cache
def _acronyms() -> dict[str, Known]:
    """Short names in capitals, also those of words: a headline may shout "IRAN"."""
    shouted = {name.upper(): known for name, known in _all_names() if len(name) <= LONGEST_ACRONYM}
    return shouted | {
        name.replace(".", "").replace(" ", ""): known for name, known in _all_names() if _is_acronym(name)
    }


def _is_acronym(name: str) -> bool:
    return len(name.replace(".", "")) <= LONGEST_ACRONYM and name.isupper()


@cache
def _all_names() -> tuple[tuple[str, Known], ...]:
    named = [(territories()[row[0]], cell(row[2]), cell(row[3])) for row in rows("territories")]
    own = [(name, Known(territory, False)) for territory, names, _ in named for name in names]
    demonyms = [(name, Known(territory, True)) for territory, _, names in named for name in names]
    # Names that only the list of ambiguous ones knows: the code is chosen there.
    loose = [("Congo", "CD", False), ("Congolese", "CD", True), ("Georgian", "GE", True), ("Korea", "KR", False)]
    loose += [("Korean", "KR", True), ("Dominican", "DO", True)]
    return (*own, *demonyms, *((name, Known(territories()[code], d)) for name, code, d in loose))


def is_ambiguous(name: str) -> bool:
    """Whether more than one country bears the name."""
    return _key(name) in _rivals()


def choose(text: str, name: str, code: str) -> str | None:
    """The code for which most different words of the article speak; the usual one if none does; None in a tie."""
    default, rivals = _rivals()[_key(name)]
    said = sorted(((len(_heard(text, words)), rival) for rival, words in rivals.items()), reverse=True)
    if not said or said[0][0] == 0:
        return default or None
    if len(said) > 1 and said[0][0] == said[1][0]:
        return None
    return None if said[0][1] == "none" else said[0][1] or code


@lru_cache(maxsize=64)
def _heard(text: str, words: re.Pattern[str]) -> frozenset[str]:
    return frozenset(words.findall(text))


def _key(name: str) -> str:
    key = fold(name)
    return key[:-1] if key.endswith("s") and key[:-1] in _rivals() else key


@cache
def _rivals() -> dict[str, tuple[str, Speaks]]:
    return {name: (str(listed["default"]), _speaks(listed)) for name, listed in table("ambiguous_names").items()}


def _speaks(listed: dict[str, list[str]]) -> Speaks:
    return {
        rival: re.compile("|".join(rf"(?<!\w){re.escape(word)}(?!\w)" for word in sorted(words, key=len, reverse=True)))
        for rival, words in listed.items()
        if rival != "default"
    }
