-- Takes 0006 back: identities and what was decided about them by hand are gone.

ALTER TABLE core.article DROP COLUMN identified_run_id, DROP COLUMN identity_fault;

DROP TABLE core.identity_decision, core.identity_pin, core.identity_member, core.identity_key, core.identity;
