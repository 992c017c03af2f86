"""Reads one article with all that is known around it: versions, failures, near-duplicates, the pages of its people."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlalchemy import Connection, Row

from shared.model import Article, Attribution, Medium, Quotation, Span, Speaker
from workers.web.queries.connection import row, rows
from workers.web.records import ArticleData, Failure, Named, OtherArticle, VersionRow, VersionText

# A query for each view: Postgres plans each once, and all of them by the article's number.
ARTICLE = """
    SELECT article_id, received_at, finished_at, row_to_json(a) AS whole
    FROM (
        SELECT article_id, received_at, finished_at, uri, version, pipeline_version, headline, standfirst, byline,
            authors, published_at, publisher, url, language, text, text_sha256, warnings
        FROM onrecord_v1.article WHERE uri = :uri
    ) AS a
"""

SEGMENTS = """
    SELECT ordinal, kind, start_char, end_char, rule, confidence, duplicate_of
    FROM onrecord_v1.segment WHERE article_id = :article ORDER BY ordinal
"""

ENTITIES = """
    SELECT ordinal, kind, name, mention_count, roles, links, kind_rule
    FROM onrecord_v1.entity WHERE article_id = :article ORDER BY ordinal
"""

MENTIONS = """
    SELECT ordinal, start_char, end_char, exact, form, entity, label, confidence, rule
    FROM onrecord_v1.mention WHERE article_id = :article ORDER BY ordinal
"""

QUOTATIONS = """
    SELECT ordinal, kind, content, act, addressee, cue, cue_start_char, cue_end_char, speaker_exact,
        speaker_start_char, speaker_end_char, speaker_entity, speaker_name, speaker_type, speaker_role, speaker_rule,
        medium_type, medium_name, method, confidence, rule
    FROM onrecord_v1.quotation WHERE article_id = :article ORDER BY ordinal
"""

SPANS = """
    SELECT quotation, start_char, end_char, exact
    FROM onrecord_v1.quotation_span WHERE article_id = :article ORDER BY quotation, ordinal
"""

SPEAKERS = """
    SELECT quotation, exact, start_char, end_char, entity, name, type, role, rule
    FROM onrecord_v1.quotation_speaker WHERE article_id = :article ORDER BY quotation, ordinal
"""

PEOPLE = """
    SELECT m.entity, m.identity_id, m.kind, m.name FROM onrecord_v1.identity_member AS m WHERE m.article_id = :article
"""

VERSIONS = """
    SELECT v.version, v.received_at, v.same_as, t.version IS NOT NULL AS has_text
    FROM onrecord_v1.version AS v LEFT JOIN onrecord_v1.version_text AS t USING (article_id, version)
    WHERE v.uri = :uri ORDER BY v.version DESC
"""

FAILURES = """
    SELECT q.version, q.stage, q.code, q.reason, q.at, q.resolved_at, q.uri
    FROM onrecord_v1.run AS r JOIN onrecord_v1.quarantined AS q USING (run_id)
    WHERE r.uri = :uri ORDER BY q.at DESC LIMIT 100
"""

REJECTED = "SELECT code, reason, at, uri FROM onrecord_v1.rejected WHERE uri = :uri ORDER BY at DESC LIMIT 100"

ALIKE = """
    SELECT n.other_uri AS uri, n.similarity, a.headline, a.publisher, a.published_at
    FROM onrecord_v1.near_duplicate AS n JOIN onrecord_v1.article AS a ON a.article_id = n.other_article_id
    WHERE n.article_id = :article ORDER BY n.similarity DESC LIMIT 50
"""

TEXTS = """
    SELECT version, headline, text, received_at FROM onrecord_v1.version_text
    WHERE uri = :uri AND version IN (:old, :new)
