"""Articles for these tests: lines apart by `|`, entities as "person: Jane Roe = Roe, Jane" (full name, other forms)."""

from __future__ import annotations

import re
from hashlib import sha256

from shared.model import (
    Article,
    Entity,
    EntityKind,
    FoundEntities,
    Mention,
    MentionForm,
    ParsedArticle,
    Quotation,
    Segment,
    SegmentKind,
    Submission,
)
from workers.coreference import resolve
from workers.entities import find_entities
from workers.extraction import extract
from workers.models import Models
from workers.quotations import find_quotations

ROE, POE = "person: Jane Roe = Roe", "person: Peter Poe = Poe"
LINE = "organization: Harbour Line"
PLACES = "place: Kyiv"
EVERYBODY = (ROE, POE, LINE, PLACES)


def article_of(lines: str, authors: tuple[str, ...] = ()) -> ParsedArticle:
    """An article of paragraphs."""
    text = lines.replace("|", "\n")
    segments: list[Segment] = []
    for match in re.finditer(r"[^\n]+|\n+", text):
        kind = SegmentKind.PARAGRAPH if match[0].strip() else SegmentKind.GAP
        ordinal = len(segments)
        segments.append(
            Segment(ordinal=ordinal, kind=kind, start_char=match.start(), end_char=match.end(), rule="t", confidence=1)
        )
    digest = sha256(text.encode()).hexdigest()
    return ParsedArticle(uri="urn:t", text=text, text_sha256=digest, segments=tuple(segments), authors=authors)


def found_in(text: str, *told: str) -> FoundEntities:
    """The entities told, with every occurrence of every form of their names."""
    entities, spans = [], []
    taken: set[int] = set()
    for ordinal, line in enumerate(told):
        kind, _, rest = line.partition(": ")
        name, _, others = rest.partition(" = ")
        entities.append(Entity(ordinal=ordinal, kind=EntityKind(kind), name=name, mention_count=1))
        spans += [(form, ordinal) for form in [name, *others.split(", ")] if form]
    mentions = []
    for form, ordinal in sorted(spans, key=lambda s: -len(s[0])):
        for match in re.finditer(rf"\b{re.escape(form)}\b", text):
            if taken.isdisjoint(range(*match.span())):
                taken.update(range(*match.span()))
                mentions.append((match.start(), match.end(), ordinal))
    return FoundEntities(
        entities=tuple(entities), mentions=tuple(_mention(text, i, *m) for i, m in enumerate(sorted(mentions)))
    )


def _mention(text: str, ordinal: int, start: int, end: int, entity: int) -> Mention:
    return Mention(
        ordinal=ordinal,
        start_char=start,
        end_char=end,
        exact=text[start:end],
        form=MentionForm.NAME,
        entity=entity,
        label="PERSON",
    )


def quotations(models: Models, lines: str, *told: str, authors: tuple[str, ...] = ()) -> tuple[Quotation, ...]:
    """What is found in lines with these entities, by default EVERYBODY."""
    article = article_of(lines, authors)
    return spoken(models, article, found_in(article.text, *(told or EVERYBODY)))


def heard(models: Models, lines: str) -> tuple[Quotation, ...]:
    """What is found in lines with the entities that the stage before finds in them."""
    article = article_of(lines)
    return spoken(models, article, find_entities(article, models.names))


def spoken(models: Models, article: ParsedArticle, found: FoundEntities) -> tuple[Quotation, ...]:
    """The quotations of an article with their speakers, given the names in it."""
    return resolve(article, found, find_quotations(article, found, models.frames)).quotations


def short(found: tuple[Quotation, ...]) -> list[tuple[str, str, str | None]]:
    """Kind, content and speaker of each."""
    return [(q.kind.value, q.content, q.speaker and (q.speaker.name or q.speaker.exact)) for q in found]


def extracted(models: Models, lines: str) -> Article:
    """All stages over paragraphs apart by `||`."""
    return extract(Submission(uri="urn:t", text=lines.replace("||", "\n\n") + "\n"), models)
