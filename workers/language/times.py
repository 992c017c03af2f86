"""Words that tell when something was said; no part of what was said, and nobody who says it."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Token

from workers.language.lexicon import groups, words


def is_time(token: Token) -> bool:
    """Whether a noun names a time: "Friday", "evening", "May"."""
    return token.lower_ in _times()


@cache
def _times() -> frozenset[str]:
    return words("calendar") | groups("times")["times"]
