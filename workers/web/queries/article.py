"""Reads one article with all that is known around it: versions, failures, near-duplicates, the pages of its people."""

from __future__ import annotations

from sqlalchemy import Connection

from shared.model import Article
from workers.web.queries.connection import row, rows
from workers.web.records import ArticleData, Failure, Named, OtherArticle, VersionRow, VersionText

ARTICLE = """
    SELECT a.article_id, a.received_at, a.finished_at, json_build_object(
        'uri', a.uri, 'version', a.version, 'pipeline_version', a.pipeline_version, 'headline', a.headline,
        'standfirst', a.standfirst, 'byline', a.byline, 'authors', a.authors, 'published_at', a.published_at,
        'publisher', a.publisher, 'url', a.url, 'language', a.language, 'text', a.text, 'text_sha256', a.text_sha256,
        'warnings', a.warnings,
        'segments', (
            SELECT coalesce(json_agg(json_build_object('ordinal', s.ordinal, 'kind', s.kind,
                'start_char', s.start_char, 'end_char', s.end_char, 'rule', s.rule, 'confidence', s.confidence,
                'duplicate_of', s.duplicate_of) ORDER BY s.ordinal), '[]')
            FROM onrecord_v1.segment AS s WHERE s.article_id = a.article_id),
        'entities', (
            SELECT coalesce(json_agg(json_build_object('ordinal', e.ordinal, 'kind', e.kind, 'name', e.name,
                'mention_count', e.mention_count, 'roles', e.roles, 'links', e.links, 'kind_rule', e.kind_rule)
                ORDER BY e.ordinal), '[]')
            FROM onrecord_v1.entity AS e WHERE e.article_id = a.article_id),
        'mentions', (
            SELECT coalesce(json_agg(json_build_object('ordinal', m.ordinal, 'start_char', m.start_char,
                'end_char', m.end_char, 'exact', m.exact, 'form', m.form, 'entity', m.entity, 'label', m.label,
                'confidence', m.confidence, 'rule', m.rule) ORDER BY m.ordinal), '[]')
            FROM onrecord_v1.mention AS m WHERE m.article_id = a.article_id),
        'quotations', (
            SELECT coalesce(json_agg(json_build_object('ordinal', q.ordinal, 'kind', q.kind, 'content', q.content,
                'act', q.act, 'addressee', q.addressee, 'spans', s.spans, 'speakers', s.speakers,
                'cue', CASE WHEN q.cue IS NOT NULL THEN json_build_object('exact', q.cue,
                    'start_char', q.cue_start_char, 'end_char', q.cue_end_char) END,
                'speaker', CASE WHEN q.speaker_type IS NOT NULL THEN json_build_object('exact', q.speaker_exact,
                    'start_char', q.speaker_start_char, 'end_char', q.speaker_end_char, 'entity', q.speaker_entity,
                    'name', q.speaker_name, 'type', q.speaker_type, 'role', q.speaker_role,
                    'rule', q.speaker_rule) END,
                'medium', CASE WHEN q.medium_type IS NOT NULL THEN json_build_object('type', q.medium_type,
                    'name', q.medium_name) END,
                'attribution', json_build_object('method', q.method, 'confidence', q.confidence, 'rule', q.rule))
                ORDER BY q.ordinal), '[]')
            FROM onrecord_v1.quotation AS q
            LEFT JOIN (
                SELECT p.quotation, p.spans, coalesce(v.speakers, '[]'::json) AS speakers
                FROM (
                    SELECT s.quotation, json_agg(json_build_object('start_char', s.start_char,
                        'end_char', s.end_char, 'exact', s.exact) ORDER BY s.ordinal) AS spans
                    FROM onrecord_v1.quotation_span AS s WHERE s.article_id = a.article_id GROUP BY 1) AS p
                LEFT JOIN (
                    SELECT s.quotation, json_agg(json_build_object('exact', s.exact, 'start_char', s.start_char,
                        'end_char', s.end_char, 'entity', s.entity, 'name', s.name, 'type', s.type, 'role', s.role,
                        'rule', s.rule) ORDER BY s.ordinal) AS speakers
                    FROM onrecord_v1.quotation_speaker AS s WHERE s.article_id = a.article_id
                    GROUP BY 1 HAVING count(*) > 1) AS v USING (quotation)
            ) AS s ON s.quotation = q.ordinal
            WHERE q.article_id = a.article_id)
    )::text AS whole
    FROM onrecord_v1.article AS a WHERE a.uri = :uri
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
    article = Article.model_validate_json(found.whole)
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
