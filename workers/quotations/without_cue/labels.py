"""Finds a name alone before a colon: "Walz: '...'". The parser often takes it for a part of the quotation."""

from __future__ import annotations

import re

from shared.model import FoundEntities, MentionForm, Voice

_LABEL = re.compile(
    r"(?P<phrase>(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*\s){0,6}(?P<head>[A-ZÀ-ÖØ-Þ][\w'’-]+))(?:\s*\([^()\n]{1,40}\))?\s*:\s*"
)
"""Up to six words of title and name, perhaps party and seat in brackets."""


class Labels:
    """The names of one article, as they stand before colons."""

    def __init__(self, text: str, found: FoundEntities) -> None:
        self._text = text
        self._last_words = {m.exact.split()[-1] for m in found.mentions if m.form is MentionForm.NAME}

    def before(self, line_start: int, offset: int) -> Voice | None:
        """The name that stands alone between the start of the line and a quotation."""
        match = _LABEL.fullmatch(self._text, line_start, offset)
        if match is None or match["head"] not in self._last_words:
            return None
        return Voice(*match.span("phrase"), *match.span("head"))
