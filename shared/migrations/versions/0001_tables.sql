-- Schema `core`: what is to be done, what was found, and the change feed. The same as shared/store/tables says.

CREATE TABLE core.article (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    uri TEXT NOT NULL,
    publisher TEXT,
    visible_run_id BIGINT,
    retracted_at TIMESTAMP WITH TIME ZONE,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_article PRIMARY KEY (id),
    CONSTRAINT ck_article_uri CHECK (octet_length(uri) BETWEEN 1 AND 2048),
    CONSTRAINT uq_article_uri UNIQUE (uri),
    CONSTRAINT uq_article_visible_run_id UNIQUE (visible_run_id)
);

COMMENT ON TABLE core.article IS 'News articles: one row for each uri.';
COMMENT ON COLUMN core.article.id IS 'The article''s number, for joins; never used again.';
COMMENT ON COLUMN core.article.uri IS 'The producer''s own stable identity for the article.';
COMMENT ON COLUMN core.article.publisher IS 'Who published it, as the newest submission declares.';
COMMENT ON COLUMN core.article.visible_run_id IS 'The finished run whose results readers see; null until there is one.';
COMMENT ON COLUMN core.article.retracted_at IS 'When the producer withdrew the article; null while it stands.';
COMMENT ON COLUMN core.article.created_at IS 'When its first version was accepted.';

CREATE TABLE core.version (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    article_id BIGINT NOT NULL,
    version INTEGER NOT NULL,
    content_sha256 TEXT NOT NULL,
    submission TEXT NOT NULL,
    received_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_version PRIMARY KEY (id),
    CONSTRAINT uq_version_article_id_version UNIQUE (article_id, version),
    CONSTRAINT ck_version_version CHECK (version >= 1),
    CONSTRAINT fk_version_article_id FOREIGN KEY(article_id) REFERENCES core.article (id) ON DELETE CASCADE
);

COMMENT ON TABLE core.version IS 'What producers sent: one row for each different content of an article.';
COMMENT ON COLUMN core.version.id IS 'The version''s number, for joins.';
COMMENT ON COLUMN core.version.article_id IS 'The article it is a version of.';
COMMENT ON COLUMN core.version.version IS 'Counts the article''s versions from 1.';
COMMENT ON COLUMN core.version.content_sha256 IS 'SHA-256 of the submitted content and declared fields, in hex.';
COMMENT ON COLUMN core.version.submission IS 'The submission as ASCII JSON. Not jsonb: that holds neither NUL nor lone surrogates.';
COMMENT ON COLUMN core.version.received_at IS 'When it was accepted.';

CREATE TABLE core.run (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    version_id BIGINT NOT NULL,
    pipeline_version TEXT NOT NULL,
    stage TEXT,
    state TEXT DEFAULT 'open' NOT NULL,
    lease_token UUID,
    lease_until TIMESTAMP WITH TIME ZONE,
    attempts INTEGER DEFAULT '0' NOT NULL,
    sent_at TIMESTAMP WITH TIME ZONE,
    model TEXT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    finished_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_run PRIMARY KEY (id),
    CONSTRAINT uq_run_version_id_pipeline_version UNIQUE (version_id, pipeline_version),
    CONSTRAINT ck_run_state CHECK (state IN ('open', 'done', 'quarantined')),
    CONSTRAINT ck_run_stage CHECK (stage IN ('parse', 'entities', 'quotations')),
    CONSTRAINT ck_run_done_has_no_stage CHECK ((state = 'done') = (stage IS NULL)),
    CONSTRAINT ck_run_open_is_not_finished CHECK ((state = 'open') = (finished_at IS NULL)),
    CONSTRAINT ck_run_lease CHECK ((lease_token IS NULL) = (lease_until IS NULL)),
    CONSTRAINT ck_run_only_open_is_leased CHECK (lease_token IS NULL OR state = 'open'),
    CONSTRAINT ck_run_attempts CHECK (attempts >= 0),
    CONSTRAINT fk_run_version_id FOREIGN KEY(version_id) REFERENCES core.version (id) ON DELETE CASCADE
);

CREATE INDEX ix_run_open_sent_at ON core.run (sent_at NULLS FIRST, id) WHERE state = 'open';

