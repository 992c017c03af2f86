"""Party and state behind a lawmaker's name, as American papers print them: "R-N.J.", "D-Ohio". They name nobody."""

from __future__ import annotations

import re

_TAG = re.compile(r"[RDI]-[A-Z][\w.]*(?: [A-Z][\w.]*)?")
_TAG_BEHIND = re.compile(rf",? \(?{_TAG.pattern}\)?\W*$")


def is_party_tag(words: str) -> bool:
    """Whether the words are a party and a state."""
    return _TAG.fullmatch(words) is not None


def ends_in_party_tag(text: str, start: int, end: int) -> bool:
    """Whether a stretch ends in a party and a state."""
    return _TAG_BEHIND.search(text, start, end) is not None
