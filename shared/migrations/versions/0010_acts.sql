-- What is done with the words of a quotation, and each of those who say it together. Expand: releases before this one
-- go on writing, their quotations are statements of one speaker.

ALTER TABLE core.quotation
    ADD COLUMN act TEXT DEFAULT 'statement' NOT NULL,
    ADD CONSTRAINT ck_quotation_act CHECK (act IN ('statement', 'denial', 'no_comment', 'question', 'demand', 'promise', 'thought')) NOT VALID;

COMMENT ON COLUMN core.quotation.act IS 'statement, denial, no_comment, question, demand, promise or thought, as the cue tells.';

CREATE TABLE core.quotation_speaker (
    run_id BIGINT NOT NULL,
    quotation INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER,
    end_char INTEGER,
    exact TEXT,
    entity INTEGER,
    name TEXT,
    type TEXT NOT NULL,
    role TEXT,
    CONSTRAINT pk_quotation_speaker PRIMARY KEY (run_id, quotation, ordinal),
    CONSTRAINT fk_quotation_speaker_run_id_quotation FOREIGN KEY (run_id, quotation) REFERENCES core.quotation (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT fk_quotation_speaker_run_id_entity FOREIGN KEY (run_id, entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT ck_quotation_speaker_type CHECK (type IN ('person', 'organization', 'group', 'document', 'anonymous', 'unknown')),
    CONSTRAINT ck_quotation_speaker_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_quotation_speaker_exact_length CHECK (char_length(exact) = end_char - start_char),
    CONSTRAINT ck_quotation_speaker_mention CHECK ((start_char IS NULL) = (end_char IS NULL)),
    CONSTRAINT ck_quotation_speaker_exact CHECK (start_char IS NULL OR exact IS NOT NULL)
);

COMMENT ON TABLE core.quotation_speaker IS 'Each of several speakers of one quotation: "X and Y said". A single speaker stands in quotation alone.';
COMMENT ON COLUMN core.quotation_speaker.run_id IS 'The run.';
COMMENT ON COLUMN core.quotation_speaker.quotation IS 'The ordinal of the quotation that they say together.';
COMMENT ON COLUMN core.quotation_speaker.ordinal IS 'Counts the quotation''s speakers from 0, in text order.';
COMMENT ON COLUMN core.quotation_speaker.start_char IS 'Where the speaker''s mention starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.quotation_speaker.end_char IS 'Where the speaker''s mention ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.quotation_speaker.exact IS 'The words of the speaker''s mention: text[start_char:end_char].';
COMMENT ON COLUMN core.quotation_speaker.entity IS 'The ordinal of the entity that speaks.';
COMMENT ON COLUMN core.quotation_speaker.name IS 'The speaker''s full name; null rather than a guess.';
COMMENT ON COLUMN core.quotation_speaker.type IS 'person, organization, group, document, anonymous or unknown.';
COMMENT ON COLUMN core.quotation_speaker.role IS 'What the speaker is, in the words of the text.';

CREATE TRIGGER check_exact AFTER INSERT ON core.quotation_speaker
    REFERENCING NEW TABLE AS given FOR EACH STATEMENT EXECUTE FUNCTION core.check_exact('');
CREATE TRIGGER refuse_update BEFORE UPDATE ON core.quotation_speaker
    FOR EACH ROW EXECUTE FUNCTION core.refuse_update();
