"""Prints each decision about an article with the rule that made it, for a bug report."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from itertools import chain, groupby
from textwrap import shorten

from shared.model import Article, Mention, Quotation, Record, Segment, Speaker
from workers.cli.output import results, table

LONGEST = 80
"""Characters of the words shown in a table: enough to find them in the article."""


class Thing(StrEnum):
    """The kinds of things about which something was decided."""

    SEGMENT = "segment"
    ENTITY = "entity"
    MENTION = "mention"
    QUOTATION = "quotation"
    SPEAKER = "speaker"


TITLES = dict(zip(Thing, ("Segments", "Entities", "Mentions", "Quotations", "Speakers"), strict=True))


class Decision(Record):
    """One decision about an article: its object, its result and its rule."""

    thing: Thing
    ordinal: int
    """The thing's own ordinal; a speaker has the ordinal of the quotation."""
    start_char: int | None = None
    end_char: int | None = None
    words: str = ""
    """The words in the text; the name of an entity, the content of a quotation."""
    decided: str
    """A segment's or an entity's kind, a mention's entity, a quotation's kind and method, a speaker's name or type."""
    confidence: float | None = None
    rule: str | None
    """The rule's name, which `git grep` finds in one place; null if the decision does not name its rule."""


def decisions(article: Article) -> Iterator[Decision]:
    """All decisions about the article: segments, entities, mentions, quotations, speakers, each in text order."""
    yield from (_of_placed(Thing.SEGMENT, s, article.slice(s), s.kind) for s in article.segments)
    for entity in article.entities:
        yield Decision(
            thing=Thing.ENTITY, ordinal=entity.ordinal, words=entity.name, decided=entity.kind, rule=entity.kind_rule
        )
    names = {entity.ordinal: entity.name for entity in article.entities}
    yield from (_of_placed(Thing.MENTION, m, m.exact, names[m.entity]) for m in article.mentions)
    yield from map(_of_quotation, article.quotations)
    yield from chain.from_iterable(map(_of_speakers, article.quotations))


def print_json(article: Article) -> None:
    """Each decision as a line of JSON."""
    results(decisions(article))


def print_tables(article: Article) -> None:
    """A table for each kind of thing, without the white space between segments."""
    shown = (decision for decision in decisions(article) if decision.words.strip() or decision.thing is Thing.SPEAKER)
    for thing, found in groupby(shown, key=lambda decision: decision.thing):
        table(TITLES[thing], ["no", "place", "WORDS", "DECIDED", "sure", "rule"], map(_cells, found))


def _of_placed(thing: Thing, found: Segment | Mention, words: str, decided: str) -> Decision:
    return Decision(
        thing=thing,
        ordinal=found.ordinal,
        start_char=found.start_char,
        end_char=found.end_char,
        words=words,
        decided=decided,
        confidence=found.confidence,
        rule=found.rule,
    )


def _of_quotation(quotation: Quotation) -> Decision:
    return Decision(
        thing=Thing.QUOTATION,
        ordinal=quotation.ordinal,
        start_char=min(span.start_char for span in quotation.spans),
        end_char=max(span.end_char for span in quotation.spans),
        words=quotation.content,
        decided=f"{quotation.kind}, {quotation.attribution.method}",
        confidence=quotation.attribution.confidence,
        rule=quotation.attribution.rule,
    )


def _of_speakers(quotation: Quotation) -> Iterator[Decision]:
    """Each speaker, as in the view `quotation_speaker`."""
    return (_of_speaker(quotation.ordinal, speaker) for speaker in quotation.all_speakers)


def _of_speaker(ordinal: int, speaker: Speaker) -> Decision:
    return Decision(
        thing=Thing.SPEAKER,
        ordinal=ordinal,
        start_char=speaker.start_char,
        end_char=speaker.end_char,
        words=speaker.exact or "",
        decided=speaker.name or speaker.type,
        rule=speaker.rule,
    )


def _cells(decision: Decision) -> list[str]:
    place = "-" if decision.start_char is None else f"{decision.start_char}-{decision.end_char}"
    sure = "-" if decision.confidence is None else f"{decision.confidence:.2f}"
    words = shorten(decision.words, LONGEST, placeholder="…") or "-"
    return [str(decision.ordinal), place, words, decision.decided, sure, decision.rule or "-"]
