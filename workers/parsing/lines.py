"""The lines of the canonical text, with all that can be told of a line without its neighbours."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from workers.parsing.dates import MONTH
from workers.parsing.rows import rows_of

LONG = 400
"""Characters; longer lines are prose, for furniture is short. Rules look at no more than this much of a line."""

_POSTED = re.compile(r"[—–-]{1,2} ?[^()\n]{1,60} \(@\w{1,40}\)")
"""The signature of an embedded post of a social network."""

_LISTED = re.compile(
    rf"(?!{_POSTED.pattern})"
    r"(?:[•●▪◦‣*·–—-]|\(?\d{1,3}[.)]|\(?[a-z]\))\s+\S"
    rf"|(?:{MONTH} \d{{1,2}}|\d{{1,2}} [A-Z][a-z]{{2,8}}\.?)"
    r"(?:, \d{4})? ?(?:[:–—]|--? )"
)
"""A bullet, a number or letter of a list, or a date before a dash, as in lists of events."""

SENTENCE = 5
"""So many words with a full stop are prose ..."""

LABEL = 20
"""... or so many words without one."""

_ASKED = re.compile(r"(?:Q|A|Question|Answer) ?\d{0,3}[:.] ?\S")
"""A question or an answer of an interview."""

_WORD = re.compile(r"[^\W_]+(?:['’.\-][^\W_]+)*")
_CJK = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\u0e00-\u0eff]")
_SENTENCE_END = re.compile(r"[.!?。！？…।؟][\"'”’»)\]*]*$")
_TRUNCATED = re.compile(r"(?:\.\.|…|\[…\]|\[\.\.\.\])\s*(?:(?:read|see|learn) more.*|more)?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank; `text` is stripped, and the offsets are those of the stripped text."""

    number: int
    start: int
    end: int
    text: str
    alone: bool
    """Whether a blank line (or the text's edge) stands before and after it."""
    words: int
    """The number of words in the line's head; two signs of a script without spaces count as one."""
    ends_sentence: bool
    """Whether it ends as a sentence does."""
    truncated: bool
    """Whether it ends in an ellipsis, as teasers of other articles do."""
    prose: bool
    """Whether it reads as a sentence or more, not as a heading, a name or a label."""
    listed: bool
    """Whether it begins as an item of a list."""
    posted: bool
    """Whether it names who posted the lines above: "— Jane Doe (@janedoe)"."""
    phrase: str
    """The head as word lists write it, see `plain`."""
    curly: str
    """The head with curly apostrophes, as patterns use them."""

    @property
    def head(self) -> str:
        """The part of the line that rules look at."""
        return self.text[:LONG]

    @property
    def key(self) -> str:
        """The line's letters and digits in lower case, which two lines share if they say the same."""
        return letters(self.text)


def plain(phrase: str) -> str:
    """A phrase as the lists hold it: lower case, straight apostrophes, single spaces, no marks at its ends."""
    text = phrase.casefold().replace("’", "'").replace("‘", "'")
    return " ".join(text.split()).strip(' \t:.!»›>|·•→-–—[](){}*…#+"“”')


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case."""
    return "".join(filter(str.isalnum, text)).casefold()


def lines_of(text: str, join: bool = True) -> list[Line]:
    """The lines of canonical text that are not blank; `join` makes paragraphs of wrapped ones. Raises TooLarge."""
    rows = rows_of(text, join)
    if not rows:
        return []
    blank_after = [below.first > above.last + 1 for above, below in pairwise(rows)]
    before, after = [True, *blank_after], [*blank_after, True]
    edges = zip(rows, before, after, strict=True)
    return [_line(n, row.start, row.text, b and a) for n, (row, b, a) in enumerate(edges)]


def _line(number: int, start: int, text: str, alone: bool) -> Line:
    head = text[:LONG]
    words = len(_WORD.findall(head)) + len(_CJK.findall(head)) // 2
    ends = _SENTENCE_END.search(text, max(0, len(text) - 8)) is not None
    return Line(
        number=number,
        start=start,
        end=start + len(text),
        text=text,
        alone=alone,
        words=words,
        ends_sentence=ends,
        truncated=_TRUNCATED.search(text, max(0, len(text) - 40)) is not None,
        prose=len(text) >= LONG or words >= (SENTENCE if ends or _ASKED.match(head) else LABEL),
        listed=_LISTED.match(head) is not None,
        posted="(@" in head and _POSTED.match(head) is not None,
        phrase=plain(head),
        curly=head.replace("'", "’"),
    )