COMMENT ON TABLE core.run IS 'One passage of one version through the pipeline at one pipeline version. This row is the outbox.';
COMMENT ON COLUMN core.run.id IS 'The run''s number: all that travels through the task queue.';
COMMENT ON COLUMN core.run.version_id IS 'The version it processes.';
COMMENT ON COLUMN core.run.pipeline_version IS 'The pipeline version it is processed with.';
COMMENT ON COLUMN core.run.stage IS 'The next stage to do, or the one that failed; null when all are done.';
COMMENT ON COLUMN core.run.state IS 'open, done or quarantined.';
COMMENT ON COLUMN core.run.lease_token IS 'Who holds the stage: only a save that shows this token counts.';
COMMENT ON COLUMN core.run.lease_until IS 'Until when the holder is left alone.';
COMMENT ON COLUMN core.run.attempts IS 'How often the current stage has been claimed.';
COMMENT ON COLUMN core.run.sent_at IS 'When a message for the current stage was last sent; null if never.';
COMMENT ON COLUMN core.run.model IS 'The language model that found the results, with its version.';
COMMENT ON COLUMN core.run.created_at IS 'When the run was ordered.';
COMMENT ON COLUMN core.run.finished_at IS 'When it was done or quarantined.';

ALTER TABLE core.article ADD CONSTRAINT fk_article_visible_run_id FOREIGN KEY(visible_run_id) REFERENCES core.run (id) ON DELETE SET NULL;

CREATE TABLE core.quarantined (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    run_id BIGINT,
    stage TEXT,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    traceback TEXT,
    payload BYTEA,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    resolved_at TIMESTAMP WITH TIME ZONE,
    CONSTRAINT pk_quarantined PRIMARY KEY (id),
    CONSTRAINT ck_quarantined_stage CHECK (stage IN ('parse', 'entities', 'quotations')),
    CONSTRAINT ck_quarantined_run_has_stage CHECK ((run_id IS NULL) = (stage IS NULL)),
    CONSTRAINT fk_quarantined_run_id FOREIGN KEY(run_id) REFERENCES core.run (id) ON DELETE CASCADE
);

CREATE INDEX ix_quarantined_run_id ON core.quarantined (run_id);

CREATE UNIQUE INDEX uq_quarantined_unresolved ON core.quarantined (run_id) WHERE resolved_at IS NULL;

COMMENT ON TABLE core.quarantined IS 'What cannot be processed, and why. At most one unresolved entry for a run.';
COMMENT ON COLUMN core.quarantined.id IS 'The entry''s number.';
COMMENT ON COLUMN core.quarantined.run_id IS 'The run that cannot go on; null for bytes that name no run.';
COMMENT ON COLUMN core.quarantined.stage IS 'The stage that failed; null for bytes that name no run.';
COMMENT ON COLUMN core.quarantined.code IS 'The error''s stable code.';
COMMENT ON COLUMN core.quarantined.reason IS 'What happened, for people.';
COMMENT ON COLUMN core.quarantined.traceback IS 'Where it happened, for developers.';
COMMENT ON COLUMN core.quarantined.payload IS 'The bytes that could not be read, if there is no run that holds them.';
COMMENT ON COLUMN core.quarantined.at IS 'When it was quarantined.';
COMMENT ON COLUMN core.quarantined.resolved_at IS 'When it was retried or dropped; null while it waits for somebody.';

CREATE TABLE core.rejected (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    stream_id TEXT NOT NULL,
    uri TEXT,
    code TEXT NOT NULL,
    reason TEXT NOT NULL,
    payload BYTEA NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_rejected PRIMARY KEY (id),
    CONSTRAINT uq_rejected_stream_id UNIQUE (stream_id)
);

CREATE INDEX ix_rejected_uri ON core.rejected USING hash (uri);

COMMENT ON TABLE core.rejected IS 'Inbox entries that are no valid submissions.';
COMMENT ON COLUMN core.rejected.id IS 'The entry''s number.';
COMMENT ON COLUMN core.rejected.stream_id IS 'The id of the inbox entry.';
COMMENT ON COLUMN core.rejected.uri IS 'The producer''s uri, where one could be read.';
COMMENT ON COLUMN core.rejected.code IS 'The error''s stable code.';
COMMENT ON COLUMN core.rejected.reason IS 'What is wrong with it, for its producer.';
COMMENT ON COLUMN core.rejected.payload IS 'The entry''s bytes, as they came.';
COMMENT ON COLUMN core.rejected.at IS 'When it was rejected.';

