"""The names of months as patterns: for date lines, datelines and lists of events."""

from __future__ import annotations

from workers.language.lexicon import any_of, entries

_NAMES = tuple(name.title() for name in entries("calendar")[-12:])
_SHORT = tuple(name[:3] for name in _NAMES)

MONTH = rf"(?:{any_of(_SHORT)})[a-z]{{0,6}}\.?"
"""A month's name, whole or cut short anywhere: "September", "Sept.", "Sep"."""

FILED_MONTH = rf"(?:{any_of((*_NAMES, *_SHORT, 'Sept', *map(str.upper, _SHORT)))})\.?"
"""A month as datelines write it: "September 3", "Sept. 3", "SEP 3"; not "Mayor 3"."""
