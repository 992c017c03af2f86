"""Reads a role phrase rightwards, behind a name: "NAME, a doctor at PLACE", "NAME is president of BODY"."""

from __future__ import annotations

import re

from workers.coreference.role_phrases import (
    AGE,
    DETERMINERS,
    ENDS_COMPLEMENT,
    FORMER,
    LINKS,
    MAX_UNKNOWN,
    OWNERS,
    REACH,
    Phrase,
    Token,
    is_head,
    is_modifier,
    is_plain,
    owns,
    tokens_between,
)
from workers.language.lexicon import any_of, groups, words

_PHRASES = groups("role_phrases")
BEHIND_HEAD = _PHRASES["behind_head"] | _PHRASES["coordinating"]
MAX_COMPLEMENT_WORDS = 6
POSSESSOR_WORDS = 3
"""Words of "the harbour board's" without its article."""
PARTED = re.compile(r"[(\[“\"—–]|\s--?\s")
AGENT = re.compile(rf"[a-z-]{{2,}}(?:{any_of(_PHRASES['agents'])})")
"""What a noun for somebody who does something ends in: "a thatcher", "a glassblower"."""


def phrase_after(text: str, start: int, border: int, apposed: bool = True) -> Phrase | None:
    """The role phrase that begins at `start`; `complement` is where its "of" part begins.

    Of what stands `apposed` to a name, "a" or "the" shows that it says what somebody is, whatever the words before its
    head; behind "is" they may praise: "a better player".
    """
    tokens = tokens_between(text, start, min(border, start + REACH))
    at, former, determined, owner = _opening(tokens)
    known = at < len(tokens) and tokens[at - 1].low in ("a", "an") if at else False
    head = _head_after(tokens, at, apposed, determined, known and apposed)
    if head is None:
        return None
    head = _with_second(tokens, head, apposed)
    complement = None
    if [token.low for token in tokens[head + 1 : head + 3]] == ["in", "chief"] and not tokens[head].closes:
        return Phrase(tokens[at].start, tokens[head + 2].bare_end, owner, None, former, determined)
    if not tokens[head].closes and head + 2 < len(tokens) and _links(tokens[head + 1], tokens[head + 2]):
        complement = tokens[head + 1].end + 1
    return Phrase(tokens[at].start, tokens[head].bare_end, owner, complement, former, determined)


def _opening(tokens: list[Token]) -> tuple[int, bool, bool, Token | None]:
    """How many words stand before the role itself; whether one says "former", or determines; and whose the role is."""
    at, former, determined, owner = 0, False, False, None
    while at < len(tokens) and not tokens[at].closes:
        token = tokens[at]
        if token.low in DETERMINERS or token.low == "another":
            determined = True
        elif token.low in OWNERS:
            owner, determined = token, True
        elif token.low in FORMER:
            former = True
        elif (possessor := _possessor(tokens, at, determined)) is not None:
            owner, determined, at = tokens[possessor], True, possessor
        elif not AGE.fullmatch(token.low):
            break
        at += 1
    return at, former, determined, owner


def _possessor(tokens: list[Token], at: int, determined: bool) -> int | None:
    """Where "board's" of "the harbour board's" stands."""
    for place, token in enumerate(tokens[at : at + POSSESSOR_WORDS], at):
        if owns(token):
            return place
        if token.closes or token.low in words("function_words") or not (determined or token.word[0].isupper()):
            return None
    return None


def _head_after(tokens: list[Token], first: int, apposed: bool, determined: bool, new: bool) -> int | None:
    """The last role noun of the phrase: after it comes a mark, a link, a relative or a coordinated word."""
    unknown = 0
    for at in range(first, len(tokens)):
        token = tokens[at]
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        dash = at + 1 < len(tokens) and tokens[at + 1].start > token.end + 1
        ends = token.closes or dash or following in LINKS | BEHIND_HEAD or following == ""
        if ends and (is_head(tokens, at) or (new and _is_agent(token.low))):
            return at
        if token.closes or token.low in LINKS or not (is_modifier(token) or token.word[0].islower()):
            return None
        if token.word.islower() and not _is_known(token):
            unknown += 1
            if unknown > MAX_UNKNOWN or not (apposed and is_plain(token, determined)):
                return None
    return None


def _links(link: Token, following: Token) -> bool:
    """ "Aide to the mayor", "nurse in Hull"; but not "nominee to replace", "chairman in May"."""
    if link.low == "to":
        return following.word[0].isupper() or following.low in DETERMINERS | OWNERS or owns(following)
    return link.low in LINKS and following.low not in words("calendar") and not following.word[0].isdigit()


def _is_agent(low: str) -> bool:
    return AGENT.fullmatch(low) is not None and low not in words("person_nouns") | _PHRASES["no_agents"]


def _with_second(tokens: list[Token], head: int, apposed: bool) -> int:
    """ "Founder and chief executive", "amateur beekeeper and retired plumber": the last head of a role of two."""
    following = tokens[head + 1 : head + 3]
    if tokens[head].closes or len(following) < 2 or following[0].low not in ("and", "&"):
        return head
    second = _head_after(tokens, head + 2, apposed, False, False)
    return head if second is None else second


def _is_known(token: Token) -> bool:
    return token.low in words("role_modifiers") or token.low in words("role_nouns") or "-" in token.low


def complement_end(text: str, start: int, border: int) -> int | None:
    """Where an "of" part without a name in it ends: at the next mark; none if that is too far."""
    tokens = tokens_between(text, start, min(border, start + REACH))
    for at, token in enumerate(tokens[:MAX_COMPLEMENT_WORDS]):
        if at and PARTED.search(text, tokens[at - 1].end, token.start):
            return tokens[at - 1].end
        if token.closes:
            return token.bare_end
        if at + 1 < len(tokens) and tokens[at + 1].low in ENDS_COMPLEMENT:
            return token.end
    return None
