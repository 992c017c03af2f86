#!/bin/sh
# Writes what docker-compose.yml needs and nobody should invent: `.env`, and a folder of passwords and URLs. It writes
# only what is missing and changes no file: to change a password, see "Passwords" in docs/deployment.md.
#   env.sh [FOLDER]     by default this checkout; `make env` runs it
set -eu
umask 077
cd "${1:-$(dirname "$0")/..}"
secrets=$(sed -n 's/^ONRECORD_SECRETS=//p' .env 2> /dev/null || true)
secrets=${secrets:-./secrets}

say() { echo "env.sh: $1" >&2; }

# The folder is closed to other users of the machine. The files in it can be read by the users of the containers.
mkdir -p "$secrets"
chmod 700 "$secrets"
write() {
    [ ! -e "$secrets/$1" ] || return 0
    printf '%s\n' "$2" > "$secrets/$1.new"
    chmod 444 "$secrets/$1.new"
    mv "$secrets/$1.new" "$secrets/$1"
    say "wrote $secrets/$1"
}
# 192 bits, as letters and digits: they need no quoting in a URL.
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }
for name in db intake worker writer reader monitor broker producer grafana; do
    write "${name}_password" "$(random)"
done

password() { cat "$secrets/$1_password"; }
write database_url "postgresql://onrecord:$(password db)@db:5432/onrecord"
for name in intake worker writer reader monitor; do
    write "${name}_url" "postgresql://onrecord_$name:$(password $name)@db:5432/onrecord"
done
write broker_url "redis://onrecord:$(password broker)@broker:6379/0"
# The exporter looks for its password by its address, in newer versions with the user in it.
write exporter "{\"redis://broker:6379\": \"$(password broker)\", \"redis://onrecord@broker:6379\": \"$(password broker)\"}"

if [ ! -e .env ]; then
    cores=$(nproc 2> /dev/null || getconf _NPROCESSORS_ONLN)
    cat > .env <<END
# Written by make env. Settings of Onrecord (.env.example) and of docker-compose.yml (docs/deployment.md).
ONRECORD_SECRETS=$secrets
ONRECORD_CONCURRENCY=$cores
ONRECORD_WORKER_CPUS=$cores
#ONRECORD_WORKER_MEMORY=3g
#ONRECORD_WORKER_TMP=256m
#ONRECORD_DB_MEMORY=2g
#ONRECORD_DB_CPUS=1
#ONRECORD_BROKER_MEMORY=512mb
#ONRECORD_BROKER_LIMIT=1g
#ONRECORD_DB_PORT=5432
#ONRECORD_REDIS_PORT=6379
#ONRECORD_WEB_PORT=8080
#ONRECORD_PROMETHEUS_PORT=9090
#ONRECORD_GRAFANA_PORT=3000
#ONRECORD_RELEASE=0.1.0
#ONRECORD_BASE=python:3.13-slim-bookworm
END
    say "wrote .env"
elif ! grep -q '^ONRECORD_SECRETS=' .env; then
    printf 'ONRECORD_SECRETS=%s\n' "$secrets" >> .env
    say "added ONRECORD_SECRETS to .env"
fi
