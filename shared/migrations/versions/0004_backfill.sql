-- Orders to process articles again, and what retraction and pruning need to know.

CREATE TABLE core.backfill (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    pipeline_version TEXT NOT NULL,
    from_stage TEXT NOT NULL,
    publisher TEXT,
    since TIMESTAMP WITH TIME ZONE,
    ordered_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    paused_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_backfill PRIMARY KEY (id),
    CONSTRAINT ck_backfill_from_stage CHECK (from_stage IN ('parse', 'entities', 'quotations'))
);

COMMENT ON TABLE core.backfill IS 'Orders to process articles again, at another pipeline version, behind all live articles.';
COMMENT ON COLUMN core.backfill.id IS 'The order''s number.';
COMMENT ON COLUMN core.backfill.pipeline_version IS 'The pipeline version that its runs are processed with.';
COMMENT ON COLUMN core.backfill.from_stage IS 'The stage that its runs begin with; what earlier ones found is copied from the visible run.';
COMMENT ON COLUMN core.backfill.publisher IS 'Whose articles are processed again; null: everybody''s.';
COMMENT ON COLUMN core.backfill.since IS 'Articles are processed again whose visible version was accepted since then; null: all.';
COMMENT ON COLUMN core.backfill.ordered_at IS 'When it was ordered.';
COMMENT ON COLUMN core.backfill.paused_at IS 'Since when no stage of its runs is begun; null while it goes on.';

-- Live articles are looked for without a look at those that are processed again, however many these are.
ALTER TABLE core.run
    ADD COLUMN backfill_id BIGINT,
    ADD COLUMN superseded_at TIMESTAMP WITH TIME ZONE,
    ADD CONSTRAINT fk_run_backfill_id FOREIGN KEY (backfill_id) REFERENCES core.backfill (id),
    ADD CONSTRAINT ck_run_open_is_not_superseded CHECK (superseded_at IS NULL OR state <> 'open');

DROP INDEX core.ix_run_open_sent_at;
CREATE INDEX ix_run_open_live ON core.run (sent_at NULLS FIRST, id) WHERE state = 'open' AND backfill_id IS NULL;
CREATE INDEX ix_run_backfill ON core.run (backfill_id, state, sent_at NULLS FIRST, id) WHERE backfill_id IS NOT NULL;
CREATE INDEX ix_run_superseded_at ON core.run (superseded_at) WHERE superseded_at IS NOT NULL;

COMMENT ON COLUMN core.run.backfill_id IS 'The order that it belongs to; null for a live article, which goes first.';
COMMENT ON COLUMN core.run.superseded_at IS 'Since when nobody needs its results, until they are deleted; null while they are needed.';

UPDATE core.run AS r
SET superseded_at = clock_timestamp()
FROM core.version AS v
JOIN core.article AS a ON a.id = v.article_id
WHERE v.id = r.version_id AND r.state = 'done' AND a.visible_run_id IS DISTINCT FROM r.id;

ALTER TABLE core.article ADD COLUMN retracted_version INTEGER;

COMMENT ON COLUMN core.article.retracted_version IS 'The newest version when it was withdrawn: a newer one brings the article back, no other does.';

UPDATE core.article AS a
SET retracted_version = (SELECT max(v.version) FROM core.version AS v WHERE v.article_id = a.id)
WHERE a.retracted_at IS NOT NULL;

ALTER TABLE core.article
    ADD CONSTRAINT ck_article_retracted CHECK ((retracted_at IS NULL) = (retracted_version IS NULL));
