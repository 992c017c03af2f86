"""Makes the canonical text, into which all offsets point, from any string.

It makes newlines and spaces plain, removes invisible characters, and leaves words alone: no case folding, no Unicode
normalisation, no spelling. Applied twice, it changes nothing more. It records every change, one character each, so that
`shared.offsets` leads from any place in the text back to the submitted string.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field

from shared.model import Edit, EditKind
from shared.model import Warning as Notice

_JOINING = "\u0590-\u061b\u061d-\u109f\u1780-\u180d\u180f-\u18af\U0001f000-\U0001faff\u2600-\u27bf\ufe0f"
"""Scripts and emoji in which a joiner (U+200C, U+200D) belongs to a word's spelling; none of these is ever edited."""

_TAKEN_OUT = {
    EditKind.NUL: "\x00",
    EditKind.SURROGATE: "\ud800-\udfff",
    EditKind.BOM: "\ufeff",
    EditKind.BIDI: "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    EditKind.ZERO_WIDTH: "\u00ad\u180e\u200b\u2060-\u2064\u206a-\u206f",
    EditKind.CONTROL: "\x01-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f",
}
_MADE_PLAIN = {
    EditKind.NEWLINE: "\r\x0b\x0c\x85\u2028\u2029",
    EditKind.SPACE: "\t\xa0\u1680\u2000-\u200a\u202f\u205f\u3000",
}
_PLAIN = {EditKind.NEWLINE: "\n", EditKind.SPACE: " "}
_KIND = re.compile("|".join(f"(?P<{kind}>[{signs}])" for kind, signs in (_TAKEN_OUT | _MADE_PLAIN).items()))
_UNSEEN = "".join(_TAKEN_OUT.values())

# A carriage return goes if a line feed follows, even behind invisible characters (UTF-16 read as Latin-1).
_BEFORE_NEWLINE = f"\r(?=[{_UNSEEN}]{{0,8}}\n)"
_EDITED = re.compile(
    f"(?P<before_newline>{_BEFORE_NEWLINE})"
    f"|(?P<joiners>(?<![{_JOINING}\u200c\u200d])[\u200c\u200d]+)"
    # A run of one sign in one match: millions of them take no longer than a few.
    f"|([{_UNSEEN}{''.join(_MADE_PLAIN.values())}])(?:(?!{_BEFORE_NEWLINE})\\3)*+"
)
_WINDOWS_MARKS = dict(zip("\x91\x92\x93\x94\x95\x96\x97\x85", "‘’“”•–—…", strict=True))
"""Quotation marks and dashes of Windows-1252 read as Latin-1. No letters: no letter ever changes."""

_HAS_WINDOWS_MARKS = re.compile("[\x91-\x97]")
"""U+0085 is a newline in a text without these; in a text with them it is an ellipsis."""


@dataclass(frozen=True)
class Canonical:
    """Canonical text and how it differs from the raw one."""

    text: str
    warnings: tuple[Notice, ...] = ()
    edits: tuple[Edit, ...] = ()

    @property
    def sha256(self) -> str:
        """Hash of the text in UTF-8, in hexadecimal."""
        return sha256(self.text)


def sha256(text: str) -> str:
    """Hash of a text in UTF-8, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def canonicalise(raw: str) -> Canonical:
    """The canonical form of any string."""
    if _EDITED.search(raw) is None:
        return Canonical(raw, _lost(raw))
    editing = _Editing(_WINDOWS_MARKS if _HAS_WINDOWS_MARKS.search(raw) else {})
    text = _EDITED.sub(editing.edit, raw)
    edits = tuple(found.edit(sign, inserted) for (sign, inserted), found in editing.places.items())
    return Canonical(text, _taken_out(editing.places) + _lost(text), edits)


def one_line(raw: str | None) -> str | None:
    """A declared field in canonical form on one line, or None if it is empty."""
    if raw is None:
        return None
    return " ".join(canonicalise(raw).text.split()) or None


@dataclass
class _Editing:
    """The replacement of each match, and the places of each character."""

    marks: dict[str, str]
    plain: dict[str, str] = field(default_factory=dict)
    places: dict[tuple[str, str], _Places] = field(default_factory=dict)

    def edit(self, match: re.Match[str]) -> str:
        signs, sign = match.group(), match.group()[0]
        if match.lastgroup:
            for at, each in enumerate(signs, match.start()):
                self._places(each, "").add(at)
            return ""
        if (inserted := self.plain.get(sign)) is None:
            inserted = self.plain[sign] = _instead(sign, self.marks)
        self._places(sign, inserted).add(match.start(), len(signs))
        return inserted * len(signs)

    def _places(self, sign: str, inserted: str) -> _Places:
        if (found := self.places.get((sign, inserted))) is None:
            found = self.places[sign, inserted] = _Places(_kind(sign, self.marks))
        return found


@dataclass
class _Places:
    """The places where one character was edited, as steps, so that any number of places takes little memory."""

    kind: EditKind
    count: int = 0
    last: int = 0
    steps: list[int | tuple[int, int]] = field(default_factory=list)
    step: int = -1
    times: int = 0

    def add(self, at: int, count: int = 1) -> None:
        """Note that the character stands `count` times from here on."""
        self._step(at - self.last, 1)
        if count > 1:
            self._step(1, count - 1)
        self.last = at + count - 1
        self.count += count

    def _step(self, step: int, times: int) -> None:
        if step != self.step:
            self._close()
            self.step, self.times = step, 0
        self.times += times

    def edit(self, sign: str, inserted: str) -> Edit:
        self._close()
        self.times = 0
        return Edit(kind=self.kind, removed=f"U+{ord(sign):04X}", inserted=inserted, steps=tuple(self.steps))

    def _close(self) -> None:
        if self.times > 2:
            self.steps.append((self.step, self.times))
        else:
            self.steps.extend([self.step] * self.times)


def _instead(sign: str, marks: dict[str, str]) -> str:
    return marks.get(sign) or _PLAIN.get(_kind(sign, marks), "")


def _kind(sign: str, marks: dict[str, str]) -> EditKind:
    if sign in marks:
        return EditKind.WINDOWS_MARK
    known = _KIND.match(sign)
    return EditKind(str(known.lastgroup)) if known else EditKind.ZERO_WIDTH


def _taken_out(places: dict[tuple[str, str], _Places]) -> tuple[Notice, ...]:
    counts: dict[str, int] = {}
    for found in places.values():
        if found.kind in _TAKEN_OUT:
            counts[found.kind] = counts.get(found.kind, 0) + found.count
    return tuple(Notice(code=f"{kind}_removed", detail=f"{n} characters") for kind, n in sorted(counts.items()))


def _lost(text: str) -> tuple[Notice, ...]:
    if (lost := text.count("\ufffd")) == 0:
        return ()
    return (Notice(code="replacement_characters", detail=f"{lost} characters were lost before submission"),)
