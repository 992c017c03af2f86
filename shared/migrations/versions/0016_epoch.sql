-- The epoch in which the feed counts, and the database that began it. Expand: releases before this one go on counting.

ALTER TABLE core.feed_head
    ADD COLUMN epoch UUID DEFAULT gen_random_uuid() NOT NULL,
    ADD COLUMN origin TEXT;

COMMENT ON COLUMN core.feed_head.epoch IS 'Changes when the database is restored: then some positions are counted a second time.';
COMMENT ON COLUMN core.feed_head.origin IS 'The database that began the epoch: cluster, database, table, timeline. Elsewhere it is over.';
