-- Takes 0008 back.

ALTER TABLE core.article DROP COLUMN stream_id;
