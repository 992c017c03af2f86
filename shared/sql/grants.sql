-- Who may do what, each time after the migrations: the least that is needed. Skipped for roles that do not exist.

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
        core.quotation, core.quotation_span TO onrecord_writer;
    -- Identities come and are joined, their members and keys move, and what rules decided is decided anew.
    GRANT INSERT, UPDATE ON core.identity TO onrecord_writer;
    GRANT INSERT, UPDATE, DELETE ON core.identity_key, core.identity_member, core.identity_pin, core.identity_decision
        TO onrecord_writer;
    -- The feed is only added to.
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
END
$reader$;
