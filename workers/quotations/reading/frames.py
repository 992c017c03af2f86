"""Builds frames for the parser: lines in which a short stand-in replaces every free-standing quoted stretch.

The parser sees half the words and attaches better; an offset map leads back. Quoted fragments that are part of the
sentence around them ("a 'terrible' idea") keep their words and lose nothing.

A headline In Title Case is set in sentence case.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from shared.model import FoundEntities, MentionForm
from workers.language.cues import SAYING, cue_verb, said_forms
from workers.language.lexicon import any_of, groups, words
from workers.language.marks import Line, Quoted
from workers.language.sentences import sentence_breaks

STAND_IN = "It works"
"""The stand-in of a quoted clause: a whole clause, so that the cue verb gets its complement."""

NAME = "Title"
"""The stand-in of the name of a work or programme: one noun, whatever its words."""
MAX_KEPT_WORDS = 30
"""Longer stretches are taken out whatever stands around them: the parser loses its way in them."""
_FINAL = re.compile(r"[,.!?;:…—-]\W*$")
_FIRST_HALF = re.compile(r",[”\"’'»](?P<words>(?: [\w.’'-]+){2,8}), $")
_WORD = re.compile(r"[^\W\d_]+")
_CUE_BEFORE = re.compile(rf"\b(?:{any_of(said_forms() | {'saying', 'adding'})})\b(?! that\b)[^.!?]{{0,60}}$")
"""A quotation that goes on after its cue: '"A," he said, "and b."'; but not 'he said that, by then, "b"'."""
_CASED_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
MIN_WORDS = 4
CAPITALISED = 0.7
"""Share of words with a capital from which a line is in title case: sentences in English news stay under one half."""

_VERBS_TOO = frozenset({"May", "March"})


@dataclass(frozen=True, slots=True)
class Slot:
    """Where a quoted stretch stands in the frame; `stand_in` if its words were replaced, `small` if they begin so."""

    quoted: Quoted
    start: int
    end: int
    stand_in: bool
    small: bool = False


@dataclass(frozen=True, slots=True)
class Frame:
    """The text given to the parser, and for each of its characters the offset in the article."""

    line: Line
    text: str
    origin: tuple[int, ...]
    slots: tuple[Slot, ...]


def build_frame(text: str, line: Line, quoted: tuple[Quoted, ...]) -> Frame:
    """The frame of one line."""
    pieces: list[str] = []
    origin: list[int] = []
    slots: list[Slot] = []
    position = line.start
    for stretch in quoted:
        pieces.append(text[position : stretch.start])
        origin.extend(range(position, stretch.start))
        words, offsets, stand_in = _in_frame(text, line, stretch)
        slots.append(Slot(stretch, len(origin), len(origin) + len(words), stand_in, _is_small(text, stretch)))
        if text[stretch.end : stretch.end + 1].isalnum():
            # '"...,"said Roe': the parser needs the blank that the typist forgot.
            words, offsets = f"{words} ", [*offsets, offsets[-1]]
        pieces.append(words)
        origin.extend(offsets)
        position = stretch.end
    pieces.append(text[position : line.end])
    origin.extend(range(position, line.end))
    return Frame(line, "".join(pieces), tuple(origin), tuple(slots))


def _is_small(text: str, stretch: Quoted) -> bool:
    return text[stretch.inner_start : stretch.inner_end][:1].islower()


def _in_frame(text: str, line: Line, stretch: Quoted) -> tuple[str, list[int], bool]:
    inner = text[stretch.inner_start : stretch.inner_end]
    if stretch.title:
        final = _FINAL.search(inner)
        words = NAME + _mark_of(final)
        return words, [stretch.start] * (len(words) - 1) + [stretch.end - 1], False
    if _stands_free(text, line, stretch, inner):
        final = _FINAL.search(inner)
        words = f'"{STAND_IN}{_mark_of(final)}"'
        return words, [stretch.inner_start] * (len(words) - 1) + [stretch.inner_end - 1], True
    cut = next(sentence_breaks(text, *stretch.inner), None)
    end = cut.start() + 1 if cut is not None else stretch.inner_end
    words = f'"{text[stretch.inner_start : end]}"'
    return words, [stretch.start, *range(stretch.inner_start, end), stretch.inner_end - 1], False


def _is_second_half(text: str, line: Line, stretch: Quoted) -> bool:
    """'"If they come," Roe warned, "they will lose."': a reporting verb alone between the halves."""
    half = _FIRST_HALF.search(text, line.start, stretch.start)
    verbs = (cue_verb(word) for word in _WORD.findall(half["words"])) if half is not None else ()
    return any(verb is not None and verb.kind & SAYING for verb in verbs)


def _mark_of(final: re.Match[str] | None) -> str:
    """The last punctuation mark of a stretch: the comma of "at 1 a.m.,"."""
    return "" if final is None else [c for c in final[0] if c in ",.!?;:…—-"][-1]


def _stands_free(text: str, line: Line, stretch: Quoted, inner: str) -> bool:
    """Whether the stretch is a clause of its own rather than words of the sentence around it."""
    words = len(inner.split())
    if words > MAX_KEPT_WORDS or next(sentence_breaks(text, *stretch.inner), None) is not None:
        return True
    before, after = text[line.start : stretch.start].rstrip(), text[stretch.end : line.end].lstrip()
    ends = bool(_FINAL.search(inner)) or not after or after[0] in ",.!?;:—–-("
    begins = not before or before[-1] in ',:.!?;—–-"”’»)'
    if not ends:
        return False
    small = inner[:1].islower() and before[-1:] in (",", "-", "—", "–")
    if begins and not (small and not _CUE_BEFORE.search(before) and not _is_second_half(text, line, stretch)):
        return words > 1 or bool(_FINAL.search(inner))
    return inner[:1].isupper() and words >= 3 and bool(_FINAL.search(inner))


def in_sentence_case(text: str, line: Line, found: FoundEntities) -> str:
    """The text with one title-case line in sentence case; names that the article mentions keep their capitals."""
    words = list(_CASED_WORD.finditer(text, line.start, line.end))
    large = sum(w[0][0].isupper() for w in words if len(w[0]) > 3)
    if len(words) < MIN_WORDS or large < CAPITALISED * sum(len(w[0]) > 3 for w in words):
        return text
    names = _name_words(line, found)
    letters = list(text[line.start : line.end])
    for before, word in pairwise(words):
        if _is_common(word[0], names) and not _is_date(before[0], word[0]):
            at = word.start() - line.start
            letters[at] = _small(letters[at])
    return text[: line.start] + "".join(letters) + text[line.end :]


def _name_words(line: Line, found: FoundEntities) -> frozenset[str]:
    """The words of the names that stand outside the line."""
    elsewhere = [m for m in found.mentions if m.form is MentionForm.NAME and not line.start <= m.start_char < line.end]
    return frozenset(word for m in elsewhere for word in _CASED_WORD.findall(m.exact))


def _is_common(word: str, names: frozenset[str]) -> bool:
    bare = re.sub(r"['’]s?$", "", word)
    return bare not in names and bare.rstrip(".") not in names and not bare[1:].isupper() and not bare.endswith(".")


def _is_date(before: str, word: str) -> bool:
    """Days and months; May and March only where no verb can stand: "in May"."""
    if word in _VERBS_TOO:
        return before.lower() in groups("times")["before_months"]
    return word.istitle() and word.lower() in words("calendar")


def _small(letter: str) -> str:
    """Lower case only where it is one letter for one: offsets must hold."""
    lowered = letter.lower()
    return lowered if len(lowered) == 1 else letter
