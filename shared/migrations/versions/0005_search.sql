-- What search needs beside its indexes. All of it can be run again: the indexes are built outside of the transaction.

-- Run and version are joined from the left: a query that asks for none of their columns is planned without them.
-- Nothing else changes: what is visible has a run, and a run has a version.
CREATE OR REPLACE VIEW core.visible AS
SELECT a.id AS article_id, a.uri, a.publisher, v.version, v.received_at,
    a.visible_run_id AS run_id, r.pipeline_version, r.model, r.finished_at
FROM core.article AS a
LEFT JOIN core.run AS r ON r.id = a.visible_run_id
LEFT JOIN core.version AS v ON v.id = r.version_id
WHERE a.retracted_at IS NULL AND a.visible_run_id IS NOT NULL;

-- An index holds columns of one table, so that the publisher must stand in one.
CREATE OR REPLACE FUNCTION core.inherit_publisher() RETURNS trigger
    LANGUAGE plpgsql SET search_path = pg_catalog AS
$function$
BEGIN
    SELECT a.publisher INTO NEW.publisher
    FROM core.run AS r
    JOIN core.version AS v ON v.id = r.version_id
    JOIN core.article AS a ON a.id = v.article_id
    WHERE r.id = NEW.run_id;
    RETURN NEW;
END
$function$;
COMMENT ON FUNCTION core.inherit_publisher() IS 'Who published an article that does not say so: whom its earlier versions declared.';

CREATE OR REPLACE TRIGGER inherit_publisher BEFORE INSERT ON core.parsed FOR EACH ROW
    WHEN (NEW.publisher IS NULL) EXECUTE FUNCTION core.inherit_publisher();

UPDATE core.parsed AS p
SET publisher = a.publisher
FROM core.article AS a
WHERE a.visible_run_id = p.run_id AND p.publisher IS NULL AND a.publisher IS NOT NULL;

-- Results are deleted a few at a time, for ever (docs/decisions/partitioning.md). By default a table of 100 million rows
-- is vacuumed after 20 million of them are dead.
DO $vacuum$
DECLARE
    of_results text;
BEGIN
    FOREACH of_results IN ARRAY ARRAY['parsed', 'segment', 'entity', 'mention', 'quotation', 'quotation_span'] LOOP
        EXECUTE format('ALTER TABLE core.%I SET (autovacuum_vacuum_scale_factor = 0.02, '
            'autovacuum_vacuum_insert_scale_factor = 0.05, autovacuum_analyze_scale_factor = 0.02)', of_results);
    END LOOP;
END
$vacuum$;

-- What no index of names can hold is no name; see name_or_none in shared/store/texts.py.
UPDATE core.parsed SET publisher = NULL WHERE char_length(publisher) > 500;

DO $too_long$
BEGIN
    IF EXISTS (SELECT FROM core.quotation WHERE char_length(speaker_name) > 500) THEN
        ALTER TABLE core.quotation DISABLE TRIGGER refuse_update;
        UPDATE core.quotation SET speaker_name = NULL WHERE char_length(speaker_name) > 500;
        ALTER TABLE core.quotation ENABLE TRIGGER refuse_update;
    END IF;
END
$too_long$;
