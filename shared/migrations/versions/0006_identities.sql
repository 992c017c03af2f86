-- Identities: which entities of different articles are one thing in the world. Expand: nothing that exists changes.

CREATE TABLE core.identity (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    merged_into BIGINT,
    created_at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_identity PRIMARY KEY (id),
    CONSTRAINT ck_identity_kind CHECK (kind IN ('person', 'organization', 'place', 'other')),
    CONSTRAINT ck_identity_merged_into CHECK (merged_into <> id),
    CONSTRAINT fk_identity_merged_into FOREIGN KEY(merged_into) REFERENCES core.identity (id)
);

CREATE INDEX ix_identity_merged_into ON core.identity (merged_into);

COMMENT ON TABLE core.identity IS 'Things in the world, each named in one article or more.';
COMMENT ON COLUMN core.identity.id IS 'The identity''s number; never used again.';
COMMENT ON COLUMN core.identity.kind IS 'person, organization or place.';
COMMENT ON COLUMN core.identity.name IS 'The best-formed of the names that articles call it.';
COMMENT ON COLUMN core.identity.merged_into IS 'The identity that it was found to be; null while it stands for itself.';
COMMENT ON COLUMN core.identity.created_at IS 'When it was first met.';

CREATE TABLE core.identity_key (
    key TEXT NOT NULL,
    identity_id BIGINT NOT NULL,
    CONSTRAINT pk_identity_key PRIMARY KEY (key, identity_id),
    CONSTRAINT fk_identity_key_identity_id FOREIGN KEY(identity_id) REFERENCES core.identity (id) ON DELETE CASCADE
);

CREATE INDEX ix_identity_key_identity_id ON core.identity_key (identity_id);

COMMENT ON TABLE core.identity_key IS 'Where to look for an entity''s identity: only those that share a key are compared.';
COMMENT ON COLUMN core.identity_key.key IS 'What names of one thing share: a link, or a folded, coarse name.';
COMMENT ON COLUMN core.identity_key.identity_id IS 'The identity that may be meant.';

