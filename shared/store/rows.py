"""Turns records into rows, with the cells in the order of the tables' columns."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain

from shared.model import Fingerprint, FoundEntities, ParsedArticle, Quotation, Span
from shared.store.bulk import Cell, Row
from shared.store.tables import parsed
from shared.store.texts import name_or_none


@dataclass(frozen=True)
class EntityRows:
    """The rows of the results of the entities stage."""

    entities: list[Row] = field(default_factory=list)
    roles: list[Row] = field(default_factory=list)
    links: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)

    def only(self, entities: Collection[Row]) -> EntityRows:
        """These of the entities, with their roles, links and mentions."""
        of = {row[:2] for row in entities}
        return EntityRows(
            entities=[row for row in self.entities if row[:2] in of],
            roles=[row for row in self.roles if row[:2] in of],
            links=[row for row in self.links if row[:2] in of],
            mentions=[row for row in self.mentions if (row[0], row[6]) in of],
        )


def parsed_row(run_id: int, article: ParsedArticle) -> Row:
    """The row of a parsed article."""
    cells = article.model_dump(mode="json", exclude={"uri", "segments", "dateline"}) | {"run_id": run_id}
    dateline = article.dateline.model_dump() if article.dateline else {}
    cells |= {f"dateline_{name}": cell for name, cell in dateline.items()}
    return tuple(cells.get(column.name) for column in parsed.columns)


def segment_rows(run_id: int, article: ParsedArticle) -> list[Row]:
    """The rows of an article's segments."""
    return [
        (run_id, s.ordinal, s.kind, s.start_char, s.end_char, s.rule, s.confidence, s.duplicate_of)
        for s in article.segments
    ]


def entity_rows(run_id: int, found: FoundEntities) -> EntityRows:
    """The rows of entities, their roles and links, and mentions."""
    rows = EntityRows()
    for entity in found.entities:
        rows.entities.append((run_id, entity.ordinal, entity.kind, entity.name, entity.mention_count, entity.kind_rule))
        for number, role in enumerate(entity.roles):
            rows.roles.append((run_id, entity.ordinal, number, *_cells(role), role.of, role.former))
        for number, link in enumerate(entity.links):
            rows.links.append((run_id, entity.ordinal, number, link.scheme, link.id))
    rows.mentions.extend(
        (run_id, m.ordinal, *_cells(m), m.form, m.entity, m.label, m.confidence, m.rule) for m in found.mentions
    )
    return rows


def fingerprint_row(run_id: int, found: Fingerprint) -> Row:
    """The row of what finds near-duplicates."""
    return (run_id, list(found.signature), list(found.keys))


def quotation_rows(run_id: int, quotations: Sequence[Quotation]) -> list[Row]:
    """The rows of an article's quotations, without their spans."""
    return [tuple(chain([run_id, q.ordinal, q.kind, q.content], _whole(q), _found(q))) for q in quotations]


def span_rows(run_id: int, quotations: Sequence[Quotation]) -> list[Row]:
    """The rows of the spans of all quotations."""
    return [(run_id, q.ordinal, number, *_cells(span)) for q in quotations for number, span in enumerate(q.spans)]


def speaker_rows(run_id: int, quotations: Sequence[Quotation]) -> list[Row]:
    """The rows of each speaker, for quotations with several speakers."""
    return [
        (run_id, q.ordinal, number, s.start_char, s.end_char, s.exact, s.entity, s.name, s.type, s.role, s.rule)
        for q in quotations
        for number, s in enumerate(q.speakers)
    ]


def _whole(quotation: Quotation) -> tuple[int, int, bool]:
    start = min(span.start_char for span in quotation.spans)
    end = max(span.end_char for span in quotation.spans)
    return start, end, len(quotation.spans) > 1


def _found(quotation: Quotation) -> Iterator[Cell]:
    speaker, medium = quotation.speaker, quotation.medium
    yield from _cells(quotation.cue)
    if speaker is None:
        yield from (None,) * 7
    else:
        yield from (speaker.start_char, speaker.end_char, speaker.exact)
        yield from (speaker.entity, name_or_none(speaker.name), speaker.type, speaker.role)
    yield from (medium.type, medium.name) if medium else (None, None)
    yield quotation.addressee
    yield from (quotation.attribution.method, quotation.attribution.confidence, quotation.act)
    yield from (quotation.attribution.rule, speaker.rule if speaker else None)


def _cells(span: Span | None) -> tuple[int | None, int | None, str | None]:
    return (span.start_char, span.end_char, span.exact) if span else (None, None, None)
