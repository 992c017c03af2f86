"""Canonical text: the one text that all offsets point into.

Newlines and spaces are made plain, what cannot be seen is taken out, and words are left alone: no case folding,
no Unicode normalisation, no spelling. Applying it twice changes nothing more.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass

from shared.model import Warning as Notice

_JOINING = "\u0590-\u109f\u1780-\u18af\u200d\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
"""Scripts and emoji in which a joiner (U+200C, U+200D) is part of the word's spelling."""

_CLASSES = {
    "nul": "\x00",
    "surrogate": "\ud800-\udfff",
    "bom": "\ufeff",
    "bidi": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero_width": "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f",
    "control": "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f",
}
_KIND = re.compile("|".join(f"(?P<{name}>[{signs}])" for name, signs in _CLASSES.items()))
_UNWANTED = re.compile(f"[{''.join(_CLASSES.values())}]|(?<![{_JOINING}])[\u200c\u200d]")
_WINDOWS_MARKS = dict(zip(range(0x91, 0x98), "‘’“”•–—", strict=True))
"""Quotation marks and dashes of Windows-1252 read as Latin-1: marks only, so that no letter ever changes."""

_HAS_WINDOWS_MARKS = re.compile("[\x91-\x97]")
_NEWLINE = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_SPACE = re.compile("[\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000]")


@dataclass(frozen=True)
class Canonical:
    """Canonical text and what was taken out of the raw one."""

    text: str
    warnings: tuple[Notice, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, in hexadecimal."""
        return sha256(self.text)


def sha256(text: str) -> str:
    """Hash of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonicalise(raw: str) -> Canonical:
    """The canonical form of any string."""
    text = _restore_windows_marks(raw)
    counts: dict[str, int] = {}

    def drop(match: re.Match[str]) -> str:
        known = _KIND.match(match.group())
        kind = str(known.lastgroup) if known else "zero_width"
        counts[kind] = counts.get(kind, 0) + 1
        return ""

    text = _SPACE.sub(" ", _NEWLINE.sub("\n", _UNWANTED.sub(drop, text)))
    warnings = [Notice(code=f"{kind}_removed", detail=f"{n} characters") for kind, n in sorted(counts.items())]
    if (lost := text.count("\ufffd")) > 0:
        warnings.append(Notice(code="replacement_characters", detail=f"{lost} characters were lost before submission"))
    return Canonical(text, tuple(warnings))


def one_line(raw: str | None) -> str | None:
    """A declared field in canonical form on one line, or None where nothing is left."""
    if raw is None:
        return None
    return " ".join(canonicalise(raw).text.split()) or None


def _restore_windows_marks(raw: str) -> str:
    if _HAS_WINDOWS_MARKS.search(raw) is None:
        return raw
    return raw.translate(_WINDOWS_MARKS | {0x85: "…"})