CREATE TABLE core.parsed (
    run_id BIGINT NOT NULL,
    headline TEXT,
    standfirst TEXT,
    byline TEXT,
    authors TEXT[] NOT NULL,
    published_at TIMESTAMP WITH TIME ZONE,
    publisher TEXT,
    url TEXT,
    language TEXT,
    dateline_exact TEXT,
    dateline_place TEXT,
    dateline_region TEXT,
    dateline_date TEXT,
    dateline_agency TEXT,
    text TEXT NOT NULL,
    text_sha256 TEXT NOT NULL,
    warnings JSONB NOT NULL,
    CONSTRAINT pk_parsed PRIMARY KEY (run_id),
    CONSTRAINT ck_parsed_text CHECK (text <> ''),
    CONSTRAINT ck_parsed_warnings CHECK (jsonb_typeof(warnings) = 'array'),
    CONSTRAINT fk_parsed_run_id FOREIGN KEY(run_id) REFERENCES core.run (id) ON DELETE CASCADE
);

COMMENT ON TABLE core.parsed IS 'Articles after the parse stage: one row for each run.';
COMMENT ON COLUMN core.parsed.run_id IS 'The run.';
COMMENT ON COLUMN core.parsed.headline IS 'The headline.';
COMMENT ON COLUMN core.parsed.standfirst IS 'The standfirst: the summary under the headline.';
COMMENT ON COLUMN core.parsed.byline IS 'The byline as it is written.';
COMMENT ON COLUMN core.parsed.authors IS 'The authors'' names, in order.';
COMMENT ON COLUMN core.parsed.published_at IS 'When the article was published.';
COMMENT ON COLUMN core.parsed.publisher IS 'Who published it.';
COMMENT ON COLUMN core.parsed.url IS 'Where it can be read.';
COMMENT ON COLUMN core.parsed.language IS 'The text''s language: a BCP 47 tag.';
COMMENT ON COLUMN core.parsed.dateline_exact IS 'The dateline as it is written; null if there is none.';
COMMENT ON COLUMN core.parsed.dateline_place IS 'The dateline''s place.';
COMMENT ON COLUMN core.parsed.dateline_region IS 'The dateline''s region: a state or country beside the place.';
COMMENT ON COLUMN core.parsed.dateline_date IS 'The dateline''s date, as it is written.';
COMMENT ON COLUMN core.parsed.dateline_agency IS 'The news agency that the dateline names.';
COMMENT ON COLUMN core.parsed.text IS 'The canonical text: all offsets point into it. It is never updated.';
COMMENT ON COLUMN core.parsed.text_sha256 IS 'SHA-256 of the text in UTF-8, in hex.';
COMMENT ON COLUMN core.parsed.warnings IS 'What was odd: a list of objects with code and detail.';

