-- Creates the missing roles. No role created here can log in. Grant one of them to a login user (onrecord_intake for
-- intake, onrecord_worker for workers, onrecord_monitor for metrics, onrecord_writer, which has the rights of these, for
-- the sweeper and commands), or create the roles as logins before (deploy/postgres). For readers, let the role itself log
-- in (ALTER ROLE onrecord_reader LOGIN PASSWORD ...): only then do its settings below apply. The migrating user runs this
-- file before the migrations, at every upgrade.
DO $roles$
DECLARE
    missing text[];
    wanted  text;
BEGIN
    SELECT array_agg(name) INTO missing
    FROM unnest(
        ARRAY[
            'onrecord_owner', 'onrecord_writer', 'onrecord_intake', 'onrecord_worker', 'onrecord_reader',
            'onrecord_monitor', 'onrecord_auditor'
        ]
    ) AS name
    WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = name);

    IF missing IS NOT NULL AND NOT (SELECT rolcreaterole OR rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        RAISE WARNING 'roles not created: % lacks CREATEROLE; let an administrator create % and run the upgrade again',
            current_user, array_to_string(missing, ', ');
        RETURN;
    END IF;

    FOREACH wanted IN ARRAY coalesce(missing, '{}') LOOP
        BEGIN
            EXECUTE format('CREATE ROLE %I NOLOGIN', wanted);
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- roles belong to the whole server: the upgrade of another database has just created it
        END;
    END LOOP;

    IF 'onrecord_owner' = ANY (missing) AND NOT pg_has_role(current_user, 'onrecord_owner', 'MEMBER') THEN
        EXECUTE format('GRANT onrecord_owner TO %I', current_user);
    END IF;
    IF NOT pg_has_role('onrecord_writer', 'onrecord_intake', 'MEMBER')
        OR NOT pg_has_role('onrecord_writer', 'onrecord_worker', 'MEMBER')
    THEN
        GRANT onrecord_intake, onrecord_worker TO onrecord_writer;
    END IF;
    IF NOT pg_has_role('onrecord_worker', 'onrecord_monitor', 'MEMBER') THEN
        GRANT onrecord_monitor TO onrecord_worker; -- and so to onrecord_writer: the login of either may serve metrics
    END IF;
    IF 'onrecord_reader' = ANY (missing) THEN
        ALTER ROLE onrecord_reader SET default_transaction_read_only = on;
        ALTER ROLE onrecord_reader SET statement_timeout = '60s';
    END IF;
END
$roles$;

-- To own new tables, the owner needs the right to create schemas in this database.
DO $owner$
BEGIN
    IF EXISTS (SELECT FROM pg_roles WHERE rolname = 'onrecord_owner')
        AND NOT has_database_privilege('onrecord_owner', current_database(), 'CREATE')
        AND (SELECT pg_has_role(current_user, datdba, 'MEMBER') FROM pg_database WHERE datname = current_database())
    THEN
        EXECUTE format('GRANT CREATE ON DATABASE %I TO onrecord_owner', current_database());
    END IF;
END
$owner$;
