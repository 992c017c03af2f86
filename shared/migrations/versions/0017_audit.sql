-- What people do by hand. Expand: releases before this one note nothing.

CREATE TABLE core.audit (
    id BIGINT GENERATED ALWAYS AS IDENTITY,
    at TIMESTAMP WITH TIME ZONE DEFAULT clock_timestamp() NOT NULL,
    deed TEXT NOT NULL,
    about TEXT NOT NULL,
    items INTEGER DEFAULT 1 NOT NULL,
    because TEXT,
    stream_id TEXT,
    login TEXT DEFAULT SESSION_USER NOT NULL,
    role TEXT DEFAULT CURRENT_USER NOT NULL,
    address INET DEFAULT inet_client_addr(),
    application TEXT DEFAULT current_setting('application_name'),
    machine TEXT,
    person TEXT,
    CONSTRAINT pk_audit PRIMARY KEY (id),
    CONSTRAINT ck_audit_deed CHECK (deed IN ('retracted', 'retried', 'dropped', 'merged', 'split', 'set_apart', 'ordered', 'paused', 'resumed', 'restored', 'epoch_begun', 'epoch_kept')),
    CONSTRAINT ck_audit_items CHECK (items >= 0)
);

COMMENT ON TABLE core.audit IS 'What people did by hand, each in the transaction of the deed. A log: nothing is changed or deleted.';
COMMENT ON COLUMN core.audit.id IS 'The entry''s number.';
COMMENT ON COLUMN core.audit.at IS 'When it was done.';
COMMENT ON COLUMN core.audit.deed IS 'retracted, retried, dropped, merged, split, set_apart, ordered, paused, resumed, restored, epoch_begun or epoch_kept.';
COMMENT ON COLUMN core.audit.about IS 'To what: the uri, the numbers of entries or identities, the pipeline version, the epoch.';
COMMENT ON COLUMN core.audit.items IS 'To how many.';
COMMENT ON COLUMN core.audit.because IS 'The reason, in the words of who did it.';
COMMENT ON COLUMN core.audit.stream_id IS 'The inbox entry, if a producer asked for it.';
COMMENT ON COLUMN core.audit.login IS 'The login at the database, by the database.';
COMMENT ON COLUMN core.audit.role IS 'The role that acted, by the database.';
COMMENT ON COLUMN core.audit.address IS 'The address from which the login came, by the database: a pooler''s behind a pooler; null by a socket.';
COMMENT ON COLUMN core.audit.application IS 'The name that the program gave the database.';
COMMENT ON COLUMN core.audit.machine IS 'The name of the machine, by the program.';
COMMENT ON COLUMN core.audit.person IS 'The user of the machine, by the program.';
