"""Lines of the canonical text and what can be seen on each of them without its neighbours."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

LONG = 400
"""Longer lines are prose: furniture is short. Rules look at no more than this much of a line."""

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_SENTENCE_END = re.compile(r"[.!?。！？…।؟][\"'”’»)\]*]*$")
_TRUNCATED = re.compile(r"(?:\.\.|…|\[…\]|\[\.\.\.\])\s*(?:(?:read|see|learn) more.*|more)?$", re.IGNORECASE)
_LOWER_CONNECTIVE = re.compile(r"\b(?:the|a|an|of|to|in|and|that|is|was|for|on|with|he|she|it|they|as|at|by|from)\b")


@dataclass(frozen=True)
class Line:
    """One line that holds more than white space; `text` is stripped, the offsets are those of the stripped text."""

    number: int
    start: int
    end: int
    text: str
    alone: bool
    """A blank line (or the text's edge) stands before and after it."""

    @property
    def head(self) -> str:
        """As much of the line as rules look at."""
        return self.text[:LONG]

    @cached_property
    def words(self) -> int:
        """Number of words; two signs of a script without spaces count as one."""
        return len(_WORD.findall(self.head)) + len(_CJK.findall(self.head)) // 2

    @cached_property
    def ends_sentence(self) -> bool:
        """Ends as a sentence does."""
        return _SENTENCE_END.search(self.text, max(0, len(self.text) - 8)) is not None

    @cached_property
    def truncated(self) -> bool:
        """Ends in an ellipsis, as the teasers of other articles do."""
        return _TRUNCATED.search(self.text, max(0, len(self.text) - 40)) is not None

    @cached_property
    def prose(self) -> bool:
        """Reads as a sentence or more, not as a heading, a name or a label."""
        if len(self.text) >= LONG:
            return True
        if self.ends_sentence:
            return self.words >= 5
        return self.words >= 20

    @cached_property
    def connectives(self) -> int:
        """Small function words, which running prose has and labels have not."""
        return len(_LOWER_CONNECTIVE.findall(self.head))

    @cached_property
    def key(self) -> str:
        """Letters and digits only, in lower case: what two lines that say the same share."""
        return letters(self.text)


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()


def lines_of(text: str) -> list[Line]:
    """The lines of canonical text that are not blank."""
    found = list(_stripped(text))
    blank_after = [b[3] > a[3] + 1 for a, b in itertools.pairwise(found)]
    before, after = [True, *blank_after], [*blank_after, True]
    return [Line(n, start, end, body, before[n] and after[n]) for n, (start, end, body, _) in enumerate(found)]


def _stripped(text: str) -> Iterator[tuple[int, int, str, int]]:
    position = 0
    for row, raw in enumerate(text.split("\n")):
        body = raw.strip()
        if body:
            start = position + raw.index(body[0])
            yield start, start + len(body), body, row
        position += len(raw) + 1
