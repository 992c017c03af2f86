-- What the parse stage knows of an article's identity and origin, versions that say nothing new, near-duplicates.
-- Marked expand: a process of the version before goes on writing. Indexes of large tables, and the look at rows that
-- are there already: 0012.

ALTER TABLE core.parsed
    ADD COLUMN canonical_url TEXT,
    ADD COLUMN own_text_sha256 TEXT DEFAULT '' NOT NULL,
    ADD COLUMN field_sources JSONB DEFAULT '[]' NOT NULL,
    ADD COLUMN edits JSONB DEFAULT '[]' NOT NULL,
    ADD COLUMN decoding JSONB,
    ADD CONSTRAINT ck_parsed_field_sources CHECK (jsonb_typeof(field_sources) = 'array') NOT VALID,
    ADD CONSTRAINT ck_parsed_edits CHECK (jsonb_typeof(edits) = 'array') NOT VALID;

COMMENT ON COLUMN core.parsed.canonical_url IS 'The url, or a uri that is one, without what tells no pages apart: tracking parameters, fragment, case of host.';
COMMENT ON COLUMN core.parsed.own_text_sha256 IS 'SHA-256 of the article''s own words in UTF-8, in hex, whatever stands around them; empty if written before there was one.';
COMMENT ON COLUMN core.parsed.field_sources IS 'Where each field comes from: a list of objects with field, source, agreement and differing.';
COMMENT ON COLUMN core.parsed.edits IS 'What tells the text from the submitted one: a list of objects with kind, removed, inserted and steps; see shared.offsets.';
COMMENT ON COLUMN core.parsed.decoding IS 'How the file''s bytes became the submitted string: encoding, method, edits; null if it came as a string.';

ALTER TABLE core.version
    ADD COLUMN same_as_version_id BIGINT,
    ADD CONSTRAINT fk_version_same_as_version_id FOREIGN KEY (same_as_version_id) REFERENCES core.version (id) ON DELETE SET NULL NOT VALID;

COMMENT ON COLUMN core.version.same_as_version_id IS 'The earlier version whose own words and fields this one repeats: that one stands. Null: it is a version of its own.';

CREATE TABLE core.fingerprint (
    run_id BIGINT NOT NULL,
    signature INTEGER[] NOT NULL,
    keys BIGINT[] NOT NULL,
    CONSTRAINT pk_fingerprint PRIMARY KEY (run_id),
    CONSTRAINT fk_fingerprint_run_id FOREIGN KEY (run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE
);

CREATE INDEX ix_fingerprint_keys ON core.fingerprint USING gin (keys);

COMMENT ON TABLE core.fingerprint IS 'What finds near-duplicates of an article: those that share a key with it are compared.';
COMMENT ON COLUMN core.fingerprint.run_id IS 'The run.';
COMMENT ON COLUMN core.fingerprint.signature IS 'MinHash signature of the article''s own words; empty if these are too few to compare.';
COMMENT ON COLUMN core.fingerprint.keys IS 'The hash of the own words, then one of each band of the signature.';

CREATE TABLE core.near_duplicate (
    run_id BIGINT NOT NULL,
    other_run_id BIGINT NOT NULL,
    similarity DOUBLE PRECISION NOT NULL,
    same_text BOOLEAN NOT NULL,
    CONSTRAINT pk_near_duplicate PRIMARY KEY (run_id, other_run_id),
    CONSTRAINT ck_near_duplicate_pair CHECK (run_id < other_run_id),
    CONSTRAINT ck_near_duplicate_similarity CHECK (similarity BETWEEN 0 AND 1),
    CONSTRAINT fk_near_duplicate_run_id FOREIGN KEY (run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE,
    CONSTRAINT fk_near_duplicate_other_run_id FOREIGN KEY (other_run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE
);

CREATE INDEX ix_near_duplicate_other_run_id ON core.near_duplicate (other_run_id);

COMMENT ON TABLE core.near_duplicate IS 'Pairs of articles under different uris that say nearly the same. Both stay on record.';
COMMENT ON COLUMN core.near_duplicate.run_id IS 'The run of the one that was ordered first.';
COMMENT ON COLUMN core.near_duplicate.other_run_id IS 'The run of the other.';
COMMENT ON COLUMN core.near_duplicate.similarity IS 'Share of runs of three words that both have, of those that either has: estimated, from 0 to 1.';
COMMENT ON COLUMN core.near_duplicate.same_text IS 'Whether their own words are the same, letter for letter.';
