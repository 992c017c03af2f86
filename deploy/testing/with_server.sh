#!/bin/sh
# Run a command beside Debian's own older server: with_server.sh pg15|redis7 COMMAND ...
# The server gets a free loopback port and a data directory of its own, and ends with the command.
set -eu

fail() { echo "with_server.sh: $1" >&2; exit 69; }
install() {
    [ "$(id -u)" = 0 ] || fail "$1 is not installed; as root: apt-get install $1"
    command -v apt-get > /dev/null || fail "$1 is not installed, and there is no apt-get to install it with"
    echo "installing $1" >&2
    # Install the server without starting it: this script chooses data and port.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" > /dev/null
}
free_port() { python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

kind=$1
shift
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
port=$(free_port)

if [ "$kind" = pg15 ]; then
    bin=/usr/lib/postgresql/15/bin
    [ -x "$bin/initdb" ] || install postgresql-15
    # Postgres refuses to run as root.
    as() { if [ "$(id -u)" = 0 ]; then setpriv --reuid postgres --regid postgres --clear-groups "$@"; else "$@"; fi; }
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as "$bin/initdb" --username onrecord --auth trust --encoding UTF8 --locale C.UTF-8 -D "$folder/data" > /dev/null
    trap 'as "$bin/pg_ctl" -D "$folder/data" -m fast -w stop > /dev/null; rm -rf "$folder"' EXIT
    as "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start \
        -o "-p $port -h 127.0.0.1 -k $folder -c fsync=off -c max_connections=200" > /dev/null
    ONRECORD_TEST_DATABASE_URL="postgresql://onrecord@127.0.0.1:$port/postgres"
    export ONRECORD_TEST_DATABASE_URL
    "$bin/postgres" --version >&2
elif [ "$kind" = redis7 ]; then
    command -v redis-server > /dev/null || install redis-server
    redis-server --port "$port" --bind 127.0.0.1 --dir "$folder" --appendonly yes --maxmemory-policy noeviction \
        > "$folder/log" &
    server=$!
    trap 'kill "$server"; wait "$server" || true; rm -rf "$folder"' EXIT
    tries=0
    until grep -q "Ready to accept" "$folder/log"; do
        tries=$((tries + 1))
        [ "$tries" -lt 100 ] || fail "redis-server does not start: $(tail -1 "$folder/log")"
        sleep 0.1
    done
    ONRECORD_TEST_REDIS_URL="redis://127.0.0.1:$port/0"
    export ONRECORD_TEST_REDIS_URL
    redis-server --version >&2
else
    fail "unknown server $kind; use pg15 or redis7"
fi
"$@"
