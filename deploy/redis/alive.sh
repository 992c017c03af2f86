#!/bin/sh
# Whether the broker serves the services: logs in as they do, by the network, and reads a key of theirs. A PING by
# loopback would not tell: anybody may send it, and a server in protected mode refuses only other machines.
set -eu
# REDISCLI_AUTH keeps the password off the command line. A wrong password leaves the anonymous user, who may not do this.
REDISCLI_AUTH=$(cat "${ONRECORD_BROKER_PASSWORD_FILE:-/run/secrets/broker_password}")
export REDISCLI_AUTH
cli=valkey-cli
command -v $cli > /dev/null || cli=redis-cli
host=${ONRECORD_BROKER_HOST:-$(hostname -i | cut -d ' ' -f 1)}
found=$($cli -h "$host" -p "${ONRECORD_BROKER_PORT:-6379}" --user onrecord EXISTS onrecord:inbox 2>&1) || true
case $found in
    0 | 1) ;;
    *) echo "the broker does not serve onrecord: ${found:-no answer}"; exit 1 ;;
esac
