"""It, its and they: the body or place that the sentence is about; who and whose: the person right before."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from shared.model import EntityKind
from workers.coreference.cast import Cast, Named
from workers.coreference.clauses import reports
from workers.coreference.discourse import Paragraph
from workers.coreference.salience import Answer
from workers.language.lexicon import any_of, groups

BODIES = frozenset((EntityKind.ORGANIZATION, EntityKind.PLACE))
IT_OR_THEY = re.compile(r"(?<![\w/’'-])(?P<form>it|its|itself|they|their|them)(?![\w/’'-])", re.IGNORECASE)
WHO = re.compile(r",?\s(?P<form>who|whose)\b")
SAID = re.compile(r"\s+(?:\w+ly\s+)?(?P<verb>[a-z]+)(?:\s+(?:on\s+)?[A-Z][a-z]+day)?(?:\s+that)?\s+")
EMPTY = re.compile(
    rf"\s(?:(?:{any_of(groups('references')['being'])})\s(?!\w+ed\b|(?:also\s|now\s|\w+ly\s)?\w+ing\b)"
    r"|seems?|appears?|takes?|took)"
)
"""After these "it" often means nothing: "it is clear that", "it took a day"."""
BREAK = re.compile(rf"[,;:()–—“”\"]|\b(?:{any_of(groups('references')['breaking'])})\b")
"""A new clause, which may have a subject of its own."""
CLAUSE = 80
"""Characters within which "its" still looks back to the subject of its clause."""
PLURAL_NOUN = re.compile(r"\b(?:[a-z]+s|people|men|women|children)\b|\band\b")
"""Words that "their" could look back to: "plans", "people", "Roe and Poe"."""
_CLAUSES = groups("clauses")
SUBORDINATE = re.compile(rf"\b(?:{any_of(_CLAUSES['times'] | _CLAUSES['reasons'] | _CLAUSES['conditions'])})\s$")
""" "Elm Foods closed the mill when it lost the case": the subject of the main clause."""
SURE = 0.9
LIKELY = 0.75
"""The second is for what stands in the same or the next sentence without a verb of speech between."""
Found = tuple[re.Match[str], Answer]


def body_pronouns(cast: Cast, paragraphs: Iterable[Paragraph]) -> Iterator[Found]:
    """Each it, its, they and who whose entity is clear from its sentence; the others are left out."""
    for paragraph in paragraphs:
        if paragraph.named:
            yield from _Reader(paragraph, cast).read()


class _Reader:
    """Reads one paragraph sentence by sentence."""

    def __init__(self, paragraph: Paragraph, cast: Cast) -> None:
        self._paragraph = paragraph
        self._cast = cast

    def read(self) -> Iterator[Found]:
        """The pronouns of the paragraph that have an answer."""
        before: Named | None = None
        for start, end in self._paragraph.sentences():
            inside = self._paragraph.between(start, end)
            for one in inside:
                yield from self._who(one)
            bodies = [one for one in inside if self._is_body(one)]
            topic = next((one for one in bodies if self._leads(one)), None)
            if topic is None and bodies:
                before = None
                continue
            yield from self._meant(topic or before, bodies, start, end)
            before = topic if len({one.entity for one in bodies}) == 1 else None

    def _is_body(self, one: Named) -> bool:
        return self._cast.entities[one.entity].kind in BODIES and not self._paragraph.marks.holds(one.start)

    def _leads(self, name: Named) -> bool:
        """Whether the sentence is about it: "Elm Foods plans", but not "Elm Foods' plan"."""
        return not self._paragraph.owns(name) and self._paragraph.is_subject(name)

    def _who(self, one: Named) -> Iterator[Found]:
        if not self._cast.is_person(one.entity):
            return
        match = WHO.match(self._paragraph.text, one.end, self._paragraph.end)
        if match:
            yield match, Answer(one.entity, SURE, "coreference.relative_pronoun")

    def _meant(self, topic: Named | None, bodies: list[Named], start: int, end: int) -> Iterator[Found]:
        """The pronouns of one sentence that mean its topic, or the topic of the sentence before."""
        if topic is None:
            return
        for match in IT_OR_THEY.finditer(self._paragraph.text, max(start, topic.end), end):
            rivals = any(one.entity != topic.entity and one.start < match.start() for one in bodies)
            if rivals or self._paragraph.marks.holds(match.start()):
                continue
            if sure := self._fits(match, topic, start):
                yield match, Answer(topic.entity, sure, "coreference.body_topic")
            elif match["form"].casefold() in groups("references")["plural_pronouns"]:
                return

    def _fits(self, match: re.Match[str], topic: Named, start: int) -> float | None:
        text, form = self._paragraph.text, match["form"].casefold()
        said = SAID.fullmatch(text, topic.end, match.start())
        if form == "it" and EMPTY.match(text, match.end()):
            return None
        if said and reports(said["verb"]):
            return SURE
        between, near = text[topic.end : match.start()], topic.start >= start
        if form in ("its", "itself"):
            return LIKELY if near and _is_one_clause(between) else None
        if form in groups("references")["plural_pronouns"]:
            near_their = form == "their" and near and _is_one_clause(between)
            return LIKELY if near_their and PLURAL_NOUN.search(between) is None else None
        opens = match.start() - start < 3 and topic.start < start
        return (
            LIKELY if opens or (near and SUBORDINATE.search(between) is not None and len(between) <= CLAUSE) else None
        )


def _is_one_clause(between: str) -> bool:
    return len(between) <= CLAUSE and BREAK.search(between) is None
