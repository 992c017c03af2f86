-- Takes 0007 back: versions that say nothing new stay, as finished ones without results.

DROP TABLE core.near_duplicate, core.fingerprint;

ALTER TABLE core.version DROP COLUMN same_as_version_id;

ALTER TABLE core.parsed
    DROP COLUMN canonical_url,
    DROP COLUMN own_text_sha256,
    DROP COLUMN field_sources,
    DROP COLUMN edits,
    DROP COLUMN decoding;
