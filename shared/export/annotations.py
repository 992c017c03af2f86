"""Exports all quotations as W3C Web Annotations, one a line, read from the views article by article.

A Web Annotation cannot say that it is gone, so this export has no later changes: it is written whole each time. The ids
stay, so that a reader replaces what has changed and drops what is missing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import IO

from psycopg.rows import class_row

from shared.export.reading import Connection, Window, all_articles, reading
from shared.export.records import Exported
from shared.model import Entity, Quotation, Record
from shared.standards import web_annotations

FETCHED = 50
"""Articles that a server-side cursor delivers at once: each comes with its whole text."""

QUOTED = """
    SELECT a.uri, a.url, a.headline, a.publisher, a.published_at, coalesce(a.authors, '{}') AS authors, a.language,
        a.text, a.text_sha256, a.pipeline_version,
        (
            SELECT coalesce(jsonb_agg(jsonb_build_object('ordinal', e.ordinal, 'kind', e.kind, 'name', e.name,
                'mention_count', e.mention_count, 'links', e.links) ORDER BY e.ordinal), '[]')
            FROM onrecord_v1.entity AS e WHERE e.article_id = a.article_id AND e.links <> '[]'
        ) AS entities,
        (
            SELECT coalesce(jsonb_agg(jsonb_build_object('ordinal', q.ordinal, 'kind', q.kind, 'content', q.content,
                'act', q.act,
                'attribution', jsonb_build_object('method', q.method, 'confidence', q.confidence, 'rule', q.rule),
                'spans', (
                    SELECT jsonb_agg(jsonb_build_object('start_char', s.start_char, 'end_char', s.end_char,
                        'exact', s.exact) ORDER BY s.ordinal)
                    FROM onrecord_v1.quotation_span AS s
                    WHERE s.article_id = a.article_id AND s.quotation = q.ordinal
                ),
                'speakers', (
                    SELECT coalesce(jsonb_agg(jsonb_build_object('name', v.name, 'exact', v.exact, 'type', v.type,
                        'role', v.role, 'entity', v.entity) ORDER BY v.ordinal), '[]')
                    FROM onrecord_v1.quotation_speaker AS v
                    WHERE v.article_id = a.article_id AND v.quotation = q.ordinal
                )) ORDER BY q.ordinal), '[]')
            FROM onrecord_v1.quotation AS q WHERE q.article_id = a.article_id
        ) AS quotations
    FROM onrecord_v1.article AS a WHERE a.article_id = ANY(%s::bigint[])
    ORDER BY a.article_id
"""


class Published(Record):
    """An article as the views tell it, with what its annotations need (`shared.standards.Quoted`)."""

    uri: str
    url: str | None
    headline: str | None
    publisher: str | None
    published_at: datetime | None
    authors: tuple[str, ...]
    language: str | None
    text: str
    text_sha256: str
    pipeline_version: str
    entities: tuple[Entity, ...]
    quotations: tuple[Quotation, ...]


def annotations_into_file(dsn: str, file: IO[bytes]) -> Exported:
    """Writes the annotations of all articles as they are at one moment. Raises DatabaseUnreachable."""
    articles = rows = 0
    with reading(dsn) as (head, connection):
        for window in all_articles(connection, head):
            for article in _published(connection, window):
                articles += 1
                for annotation in web_annotations(article):
                    file.write(annotation.json_ld().encode() + b"\n")
                    rows += 1
    file.flush()
    return Exported(position=head, articles=articles, rows=rows)


def _published(connection: Connection, window: Window) -> Iterator[Published]:
    with connection.cursor(name="onrecord_annotations", row_factory=class_row(Published)) as cursor:
        cursor.itersize = FETCHED
        cursor.execute(QUOTED, ([target.article_id for target in window.targets],))
        yield from cursor
