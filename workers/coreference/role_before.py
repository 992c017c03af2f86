"""Reads a role phrase leftwards, before a name: "Kremlin aide NAME", "the mayor of Hull, NAME"."""

from __future__ import annotations

from workers.coreference.role_phrases import (
    AGE,
    DETERMINERS,
    ENDINGS,
    FORMER,
    LINKS,
    MAX_MODIFIERS,
    MAX_UNKNOWN,
    MODAL,
    OWNERS,
    REACH,
    VERBAL,
    Phrase,
    Token,
    is_head,
    is_modifier,
    is_plain,
    is_verb,
    owns,
    tokens_between,
)
from workers.language.cues import cue_verb
from workers.language.lexicon import words

ARTICLES = frozenset(("a", "an", "the"))
BOUNDS = OWNERS | ARTICLES | (LINKS - {"to"}) | {"by", "like"}
""" "By port director NAME", "the club captain NAME"; behind "to" a verb may stand."""
ADDRESS = frozenset(("mr", "mrs", "ms", "miss", "dr"))
""" "Mr Justice NAME" is a justice."""
MAX_LINKED_WORDS = 4
MAX_LINKED_APART = 8
"""The same where a comma parts the phrase from the name: "the chairman of the river and harbour board, NAME"."""


def phrase_before(text: str, border: int, end: int, apart: bool = False, plural: bool = False) -> Phrase | None:
    """The role phrase that ends at `end`, not reaching over `border`; `apart`: a comma parts it from the name."""
    tokens = tokens_between(text, max(border, end - REACH), end)
    head = _head_before(tokens, apart, plural)
    if head is None:
        return None
    first = _first_before(tokens, head)
    if first == head and first > 0 and _is_verb(tokens[first - 1], tokens[head]):
        return None
    first = _with_first_office(tokens, first)
    if first < head and first > 0 and tokens[first].word.islower() and tokens[first - 1].low in MODAL:
        # "Would press House Speaker Roe": a verb, no press speaker.
        first += 1
    former = False
    while first < head and tokens[first].low in ADDRESS:
        first += 1
    while first < head and (tokens[first].low in FORMER or AGE.fullmatch(tokens[first].low)):
        former, first = former or tokens[first].low in FORMER, first + 1
    former = former or (first > 0 and tokens[first - 1].low in FORMER) or tokens[first].low.startswith(("ex-", "then-"))
    before = tokens[first - 1] if first > 0 else None
    if before is not None and before.low in FORMER:
        before = tokens[first - 2] if first > 1 else None
    owner = before if before and not before.closes and (owns(before) or before.low in OWNERS) else None
    determined = owner is not None or (before is not None and (before.low in DETERMINERS or before.low == "as"))
    # "The mayor of Hull, NAME": of Hull; "the chief of staff, NAME": of nobody; "the UN envoy for Hull, NAME": the UN
    fronted = first < head and tokens[first].word[0].isupper()
    linked = apart and owner is None and not fronted and tokens[-1].word[0].isupper()
    complement = tokens[head + 1].end + 1 if linked and head < len(tokens) - 1 else None
    return Phrase(tokens[first].start, end, owner, complement, former, determined)


def _with_first_office(tokens: list[Token], first: int) -> int:
    """ "Actor and singer NAME", "BODY President and CEO NAME": who holds two; a former one is told by itself."""
    gone = tokens[first].low in FORMER or tokens[first].low.startswith(("ex-", "then-"))
    if first < 2 or gone or tokens[first - 1].low not in ("and", "&") or not is_head(tokens, first - 2):
        return first
    return first if tokens[first - 2].closes else _first_before(tokens, first - 2)


def _is_verb(before: Token, head: Token) -> bool:
    """Whether a bare head in lower case is a verb: "to coach Roe", "and hosts Roe"."""
    if not head.word.islower() or "-" in head.word:
        return False
    return before.low in VERBAL and (before.low not in ("and", "or") or head.low in words("verb_heads"))


def _first_before(tokens: list[Token], head: int) -> int:
    """The first word that belongs to the head; behind a possessor or "the" up to two unknown words do, too."""
    first = head
    # A dash between two words parts them.
    while first > 0 and is_modifier(tokens[first - 1]) and tokens[first].start - tokens[first - 1].end == 1:
        first -= 1
    if head - first > MAX_MODIFIERS:
        # A headline in title case.
        return head
    if not tokens[head].word.islower():
        return first
    if first == head and first > 0 and _is_noun_before_head(tokens, first - 1):
        return first - 1
    return _with_unknown(tokens, first)


def _with_unknown(tokens: list[Token], first: int) -> int:
    """ "Retired bus driver NAME", "said first-time buyer NAME", "the Whitby harbour master NAME": words no list knows.

    They belong to the head where the phrase begins with its sentence, or behind an article, a possessor or "said".
    """
    unknown: list[Token] = []
    at = first
    while at > 0 and not _bounds(tokens[at - 1]) and at > first - MAX_MODIFIERS:
        at -= 1
        if not is_modifier(tokens[at]):
            unknown.append(tokens[at])
    determined = at > 0 and (owns(tokens[at - 1]) or tokens[at - 1].low in OWNERS | ARTICLES)
    # "The trained nurse", but not "the plan angered nurse".
    plain = (is_plain(token, determined and token is tokens[at]) for token in unknown)
    told = len(unknown) <= MAX_UNKNOWN and all(plain)
    bounded = at == 0 or _bounds(tokens[at - 1])
    return at if unknown and told and bounded else first


def _bounds(token: Token) -> bool:
    return token.closes or owns(token) or is_verb(token) or token.low in BOUNDS or token.low in words("calendar")


def _is_noun_before_head(tokens: list[Token], at: int) -> bool:
    """ "Said port director NAME", "Shop steward NAME": a noun that opens the phrase or follows a function word."""
    noun = tokens[at]
    if noun.closes or owns(noun) or noun.low in words("function_words") or not noun.word.isalpha():
        return False
    opens = at == 0 or tokens[at - 1].closes or tokens[at - 1].low in words("function_words")
    return opens and cue_verb(noun.low) is None and not noun.low.endswith(ENDINGS)


def _head_before(tokens: list[Token], apart: bool, plural: bool) -> int | None:
    """Where the head stands among the words before a name; linked words may follow: "chief of staff"."""
    last = len(tokens) - 1
    if last < 0 or tokens[last].closes or owns(tokens[last]):
        return None
    if is_head(tokens, last, plural):
        return last
    reach = MAX_LINKED_APART if apart else MAX_LINKED_WORDS
    for at in range(last - 1, max(last - 1 - reach, 0), -1):
        if tokens[at].closes or (owns(tokens[at]) and not apart):
            return None
        if tokens[at].low in ("of", "for", *(LINKS if apart else ())):
            fits = is_head(tokens, at - 1) and (apart or _is_office(tokens[at + 1 :]))
            if fits or not apart:
                return at - 1 if fits else None
    return None


def _is_office(linked: list[Token]) -> bool:
    """ "of staff", "of State", "for Foreign Affairs": the complement of an office, where a name follows at once."""
    # "Professor of economics NAME", "director of nursing NAME".
    plain = len(linked) <= 2 and all(t.word.isalpha() and t.low not in words("function_words") for t in linked)
    return plain or all(token.word[0].isupper() or token.low in ("the", "and") for token in linked)
