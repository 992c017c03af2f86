"""Reading a role phrase word by word: leftwards before a name, rightwards after it."""

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
MAX_LINKED_WORDS = 4
MAX_MODIFIERS = 7
MAX_COMPLEMENT_WORDS = 6

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


def phrase_before(text: str, border: int, end: int) -> Phrase | None:
    """The role phrase that ends at `end`, not reaching over `border`."""
    tokens = _tokens(text, max(border, end - REACH), end)
    head = _head_before(tokens)
    if head is None:
        return None
    first = _first_before(tokens, head)
    if first == head and first > 0 and _is_verb(tokens[first - 1], tokens[head]):
        return None
    if first < head and first > 0 and tokens[first].word.islower() and tokens[first - 1].low in MODAL:
        # "Would press House Speaker Roe": a verb, no press speaker.
        first += 1
    former = False
    while first < head and tokens[first].low in FORMER:
        former, first = True, first + 1
    former = former or (first > 0 and tokens[first - 1].low in FORMER) or tokens[first].low.startswith(("ex-", "then-"))
    before = tokens[first - 1] if first > 0 else None
    if before is not None and before.low in FORMER:
        before = tokens[first - 2] if first > 1 else None
    owner = before if before and not before.closes and (_owns(before) or before.low in OWNERS) else None
    determined = owner is not None or (before is not None and before.low in DETERMINERS)
    return Phrase(tokens[first].start, end, owner, None, former, determined)


def _is_verb(before: Token, head: Token) -> bool:
    """Whether a bare head in lower case is a verb: "to coach Roe", "and hosts Roe"."""
    if not head.word.islower() or "-" in head.word:
        return False
    return before.low in VERBAL and (before.low not in ("and", "or") or head.low in words("verb_heads"))


def _first_before(tokens: list[Token], head: int) -> int:
    """The first word that belongs to the head; behind a possessor or "the" up to two unknown words do, too."""
    first = head
    # A dash between two words parts them.
    while first > 0 and _is_modifier(tokens[first - 1]) and tokens[first].start - tokens[first - 1].end == 1:
        first -= 1
    if head - first > MAX_MODIFIERS:
        # A headline in title case.
        return head
    if not tokens[head].word.islower():
        return first
    if first == head and first > 0 and _is_noun_before_head(tokens, first - 1):
        return first - 1
    for unknown in (1, 2):
        opening = first - unknown - 1
        word = tokens[first - unknown]
        if opening < 0 or word.closes or _owns(word) or not word.word.islower() or word.low in words("function_words"):
            break
        if tokens[opening].low == "the" or tokens[opening].low in OWNERS or _owns(tokens[opening]):
            return first - unknown
    return first


def _is_noun_before_head(tokens: list[Token], at: int) -> bool:
    """ "Said port director NAME", "Shop steward NAME": a noun that opens the phrase or follows a function word."""
    noun = tokens[at]
    if noun.closes or _owns(noun) or noun.low in words("function_words") or not noun.word.isalpha():
        return False
    opens = at == 0 or tokens[at - 1].closes or tokens[at - 1].low in words("function_words")
    return opens and cue_verb(noun.low) is None and not noun.low.endswith(ENDINGS)


def _head_before(tokens: list[Token]) -> int | None:
    """Where the head stands among the words before a name; a linked word may follow: "chief of staff"."""
    last = len(tokens) - 1
    if last < 0 or tokens[last].closes or _owns(tokens[last]):
        return None
    if is_head(tokens, last):
        return last
    for at in range(last - 1, max(last - 1 - MAX_LINKED_WORDS, 0), -1):
        if tokens[at].closes or _owns(tokens[at]):
            return None
        if tokens[at].low in ("of", "for"):
            return at - 1 if is_head(tokens, at - 1) and _is_office(tokens[at + 1 :]) else None
    return None


def _is_office(linked: list[Token]) -> bool:
    """ "of staff", "of State", "for Foreign Affairs": the complement of an office, where a name follows at once."""
    # "Professor of economics NAME", "director of nursing NAME".
    plain = len(linked) <= 2 and all(t.word.isalpha() and t.low not in words("function_words") for t in linked)
    return plain or all(token.word[0].isupper() or token.low in ("the", "and") for token in linked)


def is_head(tokens: list[Token], at: int) -> bool:
    """Whether the word is a role's head, or the second half of one: attorney general."""
    low = tokens[at].low.removeprefix("ex-").removeprefix("then-")
    if low in AFTER_HEAD and at > 0 and tokens[at - 1].low in words("role_nouns"):
        return True
    return low in words("role_nouns")


def _is_modifier(token: Token) -> bool:
    if token.closes or _owns(token) or token.low in words("function_words"):
        return False
    low = token.low
    return token.word[0].isupper() or low in words("role_modifiers") or low in words("role_nouns") or low in FORMER


def _owns(token: Token) -> bool:
    return bool(POSSESSIVE.search(token.word))


def phrase_after(text: str, start: int, border: int) -> Phrase | None:
    """The role phrase that begins at `start`; `complement` is where its "of" part begins."""
    tokens = _tokens(text, start, min(border, start + REACH))
    at, former, determined, owner = 0, False, False, None
    while at < len(tokens) and not tokens[at].closes:
        token = tokens[at]
        if token.low in DETERMINERS:
            determined = True
        elif token.low in OWNERS or (_owns(token) and at < 3):
            owner, determined = token, True
        elif token.low in FORMER:
            former = True
        elif not (token.word[0].isupper() and at + 1 < len(tokens) and _owns(tokens[at + 1])):
            break
        at += 1
    head = _head_after(tokens, at)
    if head is None:
        return None
    complement = None
    if [token.low for token in tokens[head + 1 : head + 3]] == ["in", "chief"] and not tokens[head].closes:
        return Phrase(tokens[at].start, tokens[head + 2].bare_end, owner, None, former, determined)
    if not tokens[head].closes and head + 1 < len(tokens) and tokens[head + 1].low in LINKS:
        complement = tokens[head + 1].end + 1
    return Phrase(tokens[at].start, tokens[head].bare_end, owner, complement, former, determined)


def _head_after(tokens: list[Token], first: int) -> int | None:
    """The last role noun of the phrase: after it comes a mark, a link, a relative or a coordinated word."""
    for at in range(first, len(tokens)):
        token = tokens[at]
        following = tokens[at + 1].low if at + 1 < len(tokens) else ""
        ends = token.closes or following in LINKS | _PHRASES["coordinating"] | {"who", "whose", ""}
        if is_head(tokens, at) and ends:
            return at
        if token.closes or not (_is_modifier(token) or token.word[0].islower()) or token.low in LINKS:
            return None
        if token.word.islower() and not _fits_inside(token):
            return None
    return None


def _fits_inside(token: Token) -> bool:
    return token.low in words("role_modifiers") or token.low in words("role_nouns") or "-" in token.low


def complement_end(text: str, start: int, border: int) -> int | None:
    """Where an "of" part without a name in it ends: at the next mark; none if that is too far."""
    tokens = _tokens(text, start, min(border, start + REACH))
    for at, token in enumerate(tokens[:MAX_COMPLEMENT_WORDS]):
        if at and text[token.start - 1] in '([“"—–':
            return tokens[at - 1].end
        if token.closes:
            return token.bare_end
        if at + 1 < len(tokens) and tokens[at + 1].low in ENDS_COMPLEMENT:
            return token.end
    return None


def _tokens(text: str, start: int, end: int) -> list[Token]:
    return [Token(m.group(), m.start(), m.end()) for m in TOKEN.finditer(text, start, end)]
