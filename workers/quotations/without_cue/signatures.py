"""Finds the signature behind a quotation: '"..." — Jane Roe, Ohio'."""

from __future__ import annotations

import re

from shared.model import Voice
from workers.language.lexicon import any_of, words
from workers.quotations.records import Offsets, name_voice

_NAME_WORD = rf"(?:[A-ZÀ-ÖØ-Þ][\w.'’-]*|(?:{any_of(words('name_particles'))}|of)\b)"
_SIGNATURE = re.compile(
    rf"[.,]?\s*(?P<dash>[—–―]|--?)\s*(?P<name>[A-ZÀ-ÖØ-Þ][\w.'’-]*(?:\s+{_NAME_WORD}){{0,5}})\s*(?:$|[,.(]|(?=[“\"]))"
)

_INITIALS = re.compile(r"(?:[A-Z]\. ?)+")


def signature_after(text: str, start: int, end: int) -> tuple[Offsets, Voice] | None:
    """The dash and the name that stand between a closing mark and the end of its line."""
    match = _SIGNATURE.match(text, start, end)
    if match is None:
        return None
    name_start, name_end = match.span("name")
    if not _INITIALS.fullmatch(text[name_start:name_end]):
        name_end = name_start + len(text[name_start:name_end].rstrip("."))
    return match.span("dash"), name_voice(text, name_start, name_end)
