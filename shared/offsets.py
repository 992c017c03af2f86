"""Maps offsets of the canonical text to the submitted string, and restores that string, for readers.

    places = SourceOffsets(article.edits)
    start, end = places.span(quotation.spans[0].start_char, quotation.spans[0].end_char)
    submitted[start:end]            # the words as they were sent
    reconstruct(article.text, article.edits) == submitted

For `text` and `body` this is exact. The parser assembles the text of an `html` submission from the page's blocks: such
a text has no edits, and its offsets do not lead back into the page.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from heapq import merge
from itertools import chain

from shared.model import Decoding, Edit


def places(edit: Edit) -> Iterator[int]:
    """All places of an edit, in order: offsets in the submitted string."""
    at = 0
    for step in edit.steps:
        distance, times = step if isinstance(step, tuple) else (step, 1)
        for _ in range(times):
            at += distance
            yield at


class SourceOffsets:
    """Turns offsets of the text into offsets of the submitted string, at eight bytes for each removed character."""

    def __init__(self, edits: Iterable[Edit]) -> None:
        # A replaced character moves nothing. The i-th removed character, at source offset r, stood before the text's
        # character r - i.
        removed = merge(*(places(edit) for edit in edits if not edit.inserted))
        self._gaps = array("q", (at - number for number, at in enumerate(removed)))

    def offset(self, at: int) -> int:
        """The source offset of the text's character at this offset."""
        return at + bisect_right(self._gaps, at)

    def span(self, start: int, end: int) -> tuple[int, int]:
        """The source offsets of a span of the text, with the characters removed inside it and none around it."""
        first = self.offset(start)
        return first, max(first, self.offset(end - 1) + 1) if end > start else first


def reconstruct(text: str, edits: Sequence[Edit]) -> str:
    """The submitted string of a canonical text."""
    return "".join(_pieces(text, edits))


def encoded(submitted: str, decoding: Decoding) -> bytes:
    """The bytes of the file that the submitted string was decoded from.

    Exact for UTF-8, UTF-16, UTF-32 and single-byte encodings; others may encode one character in two ways.
    """
    mark = next((edit for edit in decoding.edits if not edit.inserted), None)
    lost = [edit for edit in decoding.edits if edit.inserted]
    pieces: list[bytes] = [] if mark is None else [bytes.fromhex(mark.removed[2:])]
    position = 0
    for at, edit in merge(*map(_signs, lost), key=lambda pair: pair[0]):
        pieces += [submitted[position:at].encode(decoding.encoding), bytes.fromhex(edit.removed[2:])]
        position = at + 1
    return b"".join(chain(pieces, [submitted[position:].encode(decoding.encoding)]))


def _pieces(text: str, edits: Sequence[Edit]) -> Iterator[str]:
    position = source = 0
    for at, edit in merge(*map(_signs, edits), key=lambda pair: pair[0]):
        kept = at - source
        yield text[position : position + kept]
        yield chr(int(edit.removed[2:], 16))
        position += kept + len(edit.inserted)
        source = at + 1
    yield text[position:]


def _signs(edit: Edit) -> Iterator[tuple[int, Edit]]:
    return ((at, edit) for at in places(edit))
