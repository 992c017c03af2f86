-- What administrators see and readers do not: people's names stand in it. It is no contract: it may change.
--
-- An upgrade runs this file after the migrations if it differs from the one that was run last.

DO $schema$
BEGIN
    IF to_regnamespace('onrecord_admin') IS NULL THEN
        CREATE SCHEMA onrecord_admin;
    END IF;
END
$schema$;

CREATE OR REPLACE VIEW onrecord_admin.audit AS
SELECT a.id AS entry, a.at, a.deed, a.about, a.items, a.because, a.stream_id, a.login, a.role, a.address, a.application,
    a.machine, a.person
FROM core.audit AS a;

COMMENT ON VIEW onrecord_admin.audit IS 'What people did by hand, and who they are. Key: entry.';
