-- Takes 0005 back, without its indexes. Publishers that were filled in stay.

DROP FUNCTION core.inherit_publisher() CASCADE;

CREATE OR REPLACE VIEW core.visible AS
SELECT a.id AS article_id, a.uri, a.publisher, v.version, v.received_at,
    r.id AS run_id, r.pipeline_version, r.model, r.finished_at
FROM core.article AS a
JOIN core.run AS r ON r.id = a.visible_run_id
JOIN core.version AS v ON v.id = r.version_id
WHERE a.retracted_at IS NULL;
