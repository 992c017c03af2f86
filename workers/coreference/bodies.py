"""It, its and they: the organisation or place that the sentence is about; who and whose: the person right before."""

from __future__ import annotations

import re
from collections.abc import Iterator

from shared.model import EntityKind, ParsedArticle
from workers.coreference.paragraphs import Named, Paragraph, named_by_segment, reports
from workers.entities.join.joining import Thing
from workers.entities.records import PRONOUN, Name, Resolved

BODIES = frozenset((EntityKind.ORGANIZATION, EntityKind.PLACE))
IT_OR_THEY = re.compile(r"(?<![\w/’'-])(?P<form>it|its|itself|they|their|them)(?![\w/’'-])", re.IGNORECASE)
WHO = re.compile(r",?\s(?P<form>who|whose)\b")
SAID = re.compile(r"\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)(?:\s+(?:on\s+)?[A-Z][a-z]+day)?(?:\s+that)?\s+")
EMPTY = re.compile(
    r"\s(?:(?:is|was|were|has been|will be|would be|may be|might be)\s(?!\w+(?:ing|ed)\b)|seems?|appears?|takes?|took)"
)
"""After these "it" often means nothing: "it is clear that", "it took a day"."""
BREAK = re.compile(r"[,;:()–—“”\"]|\b(?:that|which|whose|where|when|while|because|and its)\b")
"""A new clause, which may have a subject of its own."""
CLAUSE = 80
"""Characters within which "its" still looks back to the subject of its clause."""
SURE = 0.9
LIKELY = 0.75
"""The second is for what stands in the same or the next sentence without a verb of speech between."""


def resolve_bodies(article: ParsedArticle, things: tuple[Thing, ...]) -> tuple[Resolved, ...]:
    """The it, its, they and who whose thing is clear by the sentence they stand in; all others are left out."""
    named = sorted(Named(name, at) for at, thing in enumerate(things) for name in thing.names)
    found: list[Resolved] = []
    for segment, inside in named_by_segment(article, named):
        if inside:
            found += _Reader(Paragraph(article.text, segment, inside), things).read()
    return tuple(sorted(found))


class _Reader:
    """Reads one paragraph sentence by sentence."""

    def __init__(self, paragraph: Paragraph, things: tuple[Thing, ...]) -> None:
        self._paragraph = paragraph
        self._things = things

    def read(self) -> Iterator[Resolved]:
        """The pronouns of the paragraph that have an answer."""
        before: Named | None = None
        for start, end in self._paragraph.sentences():
            topic: Named | None = None
            rivals: set[int] = set()
            for one in self._paragraph.between(start, end):
                yield from self._who(one)
                if self._things[one.thing].kind in BODIES and not self._paragraph.quoted.holds(one.name.start):
                    rivals.add(one.thing)
                    topic = topic or (one if self._leads(one.name) else None)
            known = topic if topic and len(rivals) == 1 else None
            yield from self._bodies(known or (None if rivals else before), start, end)
            before = known

    def _leads(self, name: Name) -> bool:
        """Whether the sentence is about it: "Elm Foods plans", but not "Elm Foods' plan"."""
        return not self._paragraph.owns(name) and self._paragraph.is_subject(name)

    def _who(self, one: Named) -> Iterator[Resolved]:
        if self._things[one.thing].kind is not EntityKind.PERSON:
            return
        match = WHO.match(self._paragraph.text, one.name.end, self._paragraph.end)
        if match:
            yield Resolved(_name(match), one.thing, SURE)

    def _bodies(self, topic: Named | None, start: int, end: int) -> Iterator[Resolved]:
        """The pronouns of one sentence that mean its topic, or the topic of the sentence before."""
        if topic is None:
            return
        for match in IT_OR_THEY.finditer(self._paragraph.text, max(start, topic.name.end), end):
            if self._paragraph.quoted.holds(match.start()):
                continue
            if sure := self._fits(match, topic, start):
                yield Resolved(_name(match), topic.thing, sure)
            elif match["form"].casefold() in ("they", "their", "them"):
                return

    def _fits(self, match: re.Match[str], topic: Named, start: int) -> float | None:
        text, form = self._paragraph.text, match["form"].casefold()
        said = SAID.fullmatch(text, topic.name.end, match.start())
        if form == "it" and EMPTY.match(text, match.end()):
            return None
        if said and reports(said["verb"]):
            return SURE
        if form in ("its", "itself"):
            near = topic.name.start >= start and _is_one_clause(text[topic.name.end : match.start()])
            return LIKELY if near else None
        opens = match.start() - start < 3 and topic.name.start < start
        return LIKELY if form == "it" and opens else None


def _is_one_clause(between: str) -> bool:
    return len(between) <= CLAUSE and BREAK.search(between) is None


def _name(match: re.Match[str]) -> Name:
    return Name(match.start("form"), match.end("form"), match["form"], PRONOUN)
