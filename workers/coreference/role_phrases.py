"""The words of a role phrase: tokens, heads, modifiers, possessors; `role_before` and `role_after` read with them."""

from __future__ import annotations

import re
from typing import NamedTuple

from workers.language.cues import cue_verb
from workers.language.lexicon import any_of, groups, words
from workers.language.titles import abbreviated_titles

REACH = 140
"""A role phrase is shorter than this many characters."""
_PHRASES, _REFERENCES = groups("role_phrases"), groups("references")
FORMER, AFTER_HEAD = _PHRASES["former"], _PHRASES["after_head"]
ENDS_COMPLEMENT, MODAL = _PHRASES["ending_complement"], _PHRASES["verbal"]
VERBAL = MODAL | _PHRASES["coordinating"]
OWNERS = frozenset(("his", "her", "their", "its"))
DETERMINERS, LINKS = _REFERENCES["determiners"], _REFERENCES["links"]
ENDINGS = ("ed", "ing", "ly")
"""Of verbs and adverbs in front of a head."""
AGE = re.compile(r"\d{1,3}-years?-old")
MAX_MODIFIERS = 7
MAX_UNKNOWN = 3
"""Words before a head that no list knows."""

TOKEN = re.compile(r"[^\s“\"‘(\[—–]\S*")
ABBREVIATION = re.compile(rf"^(?:[A-Z]\.)+$|^(?:{any_of((*abbreviated_titles(), *words('abbreviations')))})\.$")
POSSESSIVE = re.compile(r"(?:['’]s|s['’])$")


class Token(NamedTuple):
    """A word between blanks and where it stands."""

    word: str
    start: int
    end: int

    @property
    def low(self) -> str:
        """The word in lower case, outer marks taken off."""
        return self.word.strip('.,;:()—–"“”').casefold()

    @property
    def bare_end(self) -> int:
        """Where the word ends without the marks behind it."""
        return self.start + len(self.word.rstrip('.,;:)!?—–"”'))

    @property
    def closes(self) -> bool:
        """Whether a mark after the word ends the phrase."""
        return self.word[-1] in '.,;:)!?—–"”' and not ABBREVIATION.match(self.word)


class Phrase(NamedTuple):
    """A role phrase: its offsets, the end of its possessor before it, its complement after it, former or not."""

    start: int
    end: int
    owner: Token | None
    complement: int | None
    former: bool
    determined: bool


def is_role_noun(low: str) -> bool:
    """Whether a word is a role's head by itself: driver, ex-minister, mother-of-two, actor-turned-baker."""
    bare = low.removeprefix("ex-").removeprefix("then-").split("-of-")[0]
    last = bare.rsplit("-", 1)[-1]
    return bare in words("role_nouns") or last in words("role_nouns") or last.endswith(("ologist", "ographer"))


def is_head(tokens: list[Token], at: int, plural: bool = False) -> bool:
    """Whether the word is a role's head, or the second half of one: attorney general. `plural`: "ministers"."""
    low = tokens[at].low
    if plural:
        return low.endswith("s") and (is_role_noun(low[:-1]) or is_role_noun(f"{low[:-3]}y"))
    if low in AFTER_HEAD and at > 0 and tokens[at - 1].low in words("role_nouns"):
        return True
    return is_role_noun(low)


def is_modifier(token: Token) -> bool:
    """Whether a word may stand before a head wherever it is found: a capital, or a word that the lists know."""
    low = token.low
    if token.closes or owns(token) or low in words("function_words") or low in words("calendar"):
        return False
    return token.word[0].isupper() or low in words("role_modifiers") or low in words("role_nouns") or low in FORMER


def is_plain(token: Token, determined: bool) -> bool:
    """Whether a word that no list knows may stand before a head: "rescue diver", "bus driver"; not a verb."""
    low = token.low
    if token.closes or owns(token) or not token.word.islower() or not low.replace("-", "").isalpha():
        return False
    if low in words("function_words") or low in LINKS | MODAL or low in _PHRASES["small_verbs"]:
        return False
    return determined or "-" in low or (cue_verb(low) is None and not low.endswith(ENDINGS))


def owns(token: Token) -> bool:
    """ "Roe's", "the workers'"."""
    return bool(POSSESSIVE.search(token.word))


def is_verb(token: Token) -> bool:
    """ "said", "met", behind which a phrase for somebody begins."""
    low, cue = token.low, cue_verb(token.low)
    verb = (cue is not None and cue.base != low) or low in _PHRASES["small_verbs"]
    return verb and token.word.islower() and low not in words("role_nouns") | words("role_modifiers")


def tokens_between(text: str, start: int, end: int) -> list[Token]:
    """The words of a stretch."""
    return [Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