CREATE TABLE core.segment (
    run_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    rule TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    duplicate_of INTEGER,
    CONSTRAINT pk_segment PRIMARY KEY (run_id, ordinal),
    CONSTRAINT fk_segment_run_id_duplicate_of FOREIGN KEY(run_id, duplicate_of) REFERENCES core.segment (run_id, ordinal),
    CONSTRAINT ck_segment_kind CHECK (kind IN ('headline', 'standfirst', 'paragraph', 'list_item', 'pullquote', 'crosshead', 'byline', 'dateline', 'caption', 'related', 'boilerplate', 'gap')),
    CONSTRAINT ck_segment_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_segment_confidence CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT ck_segment_duplicate_of CHECK (duplicate_of < ordinal),
    CONSTRAINT fk_segment_run_id FOREIGN KEY(run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE
);

COMMENT ON TABLE core.segment IS 'Stretches of text of one kind. They tile the text: joined in order, they are the text.';
COMMENT ON COLUMN core.segment.run_id IS 'The run.';
COMMENT ON COLUMN core.segment.ordinal IS 'Counts the segments of the text from 0.';
COMMENT ON COLUMN core.segment.kind IS 'What the stretch of text is: headline, paragraph, gap ...';
COMMENT ON COLUMN core.segment.start_char IS 'Where it starts: where the segment before it ends.';
COMMENT ON COLUMN core.segment.end_char IS 'Where it ends: the offset after its last code point.';
COMMENT ON COLUMN core.segment.rule IS 'The name of the rule that decided the kind.';
COMMENT ON COLUMN core.segment.confidence IS 'How sure the rule is, from 0 to 1.';
COMMENT ON COLUMN core.segment.duplicate_of IS 'The ordinal of the earlier segment whose words this one repeats.';

CREATE TABLE core.entity (
    run_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    mention_count INTEGER NOT NULL,
    CONSTRAINT pk_entity PRIMARY KEY (run_id, ordinal),
    CONSTRAINT ck_entity_kind CHECK (kind IN ('person', 'organization', 'place', 'other')),
    CONSTRAINT ck_entity_mention_count CHECK (mention_count >= 0),
    CONSTRAINT fk_entity_run_id FOREIGN KEY(run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE
);

COMMENT ON TABLE core.entity IS 'Things named in an article.';
COMMENT ON COLUMN core.entity.run_id IS 'The run.';
COMMENT ON COLUMN core.entity.ordinal IS 'Counts the entities of the article from 0.';
COMMENT ON COLUMN core.entity.kind IS 'person, organization, place or other.';
COMMENT ON COLUMN core.entity.name IS 'The best-formed of its names in the article.';
COMMENT ON COLUMN core.entity.mention_count IS 'How often the article mentions it.';

CREATE TABLE core.entity_role (
    run_id BIGINT NOT NULL,
    entity INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    exact TEXT NOT NULL,
    "of" TEXT,
    former BOOLEAN NOT NULL,
    CONSTRAINT pk_entity_role PRIMARY KEY (run_id, entity, ordinal),
    CONSTRAINT fk_entity_role_run_id_entity FOREIGN KEY(run_id, entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT ck_entity_role_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_entity_role_exact_length CHECK (char_length(exact) = end_char - start_char)
);

COMMENT ON TABLE core.entity_role IS 'Words that say what an entity is: chief of staff, minister, company.';
COMMENT ON COLUMN core.entity_role.run_id IS 'The run.';
COMMENT ON COLUMN core.entity_role.entity IS 'The ordinal of the entity that has the role.';
COMMENT ON COLUMN core.entity_role.ordinal IS 'Counts the entity''s roles from 0.';
COMMENT ON COLUMN core.entity_role.start_char IS 'Where the role starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.entity_role.end_char IS 'Where the role ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.entity_role.exact IS 'The words of the role: text[start_char:end_char].';
COMMENT ON COLUMN core.entity_role."of" IS 'Of whom or of what: the organisation or person that the role belongs to.';
COMMENT ON COLUMN core.entity_role.former IS 'Whether the text says that it is a role of the past.';

CREATE TABLE core.entity_link (
    run_id BIGINT NOT NULL,
    entity INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    scheme TEXT NOT NULL,
    link_id TEXT NOT NULL,
    CONSTRAINT pk_entity_link PRIMARY KEY (run_id, entity, ordinal),
    CONSTRAINT fk_entity_link_run_id_entity FOREIGN KEY(run_id, entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE
);

COMMENT ON TABLE core.entity_link IS 'Pointers from entities into public registers.';
COMMENT ON COLUMN core.entity_link.run_id IS 'The run.';
COMMENT ON COLUMN core.entity_link.entity IS 'The ordinal of the entity that is linked.';
COMMENT ON COLUMN core.entity_link.ordinal IS 'Counts the entity''s links from 0.';
COMMENT ON COLUMN core.entity_link.scheme IS 'The register: wikidata or iso3166.';
COMMENT ON COLUMN core.entity_link.link_id IS 'The id in that register.';

CREATE TABLE core.mention (
    run_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    exact TEXT NOT NULL,
    form TEXT NOT NULL,
    entity INTEGER NOT NULL,
    label TEXT NOT NULL,
    CONSTRAINT pk_mention PRIMARY KEY (run_id, ordinal),
    CONSTRAINT fk_mention_run_id_entity FOREIGN KEY(run_id, entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT ck_mention_form CHECK (form IN ('name', 'pronoun', 'nominal')),
    CONSTRAINT ck_mention_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_mention_exact_length CHECK (char_length(exact) = end_char - start_char)
);

COMMENT ON TABLE core.mention IS 'Occurrences of entities in the text.';
COMMENT ON COLUMN core.mention.run_id IS 'The run.';
COMMENT ON COLUMN core.mention.ordinal IS 'Counts the mentions of the article from 0, in text order.';
COMMENT ON COLUMN core.mention.start_char IS 'Where the mention starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.mention.end_char IS 'Where the mention ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.mention.exact IS 'The words of the mention: text[start_char:end_char].';
COMMENT ON COLUMN core.mention.form IS 'name, pronoun or nominal.';
COMMENT ON COLUMN core.mention.entity IS 'The ordinal of the entity it names.';
COMMENT ON COLUMN core.mention.label IS 'The recogniser''s own label: PERSON, ORG, GPE, PRON, NOM ...';

CREATE TABLE core.quotation (
    run_id BIGINT NOT NULL,
    ordinal INTEGER NOT NULL,
    kind TEXT NOT NULL,
    content TEXT NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    is_split BOOLEAN NOT NULL,
    cue_start_char INTEGER,
    cue_end_char INTEGER,
    cue_exact TEXT,
    speaker_start_char INTEGER,
    speaker_end_char INTEGER,
    speaker_exact TEXT,
    speaker_entity INTEGER,
    speaker_name TEXT,
    speaker_type TEXT,
    speaker_role TEXT,
    medium_type TEXT,
    medium_name TEXT,
    addressee TEXT,
    method TEXT NOT NULL,
    confidence DOUBLE PRECISION NOT NULL,
    CONSTRAINT pk_quotation PRIMARY KEY (run_id, ordinal),
    CONSTRAINT fk_quotation_run_id_speaker_entity FOREIGN KEY(run_id, speaker_entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT ck_quotation_kind CHECK (kind IN ('direct', 'mixed', 'indirect')),
    CONSTRAINT ck_quotation_speaker_type CHECK (speaker_type IN ('person', 'organization', 'group', 'document', 'anonymous', 'unknown')),
    CONSTRAINT ck_quotation_method CHECK (method IN ('explicit', 'pronoun', 'continuation', 'title', 'transcript', 'headline', 'none')),
    CONSTRAINT ck_quotation_cue_offsets CHECK (0 <= cue_start_char AND cue_start_char < cue_end_char),
    CONSTRAINT ck_quotation_cue_exact_length CHECK (char_length(cue_exact) = cue_end_char - cue_start_char),
    CONSTRAINT ck_quotation_speaker_offsets CHECK (0 <= speaker_start_char AND speaker_start_char < speaker_end_char),
    CONSTRAINT ck_quotation_speaker_exact_length CHECK (char_length(speaker_exact) = speaker_end_char - speaker_start_char),
    CONSTRAINT ck_quotation_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_quotation_cue CHECK (num_nonnulls(cue_start_char, cue_end_char, cue_exact) IN (0, 3)),
    CONSTRAINT ck_quotation_speaker CHECK ((speaker_start_char IS NULL) = (speaker_end_char IS NULL)),
    CONSTRAINT ck_quotation_speaker_exact CHECK (speaker_start_char IS NULL OR speaker_exact IS NOT NULL),
    CONSTRAINT ck_quotation_no_speaker CHECK (speaker_type IS NOT NULL OR num_nonnulls(speaker_exact, speaker_entity, speaker_name, speaker_role) = 0),
    CONSTRAINT ck_quotation_medium CHECK (medium_type IS NOT NULL OR medium_name IS NULL),
    CONSTRAINT ck_quotation_confidence CHECK (confidence BETWEEN 0 AND 1),
    CONSTRAINT fk_quotation_run_id FOREIGN KEY(run_id) REFERENCES core.parsed (run_id) ON DELETE CASCADE
);

COMMENT ON TABLE core.quotation IS 'Somebody''s words.';
COMMENT ON COLUMN core.quotation.run_id IS 'The run.';
COMMENT ON COLUMN core.quotation.ordinal IS 'Counts the quotations of the article from 0, in text order.';
COMMENT ON COLUMN core.quotation.kind IS 'direct, mixed or indirect.';
COMMENT ON COLUMN core.quotation.content IS 'What was said: the words of all spans, joined.';
COMMENT ON COLUMN core.quotation.start_char IS 'Where its first span starts.';
COMMENT ON COLUMN core.quotation.end_char IS 'Where its last span ends.';
COMMENT ON COLUMN core.quotation.is_split IS 'Whether it has more than one span.';
COMMENT ON COLUMN core.quotation.cue_start_char IS 'Where the cue starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.quotation.cue_end_char IS 'Where the cue ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.quotation.cue_exact IS 'The words of the cue: text[start_char:end_char].';
COMMENT ON COLUMN core.quotation.speaker_start_char IS 'Where the speaker''s mention starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.quotation.speaker_end_char IS 'Where the speaker''s mention ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.quotation.speaker_exact IS 'The words of the speaker''s mention: text[start_char:end_char].';
COMMENT ON COLUMN core.quotation.speaker_entity IS 'The ordinal of the entity that speaks.';
COMMENT ON COLUMN core.quotation.speaker_name IS 'The speaker''s full name; null rather than a guess.';
COMMENT ON COLUMN core.quotation.speaker_type IS 'person, organization, group, document, anonymous or unknown; null: no speaker.';
COMMENT ON COLUMN core.quotation.speaker_role IS 'What the speaker is, in the words of the text.';
COMMENT ON COLUMN core.quotation.medium_type IS 'Where it was said: platform, outlet, statement, interview ...';
COMMENT ON COLUMN core.quotation.medium_name IS 'The medium''s name.';
COMMENT ON COLUMN core.quotation.addressee IS 'To whom it was said.';
COMMENT ON COLUMN core.quotation.method IS 'How the speaker was found: explicit, pronoun, continuation ...';
COMMENT ON COLUMN core.quotation.confidence IS 'How sure the attribution is, from 0 to 1.';

CREATE TABLE core.quotation_span (
    run_id BIGINT NOT NULL,
    quotation INTEGER NOT NULL,
    ordinal INTEGER NOT NULL,
    start_char INTEGER NOT NULL,
    end_char INTEGER NOT NULL,
    exact TEXT NOT NULL,
    CONSTRAINT pk_quotation_span PRIMARY KEY (run_id, quotation, ordinal),
    CONSTRAINT fk_quotation_span_run_id_quotation FOREIGN KEY(run_id, quotation) REFERENCES core.quotation (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT ck_quotation_span_offsets CHECK (0 <= start_char AND start_char < end_char),
    CONSTRAINT ck_quotation_span_exact_length CHECK (char_length(exact) = end_char - start_char)
);

COMMENT ON TABLE core.quotation_span IS 'Stretches of text that a quotation is made of: two when it is split around "X said".';
COMMENT ON COLUMN core.quotation_span.run_id IS 'The run.';
COMMENT ON COLUMN core.quotation_span.quotation IS 'The ordinal of the quotation it is part of.';
COMMENT ON COLUMN core.quotation_span.ordinal IS 'Counts the quotation''s spans from 0, in text order.';
COMMENT ON COLUMN core.quotation_span.start_char IS 'Where the span starts in the text: 0-based, in Unicode code points.';
COMMENT ON COLUMN core.quotation_span.end_char IS 'Where the span ends in the text: the offset after its last code point.';
COMMENT ON COLUMN core.quotation_span.exact IS 'The words of the span: text[start_char:end_char].';

CREATE TABLE core.change (
    position BIGINT NOT NULL,
    kind TEXT NOT NULL,
    article_id BIGINT NOT NULL,
    uri TEXT NOT NULL,
    version INTEGER NOT NULL,
    run_id BIGINT,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_change PRIMARY KEY (position),
    CONSTRAINT ck_change_kind CHECK (kind IN ('processed', 'updated', 'retracted', 'reprocessed', 'quarantined')),
    CONSTRAINT ck_change_position CHECK (position >= 1)
);

COMMENT ON TABLE core.change IS 'What changed for readers. A log: no foreign keys, so that it outlives what it tells of.';
COMMENT ON COLUMN core.change.position IS 'Counts the changes from 1 without a gap, in the order in which they became visible.';
COMMENT ON COLUMN core.change.kind IS 'processed, updated, retracted, reprocessed or quarantined.';
COMMENT ON COLUMN core.change.article_id IS 'The article that changed.';
COMMENT ON COLUMN core.change.uri IS 'The article''s uri.';
COMMENT ON COLUMN core.change.version IS 'The version that the change is about.';
COMMENT ON COLUMN core.change.run_id IS 'The run that made the change; null if none did.';
COMMENT ON COLUMN core.change.at IS 'When it happened.';

CREATE TABLE core.feed_head (
    id BOOLEAN DEFAULT true NOT NULL,
    n BIGINT DEFAULT '0' NOT NULL,
    CONSTRAINT pk_feed_head PRIMARY KEY (id),
    CONSTRAINT ck_feed_head_one_row CHECK (id),
    CONSTRAINT ck_feed_head_n CHECK (n >= 0)
);

COMMENT ON TABLE core.feed_head IS 'The counter of the change feed. Who adds to the feed locks this row until the commit: hence no gaps.';
COMMENT ON COLUMN core.feed_head.id IS 'Always true: there is one row.';
COMMENT ON COLUMN core.feed_head.n IS 'The newest position of the change feed.';

INSERT INTO core.feed_head DEFAULT VALUES;

COMMENT ON TABLE core.alembic_version IS 'The schema''s revision, kept by Alembic.';
COMMENT ON COLUMN core.alembic_version.version_num IS 'The newest migration that was run.';
