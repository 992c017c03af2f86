-- The order of what producers sent: an inbox entry that is read again, or late, must not undo a newer one.

ALTER TABLE core.article
    ADD COLUMN stream_id TEXT,
    ADD CONSTRAINT ck_article_stream_id CHECK (stream_id ~ '^[0-9]+-[0-9]+$') NOT VALID;

COMMENT ON COLUMN core.article.stream_id IS 'The newest inbox entry that was answered for it: older ones change nothing.';
