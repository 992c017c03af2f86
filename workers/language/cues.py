"""Recognises cue words, the verbs and nouns that introduce reported words, by class and in all their inflections."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Flag, auto
from functools import cache

from workers.language.lexicon import groups, table


class CueClass(Flag):
    """The classes of cue verbs, by what they govern; a verb may have several. Members are named as in `cues.toml`."""

    NONE = 0
    SPEECH = auto()
    WRITING = auto()
    STANCE = auto()
    INFINITIVE = auto()
    OBJECT = auto()
    PREDICATIVE = auto()
    PREPOSITION = auto()
    SUPPORT = auto()
    ADDRESSING = auto()


_WORD = re.compile(r"[^\W\d_][\w-]*")
SAYING = CueClass.SPEECH | CueClass.WRITING
"""Classes whose verbs may stand beside a free quotation."""
_ACTS: dict[str, str] = {word: act for act, words in table("cues")["acts"].items() for word in words.split()}


@dataclass(frozen=True, slots=True)
class CueVerb:
    """One cue verb: base form, classes, and the prepositions whose object it reports."""

    base: str
    kind: CueClass
    prepositions: frozenset[str] = frozenset()


@cache
def _verbs() -> dict[str, CueVerb]:
    """The cue verb of each form."""
    data = table("cues")
    prepositions: dict[str, str] = data["prepositions"]
    kinds: dict[str, CueClass] = {}
    for member in CueClass:
        for base in data.get((member.name or "").lower(), "").split():
            kinds[base] = kinds.get(base, CueClass.NONE) | member
    for base in prepositions:
        kinds[base] = kinds.get(base, CueClass.NONE) | CueClass.PREPOSITION
    irregular: dict[str, str] = data["irregular"]
    forms: dict[str, CueVerb] = {}
    for base, kind in kinds.items():
        verb = CueVerb(base, kind, frozenset(prepositions.get(base, "").split()))
        for form in (base, *(irregular[base].split() if base in irregular else _inflect(base))):
            forms.setdefault(form, verb)
    return forms


def cue_verb(word: str) -> CueVerb | None:
    """The cue verb that a word is a form of."""
    return _verbs().get(word.lower())


def is_cue_noun(word: str) -> bool:
    """Whether a noun may carry a reported clause; plurals count."""
    return _singular(word) in groups("cues")["nouns"]


def told_act(word: str) -> str | None:
    """The act that a cue word, in its base form, tells: a value of `SpeechAct`; None for most."""
    return _ACTS.get(word)


@cache
def said_forms() -> frozenset[str]:
    """Finite forms of the commonest verbs of saying, believed where no parse shows what they govern: said, says."""
    return _finite(groups("cues")["common"])


@cache
def thought_forms() -> frozenset[str]:
    """Finite forms of verbs of thinking, whose subject is as a rule that of the clause behind them, too: hopes."""
    return _finite(groups("cues")["thinking"])


def _finite(bases: frozenset[str]) -> frozenset[str]:
    of_bases = {form for form, verb in _verbs().items() if verb.base in bases}
    return frozenset(form for form in of_bases - bases if not form.endswith("ing"))


def is_told_by_things(base: str) -> bool:
    """Whether a verb reports words even where its subject is not known to speak: "the new rules say"."""
    return base in groups("cues")["things"]


def is_hearsay(word: str) -> bool:
    """Whether a noun reports words even where no speaker is named: claims, rumours."""
    return _singular(word) in groups("cues")["hearsay"]


def _singular(word: str) -> str:
    lowered = word.lower()
    return lowered[:-1] if lowered.endswith("s") else lowered


def is_cue_adjective(word: str) -> bool:
    """Whether an adjective reports a thought: sure, critical, willing."""
    return word.lower() in groups("cues")["adjectives"]


def holds_cue(words: str) -> bool:
    """Whether any cue word stands in some words; without one and without marks nothing there needs a parse."""
    return any(_may_be_cue(word) for word in _WORD.findall(words))


def _may_be_cue(word: str) -> bool:
    verb = cue_verb(word)
    if verb is not None and verb.kind is not CueClass.SUPPORT:
        return True
    lists, lowered = groups("cues"), word.lower()
    phrased = lowered in lists["phrased"] or lowered in lists["put_it"] or lowered in groups("silence")["answering"]
    phrased = phrased or lowered in groups("constructions")["stands"]
    return phrased or is_cue_noun(word) or is_cue_adjective(word)


def _inflect(verb: str) -> tuple[str, str, str]:
    """Third person, past and -ing form of a regular verb."""
    if verb.endswith("e"):
        return f"{verb}s", f"{verb}d", f"{verb[:-1]}ing"
    if verb.endswith("y") and verb[-2] not in "aeiou":
        return f"{verb[:-1]}ies", f"{verb[:-1]}ied", f"{verb}ing"
    third = f"{verb}es" if verb.endswith(("s", "sh", "ch", "x", "z")) else f"{verb}s"
    return third, f"{verb}ed", f"{verb}ing"
