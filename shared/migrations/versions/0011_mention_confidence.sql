-- How sure it is that a mention means its entity. What was found before is taken as sure: it was kept or left out.

ALTER TABLE core.mention
    ADD COLUMN confidence DOUBLE PRECISION DEFAULT 1 NOT NULL,
    ADD CONSTRAINT ck_mention_confidence CHECK (confidence BETWEEN 0 AND 1) NOT VALID;

COMMENT ON COLUMN core.mention.confidence IS 'How sure it is that the mention means this entity, from 0 to 1.';
