"""Joins a frame with its parse: leads from tokens back to offsets in the article and to quoted stretches."""

from __future__ import annotations

from collections.abc import Iterable, Set
from dataclasses import dataclass
from typing import TYPE_CHECKING

from workers.quotations.reading.frames import Frame, Slot
from workers.quotations.records import Offsets, trimmed

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span, Token

_EDGE = " \t\n\u00a0,;:.—–-"


@dataclass(frozen=True, slots=True)
class Scene:
    """`slot_at[i]` is the index of the quoted stretch that token i stands in, or None; `slot_tokens` are its tokens."""

    frame: Frame
    doc: Doc
    slot_at: tuple[int | None, ...]
    slot_tokens: tuple[tuple[Token, ...], ...]
    line: int = 0

    def start_of(self, index: int) -> int:
        """Article offset where token `index` begins; a stand-in begins where its words do."""
        slot = self._stand_in(index)
        return slot.quoted.inner_start if slot else self.frame.origin[self.doc[index].idx]

    def end_of(self, index: int) -> int:
        """Article offset after token `index`."""
        slot = self._stand_in(index)
        token = self.doc[index]
        return slot.quoted.inner_end if slot else self.frame.origin[token.idx + len(token) - 1] + 1

    def offsets_of(self, token: Token) -> Offsets:
        """Article offsets of a token."""
        return self.start_of(token.i), self.end_of(token.i)

    def offsets_of_span(self, span: Span) -> Offsets:
        """Article offsets of some tokens in a row."""
        return self.start_of(span.start), self.end_of(span.end - 1)

    def holds_marks(self, indices: Iterable[int]) -> bool:
        """Whether any of some tokens stands between quotation marks that hold no title."""
        return any(self.slot_at[i] is not None and not self.in_title(i) for i in indices)

    def in_title(self, index: int) -> bool:
        """Whether a token stands for the name of something between marks."""
        number = self.slot_at[index]
        return number is not None and self.frame.slots[number].quoted.title

    def in_stand_in(self, index: int) -> bool:
        """Whether a token is part of a stand-in."""
        return self._stand_in(index) is not None

    def _stand_in(self, index: int) -> Slot | None:
        number = self.slot_at[index]
        if number is None or not self.frame.slots[number].stand_in:
            return None
        return self.frame.slots[number]


def make_scene(frame: Frame, doc: Doc, line: int = 0, named: Set[int] = frozenset()) -> Scene:
    """The scene of a frame and its parse; the words of names, whose letters stand at `named`, are tagged as such."""
    for token in doc:
        if token.text[:1].isupper() and frame.origin[token.idx] in named and token.tag_ not in ("NNP", "NNPS"):
            # "Wines believes", "Ham said": the tagger knows the words, not their bearers.
            token.tag_ = "NNP"
    slot_at: list[int | None] = [None] * len(doc)
    slot_tokens = []
    for number, slot in enumerate(frame.slots):
        span = doc.char_span(slot.start, slot.end, alignment_mode="expand")
        tokens = tuple(span) if span is not None else ()
        for token in tokens:
            slot_at[token.i] = number
        slot_tokens.append(tokens)
    return Scene(frame, doc, tuple(slot_at), tuple(slot_tokens), line)


def to_spans(scene: Scene, text: str, indices: Iterable[int]) -> list[tuple[int, int]]:
    """Article offsets of unbroken runs of tokens, trimmed of outer punctuation; runs without a word are left out."""
    spans = []
    for first, last in runs(indices):
        start, end = trimmed(text, *scene.offsets_of_span(scene.doc[first : last + 1]), _EDGE)
        while text[start:end].endswith(")") and "(" not in text[start:end]:
            start, end = trimmed(text, start, end - 1, _EDGE)
        if any(c.isalnum() for c in text[start:end]):
            spans.append(_balanced(scene, start, end))
    return spans


def _balanced(scene: Scene, start: int, end: int) -> tuple[int, int]:
    """A span without outer marks, and with both marks of the fragments inside it."""
    for slot in scene.frame.slots:
        quoted = slot.quoted
        if start <= quoted.start and quoted.inner_start < end <= quoted.end:
            end = quoted.inner_end if start == quoted.start else quoted.end
        if quoted.start <= start < quoted.inner_end and quoted.end <= end:
            start = quoted.inner_start if end == quoted.end else quoted.start
        if (start, end) == (quoted.start, quoted.end) or (start == quoted.start and end == quoted.inner_end):
            start, end = quoted.inner
    return start, end


def runs(indices: Iterable[int]) -> list[tuple[int, int]]:
    """Unbroken runs of token indices, as (first, last)."""
    result: list[tuple[int, int]] = []
    for index in sorted(set(indices)):
        if result and result[-1][1] == index - 1:
            result[-1] = (result[-1][0], index)
        else:
            result.append((index, index))
    return result
