#!/bin/sh
# Start Valkey with the users of users.acl.in. Arguments go to the server. Passwords: see README.md beside this file.
set -eu
umask 077

# The SHA-256 of the secret in the variable $1 or in the file that $1_FILE names.
digest() {
    file=$(printenv "$1_FILE" || true)
    if [ -n "$file" ]; then secret=$(cat "$file"); else secret=$(printenv "$1" || true); fi
    if [ -z "$secret" ]; then
        echo "start.sh: $1 or $1_FILE must hold a password" >&2
        exit 78
    fi
    printf '%s' "$secret" | sha256sum | cut -d ' ' -f 1
}

onrecord=$(digest ONRECORD_BROKER_PASSWORD)
producer=$(digest ONRECORD_PRODUCER_PASSWORD)
users=${ONRECORD_ACL_FILE:-/tmp/users.acl}
sed -e "s/@ONRECORD@/$onrecord/" -e "s/@PRODUCER@/$producer/" "$(dirname "$0")/users.acl.in" > "$users"
unset ONRECORD_BROKER_PASSWORD ONRECORD_PRODUCER_PASSWORD

# Debian's packages start in protected mode, which refuses other machines: the users' passwords protect the server here.
# In the image, the entrypoint gives up root before it starts the server.
if command -v docker-entrypoint.sh > /dev/null; then
    chown valkey "$users" 2> /dev/null || true
    exec docker-entrypoint.sh valkey-server "$@" --protected-mode no --aclfile "$users"
fi
exec "${VALKEY_SERVER:-valkey-server}" "$@" --protected-mode no --aclfile "$users"