CREATE TABLE core.identity_member (
    run_id BIGINT NOT NULL,
    entity INTEGER NOT NULL,
    article_id BIGINT NOT NULL,
    identity_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    names TEXT[] NOT NULL,
    profile JSONB NOT NULL,
    CONSTRAINT pk_identity_member PRIMARY KEY (run_id, entity),
    CONSTRAINT fk_identity_member_run_id_entity FOREIGN KEY(run_id, entity) REFERENCES core.entity (run_id, ordinal) ON DELETE CASCADE,
    CONSTRAINT fk_identity_member_article_id FOREIGN KEY(article_id) REFERENCES core.article (id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_member_identity_id FOREIGN KEY(identity_id) REFERENCES core.identity (id) ON DELETE CASCADE
);

CREATE INDEX ix_identity_member_article_id ON core.identity_member (article_id);
CREATE INDEX ix_identity_member_newest ON core.identity_member (identity_id, run_id, entity);

COMMENT ON TABLE core.identity_member IS 'Which identity an entity of an article is. Mentions know nothing of it.';
COMMENT ON COLUMN core.identity_member.run_id IS 'The run.';
COMMENT ON COLUMN core.identity_member.entity IS 'The ordinal of the entity.';
COMMENT ON COLUMN core.identity_member.article_id IS 'The article that the run is of.';
COMMENT ON COLUMN core.identity_member.identity_id IS 'The identity that the entity is.';
COMMENT ON COLUMN core.identity_member.kind IS 'The entity''s kind.';
COMMENT ON COLUMN core.identity_member.name IS 'The entity''s name: with article and kind it outlives the run.';
COMMENT ON COLUMN core.identity_member.names IS 'All full names that the article calls it.';
COMMENT ON COLUMN core.identity_member.profile IS 'What the article says of it: what others are compared with.';

CREATE TABLE core.identity_pin (
    article_id BIGINT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    identity_id BIGINT NOT NULL,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_identity_pin PRIMARY KEY (article_id, kind, name),
    CONSTRAINT fk_identity_pin_article_id FOREIGN KEY(article_id) REFERENCES core.article (id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_pin_identity_id FOREIGN KEY(identity_id) REFERENCES core.identity (id) ON DELETE CASCADE
);

CREATE INDEX ix_identity_pin_identity_id ON core.identity_pin (identity_id);

COMMENT ON TABLE core.identity_pin IS 'What was decided by hand, entity by entity: by article and name, so that no re-run loses it.';
COMMENT ON COLUMN core.identity_pin.article_id IS 'The article.';
COMMENT ON COLUMN core.identity_pin.kind IS 'The entity''s kind.';
COMMENT ON COLUMN core.identity_pin.name IS 'The entity''s name in that article.';
COMMENT ON COLUMN core.identity_pin.identity_id IS 'The identity that it is, whatever a rule says.';
COMMENT ON COLUMN core.identity_pin.at IS 'When it was decided.';

CREATE TABLE core.identity_decision (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    outcome TEXT NOT NULL,
    by TEXT NOT NULL,
    score DOUBLE PRECISION,
    reason TEXT NOT NULL,
    article_id BIGINT,
    name TEXT,
    identity_id BIGINT NOT NULL,
    other_id BIGINT,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    CONSTRAINT pk_identity_decision PRIMARY KEY (id),
    CONSTRAINT ck_identity_decision_outcome CHECK (outcome IN ('same', 'proposed', 'apart')),
    CONSTRAINT ck_identity_decision_by CHECK (by IN ('rule', 'hand')),
    CONSTRAINT ck_identity_decision_score CHECK (score BETWEEN 0 AND 1),
    CONSTRAINT ck_identity_decision_entity CHECK ((article_id IS NULL) = (name IS NULL)),
    CONSTRAINT ck_identity_decision_other CHECK (other_id <> identity_id),
    CONSTRAINT fk_identity_decision_article_id FOREIGN KEY(article_id) REFERENCES core.article (id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_decision_identity_id FOREIGN KEY(identity_id) REFERENCES core.identity (id) ON DELETE CASCADE,
    CONSTRAINT fk_identity_decision_other_id FOREIGN KEY(other_id) REFERENCES core.identity (id) ON DELETE CASCADE
);

CREATE INDEX ix_identity_decision_article_id ON core.identity_decision (article_id);
CREATE INDEX ix_identity_decision_identity_id ON core.identity_decision (identity_id);
CREATE INDEX ix_identity_decision_other_id ON core.identity_decision (other_id);
CREATE INDEX ix_identity_decision_apart ON core.identity_decision (identity_id) WHERE by = 'hand' AND outcome = 'apart';
CREATE INDEX ix_identity_decision_apart_other ON core.identity_decision (other_id) WHERE by = 'hand' AND outcome = 'apart';

COMMENT ON TABLE core.identity_decision IS 'Why entities are, may be, or are not one identity.';
COMMENT ON COLUMN core.identity_decision.id IS 'The decision''s number.';
COMMENT ON COLUMN core.identity_decision.outcome IS 'same, proposed or apart.';
COMMENT ON COLUMN core.identity_decision.by IS 'rule or hand.';
COMMENT ON COLUMN core.identity_decision.score IS 'How much speaks for one identity, from 0 to 1; null if decided by hand.';
COMMENT ON COLUMN core.identity_decision.reason IS 'What speaks for it and against it.';
COMMENT ON COLUMN core.identity_decision.article_id IS 'The article whose entity it is about; null if it is about two identities.';
COMMENT ON COLUMN core.identity_decision.name IS 'That entity''s name.';
COMMENT ON COLUMN core.identity_decision.identity_id IS 'The identity that the entity is, or the first of the two.';
COMMENT ON COLUMN core.identity_decision.other_id IS 'The identity it was compared with, if it is another one.';
COMMENT ON COLUMN core.identity_decision.at IS 'When it was decided.';
ALTER TABLE core.article ADD COLUMN identified_run_id BIGINT, ADD COLUMN identity_fault TEXT;

COMMENT ON COLUMN core.article.identified_run_id IS 'The run whose entities have their identities; null if none has.';
COMMENT ON COLUMN core.article.identity_fault IS 'Why that run''s entities could not get theirs; null if they did.';
