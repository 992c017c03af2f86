-- What readers of version 1.0 ask. Never edited: these queries must go on giving rows, whatever is added later.

SELECT speaker_name, count(*) FROM onrecord_v1.quotation GROUP BY 1 ORDER BY 2 DESC LIMIT 10;

SELECT uri, content FROM onrecord_v1.quotation WHERE speaker_name = 'Anna Berg';

SELECT * FROM onrecord_v1.change WHERE position > 0 ORDER BY position;

SELECT first_position, last_position FROM onrecord_v1.feed_bounds;

SELECT a.headline, a.publisher, a.published_at::date, q.kind, q.cue, q.method, q.confidence
FROM onrecord_v1.article AS a JOIN onrecord_v1.quotation AS q USING (article_id, uri, version);

SELECT q.content, string_agg(s.exact, ' ... ' ORDER BY s.ordinal)
FROM onrecord_v1.quotation AS q
JOIN onrecord_v1.quotation_span AS s ON s.article_id = q.article_id AND s.quotation = q.ordinal
WHERE q.is_split GROUP BY 1;

SELECT e.name, e.kind, m.exact, m.form FROM onrecord_v1.entity AS e
JOIN onrecord_v1.mention AS m ON m.article_id = e.article_id AND m.entity = e.ordinal;

SELECT q.speaker_name, role ->> 'exact' FROM onrecord_v1.quotation AS q
JOIN onrecord_v1.entity AS e ON e.article_id = q.article_id AND e.ordinal = q.speaker_entity
CROSS JOIN jsonb_array_elements(e.roles) AS role;

SELECT s.kind, substr(a.text, s.start_char + 1, s.end_char - s.start_char)
FROM onrecord_v1.segment AS s JOIN onrecord_v1.article AS a USING (article_id) ORDER BY s.ordinal;

SELECT r.uri, r.state, q.code, q.reason FROM onrecord_v1.run AS r
JOIN onrecord_v1.quarantined AS q USING (run_id) WHERE q.resolved_at IS NULL;

SELECT uri, code, reason, at FROM onrecord_v1.rejected;

SELECT name FROM onrecord_v1.contract WHERE major = 1 AND minor >= 0;
