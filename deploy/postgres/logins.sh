#!/bin/sh
# Creates the logins of intake, workers, sweeper, metrics and readers, each with its own rights only. The postgres image runs this once, on
# a new database. For another one, run it with psql's variables (PGHOST, PGUSER ...) set. The migrations grant the rights.
set -eu

# The secret in the variable $1 or in the file that $1_FILE names.
secret() {
    file=$(printenv "$1_FILE" || true)
    if [ -n "$file" ]; then cat "$file"; else printenv "$1" || { echo "logins.sh: $1 is not set" >&2; exit 78; }; fi
}

ONRECORD_LOGIN_INTAKE=$(secret ONRECORD_INTAKE_PASSWORD)
ONRECORD_LOGIN_WORKER=$(secret ONRECORD_WORKER_PASSWORD)
ONRECORD_LOGIN_WRITER=$(secret ONRECORD_WRITER_PASSWORD)
ONRECORD_LOGIN_READER=$(secret ONRECORD_READER_PASSWORD)
ONRECORD_LOGIN_MONITOR=$(secret ONRECORD_MONITOR_PASSWORD)
export ONRECORD_LOGIN_INTAKE ONRECORD_LOGIN_WORKER ONRECORD_LOGIN_WRITER ONRECORD_LOGIN_READER ONRECORD_LOGIN_MONITOR

# Passwords are passed in the environment, since other users of the machine can read the command line.
psql --no-psqlrc --quiet --set ON_ERROR_STOP=1 --username "${POSTGRES_USER:-${PGUSER:-postgres}}" \
    --dbname "${POSTGRES_DB:-${PGDATABASE:-postgres}}" <<'SQL'
\getenv intake ONRECORD_LOGIN_INTAKE
\getenv worker ONRECORD_LOGIN_WORKER
\getenv writer ONRECORD_LOGIN_WRITER
\getenv reader ONRECORD_LOGIN_READER
\getenv monitor ONRECORD_LOGIN_MONITOR
CREATE ROLE onrecord_intake LOGIN PASSWORD :'intake';
CREATE ROLE onrecord_worker LOGIN PASSWORD :'worker';
CREATE ROLE onrecord_writer LOGIN PASSWORD :'writer';
CREATE ROLE onrecord_monitor LOGIN PASSWORD :'monitor';
CREATE ROLE onrecord_reader LOGIN PASSWORD :'reader';
-- As the migrations set it where they create this role.
ALTER ROLE onrecord_reader SET default_transaction_read_only = on;
ALTER ROLE onrecord_reader SET statement_timeout = '60s';
SQL
