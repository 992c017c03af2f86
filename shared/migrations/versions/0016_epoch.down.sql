-- Takes 0016 back.

ALTER TABLE core.feed_head DROP COLUMN origin, DROP COLUMN epoch;
