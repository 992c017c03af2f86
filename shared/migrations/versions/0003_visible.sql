-- What readers see, in one place: the views of onrecord_v1 all begin here.

CREATE VIEW core.visible AS
SELECT a.id AS article_id, a.uri, a.publisher, v.version, v.received_at,
    r.id AS run_id, r.pipeline_version, r.model, r.finished_at
FROM core.article AS a
JOIN core.run AS r ON r.id = a.visible_run_id
JOIN core.version AS v ON v.id = r.version_id
WHERE a.retracted_at IS NULL;

COMMENT ON VIEW core.visible IS 'The run that readers see of each article: finished, and not retracted.';
COMMENT ON COLUMN core.visible.article_id IS 'The article.';
COMMENT ON COLUMN core.visible.uri IS 'The article''s uri.';
COMMENT ON COLUMN core.visible.publisher IS 'Who published it, as the newest submission declares.';
COMMENT ON COLUMN core.visible.version IS 'The visible version.';
COMMENT ON COLUMN core.visible.received_at IS 'When that version was accepted.';
COMMENT ON COLUMN core.visible.run_id IS 'The run whose results are visible.';
COMMENT ON COLUMN core.visible.pipeline_version IS 'The pipeline version of that run.';
COMMENT ON COLUMN core.visible.model IS 'The language model of that run.';
COMMENT ON COLUMN core.visible.finished_at IS 'When that run was done.';