"""


def read(connection: Connection, uri: str) -> ArticleData | None:
    """The article that readers see; None if there is none."""
    found = row(connection, ARTICLE, uri=uri)
    if found is None:
        return None
    article = _article(connection, found)
    members = rows(connection, PEOPLE, article=found.article_id)
    return ArticleData(
        article=article,
        people={m.entity: Named(str(m.identity_id), m.name, m.kind) for m in members},
        received_at=found.received_at,
        finished_at=found.finished_at,
        versions=versions(connection, uri, article.version),
        failures=failures(connection, uri),
        alike=tuple(
            OtherArticle(n.uri, n.headline, n.publisher, n.published_at, similarity=n.similarity)
            for n in rows(connection, ALIKE, article=found.article_id)
        ),
    )


def versions(connection: Connection, uri: str, visible: int | None = None) -> tuple[VersionRow, ...]:
    """The versions of an article, the newest first."""
    return tuple(
        VersionRow(v.version, v.received_at, v.same_as, v.version == visible, v.has_text)
        for v in rows(connection, VERSIONS, uri=uri)
    )


def failures(connection: Connection, uri: str) -> tuple[Failure, ...]:
    """What of this article could not be processed, the newest first."""
    stopped = [Failure("Quarantined", **f._mapping) for f in rows(connection, FAILURES, uri=uri)]
    refused = [Failure("Rejected", **f._mapping) for f in rows(connection, REJECTED, uri=uri)]
    return tuple(sorted(stopped + refused, key=lambda failure: failure.at, reverse=True))


def texts(connection: Connection, uri: str, old: int, new: int) -> dict[int, VersionText]:
    """The texts of two versions, as far as they are kept."""
    found = rows(connection, TEXTS, uri=uri, old=old, new=new)
    return {t.version: VersionText(t.version, t.headline, t.text, t.received_at) for t in found}


def _article(connection: Connection, found: Row[Any]) -> Article:
    of = {"article": found.article_id}
    fields = {name: value for name, value in found.whole.items() if name in Article.model_fields}
    return Article.model_validate(
        fields
        | {
            "segments": [dict(r._mapping) for r in rows(connection, SEGMENTS, **of)],
            "entities": [dict(r._mapping) for r in rows(connection, ENTITIES, **of)],
            "mentions": [dict(r._mapping) for r in rows(connection, MENTIONS, **of)],
            "quotations": _quotations(connection, found.article_id),
        }
    )


def _quotations(connection: Connection, article: int) -> list[Quotation]:
    spans: defaultdict[int, list[Span]] = defaultdict(list)
    for s in rows(connection, SPANS, article=article):
        spans[s.quotation].append(Span(start_char=s.start_char, end_char=s.end_char, exact=s.exact))
    several: defaultdict[int, list[Speaker]] = defaultdict(list)
    for s in rows(connection, SPEAKERS, article=article):
        fields = {name: value for name, value in s._mapping.items() if name != "quotation"}
        several[s.quotation].append(Speaker.model_validate(fields))
    return [_quotation(q, spans[q.ordinal], several[q.ordinal]) for q in rows(connection, QUOTATIONS, article=article)]


def _quotation(q: Row[Any], spans: list[Span], speakers: list[Speaker]) -> Quotation:
    return Quotation(
        ordinal=q.ordinal,
        kind=q.kind,
        content=q.content,
        spans=tuple(spans),
        cue=Span(start_char=q.cue_start_char, end_char=q.cue_end_char, exact=q.cue) if q.cue else None,
        speaker=_speaker(q) if q.speaker_type else None,
        speakers=tuple(speakers) if len(speakers) > 1 else (),
        act=q.act,
        medium=Medium(type=q.medium_type, name=q.medium_name) if q.medium_type else None,
        addressee=q.addressee,
        attribution=Attribution(method=q.method, confidence=q.confidence, rule=q.rule),
    )


def _speaker(q: Row[Any]) -> Speaker:
    """The first speaker, as the flat row has it."""
    return Speaker(
        exact=q.speaker_exact, start_char=q.speaker_start_char, end_char=q.speaker_end_char, entity=q.speaker_entity,
        name=q.speaker_name, type=q.speaker_type, role=q.speaker_role, rule=q.speaker_rule,
    )  # fmt: skip
