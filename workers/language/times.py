"""Words that tell when something was said; no part of what was said, and nobody who says it."""

from __future__ import annotations

from spacy.tokens import Token

_TIMES = frozenset(
    (
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("today", "yesterday", "tomorrow", "tonight", "morning", "afternoon", "evening", "night", "noon", "midnight"),
        *("week", "month", "year", "day", "hour", "weekend", "january", "february", "march", "april", "may", "june"),
        *("july", "august", "september", "october", "november", "december", "weeks", "months", "years", "days"),
    )
)


def is_time(token: Token) -> bool:
    """Whether a noun names a time: "Friday", "evening", "May"."""
    return token.lower_ in _TIMES
