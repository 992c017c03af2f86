-- Grants each role the least rights that it needs, after the migrations of every upgrade. Skips missing roles.

-- A restored dump comes without its rights. This function runs with its owner's, so that nobody else may call it.
REVOKE ALL ON FUNCTION core.forget_changes(interval, integer) FROM PUBLIC;

DO $intake$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_intake') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_intake;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_intake;
    GRANT SELECT ON ALL TABLES IN SCHEMA core TO onrecord_intake;
    -- Intake accepts submissions, or rejects them on the record.
    GRANT INSERT ON core.article, core.version, core.run, core.rejected TO onrecord_intake;
    GRANT UPDATE (sent_at) ON core.run TO onrecord_intake;
    -- Intake hides retracted articles, and the feed reports it.
    GRANT UPDATE (publisher, stream_id, retracted_at, retracted_version) ON core.article TO onrecord_intake;
    GRANT INSERT ON core.change TO onrecord_intake;
    -- It notes a producer's retraction for the audit, which only administrators read.
    REVOKE ALL ON core.audit FROM onrecord_intake;
    GRANT INSERT (deed, about, items, because, stream_id, machine, person) ON core.audit TO onrecord_intake;
    GRANT UPDATE (n) ON core.feed_head TO onrecord_intake;
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
    -- Results are replaced as a whole, never updated.
    GRANT INSERT, DELETE ON core.parsed, core.segment, core.entity, core.entity_role, core.entity_link, core.mention,
        core.quotation, core.quotation_span, core.quotation_speaker TO onrecord_worker;
    -- Workers store fingerprints and links between near-duplicates.
    GRANT INSERT, DELETE ON core.fingerprint, core.near_duplicate TO onrecord_worker;
    -- Identities are created and merged, members and keys move, and decisions of rules are replaced.
    GRANT INSERT, UPDATE ON core.identity TO onrecord_worker;
    GRANT INSERT, UPDATE, DELETE ON core.identity_key, core.identity_member, core.identity_pin, core.identity_decision
        TO onrecord_worker;
    -- Workers claim, advance and end runs.
    GRANT UPDATE (stage, state, lease_token, lease_until, attempts, sent_at, model, finished_at, superseded_at)
        ON core.run TO onrecord_worker;
    GRANT INSERT ON core.quarantined TO onrecord_worker;
    GRANT UPDATE (visible_run_id, retracted_at, retracted_version, identified_run_id, identity_fault)
        ON core.article TO onrecord_worker;
    GRANT INSERT ON core.change TO onrecord_worker;
    REVOKE ALL ON core.audit FROM onrecord_worker;
    GRANT UPDATE (n) ON core.feed_head TO onrecord_worker;
END
$worker$;

-- The sweeper and the commands: the rights of intake and workers, and those for upkeep.
DO $writer$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_writer') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_writer;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_writer;
    GRANT SELECT ON ALL TABLES IN SCHEMA core TO onrecord_writer;
    -- Articles, versions and runs are added and updated, never deleted.
    GRANT INSERT, UPDATE ON core.article, core.version, core.run, core.backfill, core.quarantined, core.rejected
        TO onrecord_writer;
    -- Rejections and resolved quarantine entries are deleted after their retention.
    GRANT DELETE ON core.quarantined, core.rejected TO onrecord_writer;
    -- Results are replaced as a whole, never updated.
    GRANT INSERT, DELETE ON core.parsed, core.segment, core.entity, core.entity_role, core.entity_link, core.mention,
        core.quotation, core.quotation_span, core.quotation_speaker TO onrecord_writer;
    GRANT INSERT, DELETE ON core.fingerprint, core.near_duplicate TO onrecord_writer;
    -- Identities are created and merged, members and keys move, and decisions of rules are replaced.
    GRANT INSERT, UPDATE ON core.identity TO onrecord_writer;
    GRANT INSERT, UPDATE, DELETE ON core.identity_key, core.identity_member, core.identity_pin, core.identity_decision
        TO onrecord_writer;
    -- Changes are only added to the feed; a function deletes the oldest ones.
    GRANT EXECUTE ON FUNCTION core.forget_changes(interval, integer) TO onrecord_writer;
    GRANT INSERT ON core.change TO onrecord_writer;
    -- The sweeper begins a new epoch of the feed where the database was restored.
    GRANT UPDATE (n, epoch, origin) ON core.feed_head TO onrecord_writer;
END
$writer$;

-- What is done by hand: the writer notes it, and whoever did it cannot say that it was another login or another time.
DO $audit$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_writer') THEN
        GRANT INSERT (deed, about, items, because, stream_id, machine, person) ON core.audit TO onrecord_writer;
        GRANT USAGE ON SCHEMA onrecord_admin TO onrecord_writer;
        GRANT SELECT ON ALL TABLES IN SCHEMA onrecord_admin TO onrecord_writer;
    END IF;
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_auditor') THEN
        GRANT USAGE ON SCHEMA onrecord_admin TO onrecord_auditor;
        GRANT SELECT ON ALL TABLES IN SCHEMA onrecord_admin TO onrecord_auditor;
    END IF;
END
$audit$;

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

-- Metrics: states, codes and times, to be counted. No texts, names or uris, and nothing to write.
DO $monitor$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_monitor') THEN
        RETURN;
    END IF;
    GRANT USAGE ON SCHEMA core TO onrecord_monitor;
    REVOKE ALL ON ALL TABLES IN SCHEMA core FROM onrecord_monitor;
    GRANT SELECT (id, visible_run_id, retracted_at, identified_run_id) ON core.article TO onrecord_monitor;
    GRANT SELECT (id, state, stage, backfill_id, created_at) ON core.run TO onrecord_monitor;
    GRANT SELECT (run_id, warnings) ON core.parsed TO onrecord_monitor;
    GRANT SELECT (id, run_id, stage, code, at, resolved_at) ON core.quarantined TO onrecord_monitor;
    GRANT SELECT (id, code, at) ON core.rejected TO onrecord_monitor;
    GRANT SELECT (position, kind, at) ON core.change TO onrecord_monitor;
    GRANT SELECT ON core.feed_head TO onrecord_monitor;
END
$monitor$;
