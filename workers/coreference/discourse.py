"""The article as its reader meets it: paragraphs, sentences, stretches between marks, and who speaks where."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise

from shared.model import FoundQuotation, ParsedArticle, Segment
from workers.coreference.cast import Cast, Named
from workers.language.lexicon import any_of, groups, words
from workers.language.marks import Quoted, cut_lines, find_quoted
from workers.language.segments import read_segments
from workers.language.sentences import is_fragment, sentence_starts

ADVERBS = rf"(?:(?:\w+ly|{any_of(groups('references')['adverbs'])})\s+){{0,2}}"
"""What may stand between a subject and its verb: "Roe also said"."""
NEXT_WORD = re.compile(rf"\s+[“\"‘']?{ADVERBS}(?P<word>[a-z]+)\b")
ATTRIBUTE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")
"""Before a person's name: "the Roe campaign" is not about Roe, "a Roe fellow" is not Roe."""


class Marks:
    """The quoted stretches of one paragraph."""

    def __init__(self, text: str, quoted: Sequence[Quoted]) -> None:
        self._starts = [q.start for q in quoted]
        self._ends = [q.end for q in quoted]
        self._fragments = {q.start for q in quoted if q.title or is_fragment(text, q.inner_start, q.inner_end)}

    def opened(self, offset: int) -> int | None:
        """Where the stretch around an offset begins; None outside marks."""
        at = bisect_right(self._starts, offset) - 1
        return self._starts[at] if at >= 0 and offset < self._ends[at] else None

    def holds(self, offset: int) -> bool:
        """Whether an offset stands between marks."""
        return self.opened(offset) is not None

    def speech(self, offset: int) -> int | None:
        """Where somebody's words around an offset begin; None in a fragment of the writer's own sentence."""
        opened = self.opened(offset)
        return None if opened in self._fragments else opened


class Speech:
    """Which found quotation holds an offset."""

    def __init__(self, quotations: Sequence[FoundQuotation]) -> None:
        spans = sorted((s.start_char, s.end_char, at) for at, q in enumerate(quotations) for s in q.spans)
        self._starts = [start for start, _, _ in spans]
        self._spans = spans

    def at(self, offset: int) -> int | None:
        """The place of the quotation that holds an offset."""
        at = bisect_right(self._starts, offset) - 1
        return self._spans[at][2] if at >= 0 and offset < self._spans[at][1] else None


class Paragraph:
    """One segment with its sentences, its marks and the names in it."""

    def __init__(self, text: str, segment: Segment, quoted: Sequence[Quoted], cast: Cast) -> None:
        self.text = text
        self.start, self.end = segment.start_char, segment.end_char
        self.marks = Marks(text, quoted)
        self.named = cast.names.inside(self.start, self.end)
        self.people = {one.start: one for one in self.named if cast.is_person(one.entity)}
        self._starts = sorted(self.people)
        # What somebody says does not make the reader forget who says it: no sentence begins inside marks.
        starts = sentence_starts(text, self.start, self.end)
        self.borders = [at for at in starts if not self.marks.holds(at - 1)]

    def between(self, start: int, end: int) -> list[Named]:
        """The names of a stretch of the paragraph."""
        return [one for one in self.named if start <= one.start < end]

    def sentences(self) -> list[tuple[int, int]]:
        """Where sentences begin and end, quotations kept whole."""
        return list(pairwise((*self.borders, self.end)))

    def next_named(self, offset: int) -> Named | None:
        """The first name of a person behind an offset."""
        at = bisect_left(self._starts, offset)
        return self.people[self._starts[at]] if at < len(self._starts) else None

    def sentence_start(self, offset: int) -> int:
        """Where the sentence of an offset begins."""
        at = bisect_left(self.borders, offset + 1) - 1
        return self.borders[at] if at >= 0 else self.start

    def owns(self, name: Named) -> bool:
        """Whether the name is a possessor: "Roe's lawyer"."""
        return self.text.startswith(("'", "’"), name.end)

    def is_subject(self, name: Named) -> bool:
        """Whether the name opens its sentence, or a verb follows it."""
        if self.is_attributive(name):
            return False
        if self.opens(name):
            return True
        following = NEXT_WORD.match(self.text, name.end, self.end)
        return following is not None and following["word"] not in words("no_verbs")

    def opens(self, name: Named) -> bool:
        """Whether no other capital stands before the name in its sentence."""
        opening = self.text[self.sentence_start(name.start) : name.start - len(name.title)]
        return not any(c.isupper() for c in opening[1:]) and not opening.casefold().startswith("according to")

    def is_attributive(self, name: Named) -> bool:
        """Whether the name only says which: "the Roe campaign"."""
        before = ATTRIBUTE.search(self.text, max(self.start, name.start - 5), name.start)
        return before is not None and NEXT_WORD.match(self.text, name.end, self.end) is not None


def paragraphs(article: ParsedArticle, cast: Cast) -> Iterator[Paragraph]:
    """The paragraphs that are read, in order."""
    segments = read_segments(article)
    lines = [list(cut_lines(article.text, s.start_char, s.end_char)) for s in segments]
    quoted = iter(find_quoted(article.text, [line for cut in lines for line in cut]))
    for segment, cut in zip(segments, lines, strict=True):
        yield Paragraph(article.text, segment, [q for _ in cut for q in next(quoted)], cast)


def paragraph_at(read: Sequence[Paragraph], offset: int) -> Paragraph | None:
    """The paragraph that holds an offset."""
    at = bisect_right(read, offset, key=lambda paragraph: paragraph.start) - 1
    return read[at] if at >= 0 and offset < read[at].end else None
