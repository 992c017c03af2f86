-- Who may do what, each time after the migrations: the least that is needed. Skipped for roles that do not exist.

DO $intake$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_intake') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_intake;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_intake;
    GRANT SELECT ON ALL TABLES IN SCHEMA core TO onrecord_intake;
    -- What comes in is put on record, or refused on the record.
    GRANT INSERT ON core.article, core.version, core.run, core.rejected TO onrecord_intake;
    GRANT UPDATE (sent_at) ON core.run TO onrecord_intake;
    -- What is retracted is hidden, and the feed says so.
    GRANT UPDATE (publisher, stream_id, retracted_at, retracted_version) ON core.article TO onrecord_intake;
    GRANT INSERT ON core.change TO onrecord_intake;
    GRANT UPDATE ON core.feed_head TO onrecord_intake;
END
$intake$;

DO $worker$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_worker') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_worker;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_worker;
    GRANT SELECT ON ALL TABLES IN SCHEMA core TO onrecord_worker;
    -- Results are replaced whole, never changed.
    GRANT INSERT, DELETE ON core.parsed, core.segment, core.entity, core.entity_role, core.entity_link, core.mention,
        core.quotation, core.quotation_span, core.quotation_speaker TO onrecord_worker;
    -- What makes articles alike is noted beside them.
    GRANT INSERT, DELETE ON core.fingerprint, core.near_duplicate TO onrecord_worker;
    -- Identities come and are joined, their members and keys move, and what rules decided is decided anew.
    GRANT INSERT, UPDATE ON core.identity TO onrecord_worker;
    GRANT INSERT, UPDATE, DELETE ON core.identity_key, core.identity_member, core.identity_pin, core.identity_decision
        TO onrecord_worker;
    -- A run is claimed, moved on, and ended.
    GRANT UPDATE (stage, state, lease_token, lease_until, attempts, sent_at, model, finished_at, superseded_at)
        ON core.run TO onrecord_worker;
    GRANT INSERT ON core.quarantined TO onrecord_worker;
    GRANT UPDATE (visible_run_id, retracted_at, retracted_version, identified_run_id, identity_fault)
        ON core.article TO onrecord_worker;
    GRANT INSERT ON core.change TO onrecord_worker;
    GRANT UPDATE ON core.feed_head TO onrecord_worker;
END
$worker$;

-- The sweeper and the commands: what intake and workers may, and what looks after the rest.
DO $writer$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_writer') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_writer;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_writer;
    GRANT SELECT ON ALL TABLES IN SCHEMA core TO onrecord_writer;
    -- Articles, versions and runs come and change; they do not go.
    GRANT INSERT, UPDATE ON core.article, core.version, core.run, core.backfill, core.quarantined, core.rejected
        TO onrecord_writer;
    -- What was refused or resolved is forgotten some time later.
    GRANT DELETE ON core.quarantined, core.rejected TO onrecord_writer;
    -- Results are replaced whole, never changed.
    GRANT INSERT, DELETE ON core.parsed, core.segment, core.entity, core.entity_role, core.entity_link, core.mention,
        core.quotation, core.quotation_span, core.quotation_speaker TO onrecord_writer;
    GRANT INSERT, DELETE ON core.fingerprint, core.near_duplicate TO onrecord_writer;
    -- Identities come and are joined, their members and keys move, and what rules decided is decided anew.
    GRANT INSERT, UPDATE ON core.identity TO onrecord_writer;
    GRANT INSERT, UPDATE, DELETE ON core.identity_key, core.identity_member, core.identity_pin, core.identity_decision
        TO onrecord_writer;
    -- The feed is only added to, and its oldest changes are forgotten.
    GRANT EXECUTE ON FUNCTION core.forget_changes(interval, integer) TO onrecord_writer;
    GRANT INSERT ON core.change TO onrecord_writer;
    GRANT UPDATE ON core.feed_head TO onrecord_writer;
END
$writer$;

DO $reader$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_reader') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA onrecord_v1 TO onrecord_reader;
    GRANT SELECT ON ALL TABLES IN SCHEMA onrecord_v1 TO onrecord_reader;
    GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA onrecord_v1 TO onrecord_reader;
END
$reader$;
