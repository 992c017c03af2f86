"""Puts counts and spans of time into words."""

from __future__ import annotations

from datetime import timedelta


def many(count: int, one: str, several: str) -> str:
    """The count with its noun."""
    return f"{count:,} {one if count == 1 else several}"


def span(seconds: float) -> str:
    """A span of time as people say it: 45 s, 3 min, 2:05:00 h."""
    if seconds < 100:
        return f"{seconds:.0f} s"
    if seconds < 100 * 60:
        return f"{seconds / 60:.0f} min"
    return f"{timedelta(seconds=round(seconds))} h"
