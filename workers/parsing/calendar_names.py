"""Patterns for the names of days and months: for date lines, datelines and lists of events."""

from __future__ import annotations

from workers.language.lexicon import any_of, entries

_DAYS, _MONTHS = entries("calendar")[:7], entries("calendar")[7:]
_FULL = tuple(map(str.title, _MONTHS))
_SHORT = tuple(name[:3] for name in _FULL)

DAY = rf"(?:{any_of(name[:3] for name in _DAYS)})[a-z]{{0,6}}"
"""A day of the week, whole or cut short anywhere, in lower case: "tuesday", "tues", "tue"."""

MONTH = rf"(?:{any_of(_SHORT)})[a-z]{{0,6}}\.?"
"""A month, whole or cut short anywhere: "September", "Sept.", "Sep"."""

FILED_MONTH = rf"(?:{any_of((*_FULL, *_SHORT, 'Sept', *map(str.upper, _SHORT)))})\.?"
"""A month as datelines write it: "September 3", "Sept. 3", "SEP 3"; not "Mayor 3"."""
