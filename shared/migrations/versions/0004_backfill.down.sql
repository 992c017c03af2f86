-- Takes 0004 back: runs that process articles again stay, as live ones.

ALTER TABLE core.article DROP COLUMN retracted_version;

CREATE INDEX ix_run_open_sent_at ON core.run (sent_at NULLS FIRST, id) WHERE state = 'open';
DROP INDEX core.ix_run_open_live, core.ix_run_backfill, core.ix_run_superseded_at;
ALTER TABLE core.run DROP COLUMN backfill_id, DROP COLUMN superseded_at;

DROP TABLE core.backfill;
