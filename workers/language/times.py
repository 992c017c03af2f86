"""Recognises nouns of time, which are no part of a content and never speak."""

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
