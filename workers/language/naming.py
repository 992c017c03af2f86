"""Recognises names that are given between marks, and words that are spoken of: neither is anybody's words."""

from __future__ import annotations

import re

from shared.model import SpeakerType
from workers.language.lexicon import any_of, groups
from workers.language.nouns import noun_type

_WORDS = groups("works")
_NAMED = re.compile(rf"(?<!\w)(?:{any_of(_WORDS['titling'])})[,:]?(?: the| a| an)? $")
_SPOKEN_OF = re.compile(
    r"(?<!\bWith )\b(?:[Tt]he|[Aa]n?|[Tt]h(?:is|at)|[Hh](?:is|er)|[Tt]heir)(?: \w+)?"
    rf" (?:{any_of(_WORDS['spoken_of'])}) $"
)
_CALL = re.compile(
    rf"\b(?:{any_of(_WORDS['namers'])})(?: \w+ly| still| often| now)? call(?:s|ed)?(?: (?:him|her|it|them))? $",
    re.IGNORECASE,
)
_CALLS = re.compile(r"\b(?:which|that) (?:[\w'’.-]+ ){1,4}calls? $")
_ITSELF = re.compile(r"\bcall(?:s|ed|ing)? (?:him|her|it|them)sel(?:f|ves) $")
_IS_CALLED = re.compile(r"\b(?:is|are|be|was|were)(?: \w+ly| also| often| still| now| just)? (?:called|named|dubbed) $")
_CALLED = re.compile(
    r"\b(?:[Aa]n?|[Tt]he|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ne) (?:[\w-]+ ){0,2}?(?P<noun>[a-z-]+),?"
    r" (?:called|labell?ed|marked|named|headed) $"
)
_BY = re.compile(r",? by\b")
_BARE_NAME = re.compile(r"(?:the |[A-Z0-9])(?:[\w'’.-]+[ ,.]*){1,4}$", re.IGNORECASE)
MAX_NAME = 5
"""Most words of a name that somebody or something is called by."""


def is_name(text: str, line_start: int, start: int, end: int, inner: str) -> bool:
    """'known only as "Tex"', 'a slide called "What went wrong"', 'they call him "the Plumber"', 'the word "cuts"'."""
    before = text[max(line_start, start - 60) : start]
    if _NAMED.search(before) or _SPOKEN_OF.search(before):
        return True
    if _BY.match(text, end):
        # 'was called "a wreck" by engineers'
        return False
    return _gives_name(before, inner)


def _gives_name(before: str, inner: str) -> bool:
    article = re.match("an? ", inner) is not None
    if _ITSELF.search(before):
        return not article
    if _CALLS.search(before) and inner.istitle() and " " in inner:
        return True
    if _CALL.search(before):
        return len(inner.split()) <= MAX_NAME and (inner[:1].isupper() or inner.startswith("the "))
    if _IS_CALLED.search(before):
        return not article and (" is called" in before or inner[:1].isupper() or inner.startswith("the "))
    called = _CALLED.search(before)
    return called is not None and not article and _is_thing(called["noun"])


def _is_thing(noun: str) -> bool:
    """Whether a noun cannot be who calls something so: "a slide called", not "what a miller called"."""
    return noun_type(noun) in (None, SpeakerType.DOCUMENT)
