"""Finds a name alone beside a quotation: before a colon, "Walz: '...'", or as a signature, '"..." — Jane Roe, Ohio'.

The parser often takes a name before a colon for a part of the quotation.
"""

from __future__ import annotations

import re

from shared.model import FoundEntities, MentionForm, Voice
from workers.language.lexicon import any_of, words
from workers.quotations.records import Offsets, name_voice

_LABEL = re.compile(
    r"(?P<phrase>(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*\s){0,6}(?P<head>[A-ZÀ-ÖØ-Þ][\w'’-]+))(?:\s*\([^()\n]{1,40}\))?\s*:\s*"
)
"""Up to six words of title and name, perhaps party and seat in brackets."""
_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|(?:{any_of(words('name_particles'))}|of)\b)"
_SIGNATURE = re.compile(
    rf"[.,]?\s*(?P<dash>[—–―]|--?)\s*(?P<name>[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s+{_NAME_WORD}){{0,5}})\s*(?:$|[,.(]|(?=[“\"]))"
)

_INITIALS = re.compile(r"(?:[A-Z]\. ?)+")


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


def signature_after(text: str, start: int, end: int) -> tuple[Offsets, Voice] | None:
    """The dash and the name that stand between a closing mark and the end of its line."""
    match = _SIGNATURE.match(text, start, end)
    if match is None:
        return None
    name_start, name_end = match.span("name")
    if not _INITIALS.fullmatch(text[name_start:name_end]):
        name_end = name_start + len(text[name_start:name_end].rstrip("."))
    return match.span("dash"), name_voice(text, name_start, name_end)
