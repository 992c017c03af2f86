"""One paragraph as pronouns need it: its names, its quotation marks, who speaks in it and what weight each name has."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from shared.model import ParsedArticle, Segment
from workers.coreference.salience import ATTRIBUTIVE, OTHER, POSSESSIVE, QUOTED, SUBJECT
from workers.entities.records import Name
from workers.language.lexicon import any_of, words
from workers.language.segments import read_segments
from workers.language.sentences import Quoted, sentence_starts

ADVERBS = r"(?:(?:\w+ly|also|later|then|once|again|further|now|still)\s+){0,2}"
"""What may stand between a subject and its verb: "Roe also said"."""
VERB_AFTER = re.compile(rf"(?:,[^,.;:“”\"]{{1,80}},)?\s+{ADVERBS}(?P<verb>\w+)")
VERB_BEFORE = re.compile(r"(?P<verb>\w+)\s+(?:[A-Z][\w.-]*\s+){0,4}$")
VERB_REACH = 60
"""How far before a name its verb of speech is looked for, in characters: a long title stands between."""
OPEN_END = re.compile(r"[,:]\s*$")
ATTRIBUTE = re.compile(r"\b(?:[Tt]he|[Aa]n?) $")
"""Before a person's name: "the Roe campaign" is not about Roe, "a Roe fellow" is not Roe."""
NEXT_WORD = re.compile(rf"\s+[“\"‘']?{ADVERBS}(?P<word>[a-z]+)\b")


class Named(NamedTuple):
    """A name and the position of the thing it names."""

    name: Name
    thing: int


def named_by_segment(article: ParsedArticle, named: list[Named]) -> Iterator[tuple[Segment, list[Named]]]:
    """The segments that are read, each with those of the sorted names that stand in it."""
    starts = [one.name.start for one in named]
    for segment in read_segments(article):
        yield segment, named[bisect_left(starts, segment.start_char) : bisect_left(starts, segment.end_char)]


def reports(verb: str) -> bool:
    """Whether a verb reports what somebody says or thinks."""
    return verb in words("speech_verbs") or verb in words("thought_verbs")


class Paragraph:
    """One segment with the people named in it."""

    def __init__(self, text: str, segment: Segment, named: list[Named], carried: int | None = None) -> None:
        self.text = text
        self.start, self.end = segment.start_char, segment.end_char
        self.named = {one.name.start: one for one in named}
        self._starts = sorted(self.named)
        self.quoted = Quoted(text, self.start, self.end)
        # What somebody says does not make the reader forget who says it: no fading inside quotation marks.
        starts = sentence_starts(text, self.start, self.end)
        self.borders = [at for at in starts if not self.quoted.holds(at - 1)]
        self._speaking = [one for one in named if self.speaks(one.name)]
        self._speaking_starts = [one.name.start for one in self._speaking]
        # Who speaks in the paragraph, as far as they are named; else whom the paragraph before announced.
        self.speakers = {one.thing for one in self._speaking} or ({carried} if carried is not None else set())
        self._speakers_of: dict[int, set[int] | None] = {}

    def speakers_of(self, quotation: int) -> set[int] | None:
        """Who speaks the quotation that opens there: of its own sentence, else of the paragraph; none if unknown."""
        if quotation not in self._speakers_of:
            self._speakers_of[quotation] = self._find_speakers(quotation)
        return self._speakers_of[quotation]

    def _find_speakers(self, quotation: int) -> set[int] | None:
        start, end = self.sentence_start(quotation), self._sentence_end(quotation)
        inside = slice(bisect_left(self._speaking_starts, start), bisect_left(self._speaking_starts, end))
        own = {one.thing for one in self._speaking[inside]}
        if not own and any(
            not self.quoted.holds(m.start()) for m in _somebody_speaks().finditer(self.text, start, end)
        ):
            return set()
        return own or self.speakers or None

    def speaks(self, name: Name) -> bool:
        """Whether a verb of speech stands beside the name, outside quotation marks."""
        # "Said Roe's lawyer": whose name it is does not speak.
        if self.quoted.holds(name.start) or self.owns(name):
            return False
        after = VERB_AFTER.match(self.text, name.end, self.end)
        before = VERB_BEFORE.search(self.text, max(self.start, name.start - VERB_REACH), name.start)
        return any(match and match["verb"] in words("speech_verbs") for match in (after, before))

    def owns(self, name: Name) -> bool:
        """Whether the name is an owner's: "Roe's lawyer"."""
        return self.text.startswith(("'", "’"), name.end)

    def introduces(self) -> int | None:
        """Who speaks in the next paragraph: this one ends in "Roe said:"."""
        if not OPEN_END.search(self.text, max(self.start, self.end - 3), self.end):
            return None
        last = max(self.named, default=None)
        return self.named[last].thing if last is not None and self.speaks(self.named[last].name) else None

    def between(self, start: int, end: int) -> list[Named]:
        """The names of a stretch of the paragraph."""
        return [
            self.named[at] for at in self._starts[bisect_left(self._starts, start) : bisect_left(self._starts, end)]
        ]

    def sentences(self) -> list[tuple[int, int]]:
        """Where sentences begin and end, quotations kept whole."""
        return list(pairwise((*self.borders, self.end)))

    def next_named(self, position: int) -> Named | None:
        """The first name after a position."""
        at = bisect_left(self._starts, position)
        return self.named[self._starts[at]] if at < len(self._starts) else None

    def sentence_start(self, position: int) -> int:
        """Where the sentence of a position begins."""
        at = bisect_left(self.borders, position + 1) - 1
        return self.borders[at] if at >= 0 else self.start

    def _sentence_end(self, position: int) -> int:
        at = bisect_left(self.borders, position + 1)
        return self.borders[at] if at < len(self.borders) else self.end

    def weight(self, name: Name) -> float:
        """How much a name makes its person stand out."""
        if self.quoted.voice(name.start) is not None:
            return QUOTED
        if self.owns(name):
            return POSSESSIVE
        if self.speaks(name) or self.is_subject(name):
            return SUBJECT
        return ATTRIBUTIVE if self._says_which(name) else OTHER

    def is_subject(self, name: Name) -> bool:
        """Whether the name opens its sentence, or a verb follows it."""
        if self._says_which(name):
            return False
        if self.opens(name):
            return True
        following = NEXT_WORD.match(self.text, name.end, self.end)
        return following is not None and following["word"] not in words("no_verbs")

    def opens(self, name: Name) -> bool:
        """Whether nothing with a capital stands before the name in its sentence."""
        opening = self.text[self.sentence_start(name.start) : name.start - len(name.title)]
        return not any(c.isupper() for c in opening[1:]) and not opening.casefold().startswith("according to")

    def _says_which(self, name: Name) -> bool:
        before = ATTRIBUTE.search(self.text, max(self.start, name.start - 5), name.start)
        return before is not None and NEXT_WORD.match(self.text, name.end, self.end) is not None


@lru_cache(maxsize=1)
def _somebody_speaks() -> re.Pattern[str]:
    """ "His mother said", "said a neighbour": somebody without a name speaks."""
    verbs = any_of(words("speech_verbs"))
    whoever = r"(?:(?i:the|an?|his|her|their|one|another)|[A-Z][\w.-]*['’]s?)"
    return re.compile(rf"\b{whoever}\s(?:[\w-]+\s){{1,3}}(?:{verbs})\b|\b(?:{verbs})\s{whoever}\s[a-z]")
