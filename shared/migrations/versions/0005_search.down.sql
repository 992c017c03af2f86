-- Takes 0005 back, without its indexes. Publishers that were filled in stay.

DROP FUNCTION core.inherit_publisher() CASCADE;

CREATE OR REPLACE VIEW core.visible AS
SELECT a.id AS article_id, a.uri, a.publisher, v.version, v.received_at,
    r.id AS run_id, r.pipeline_version, r.model, r.finished_at
FROM core.article AS a
JOIN core.run AS r ON r.id = a.visible_run_id
JOIN core.version AS v ON v.id = r.version_id
WHERE a.retracted_at IS NULL;

DO $vacuum$
DECLARE
    of_results text;
BEGIN
    FOREACH of_results IN ARRAY ARRAY['parsed', 'segment', 'entity', 'mention', 'quotation', 'quotation_span'] LOOP
        EXECUTE format('ALTER TABLE core.%I RESET (autovacuum_vacuum_scale_factor, '
            'autovacuum_vacuum_insert_scale_factor, autovacuum_analyze_scale_factor)', of_results);
    END LOOP;
END
$vacuum$;
