#!/bin/sh
# Moves the running service to the release $1, one kind of process after the other: the new processes start beside the
# old ones, and only when they are healthy do the old ones stop. Nothing is lost if it ends half-way: run it again.
#   deploy/roll.sh 0.2.0           upgrades the schema first; the old release works with it
#   deploy/roll.sh 0.1.0 --back    leaves the schema as it is
set -eu
say() { echo "roll.sh: $1" >&2; }

release=${1:?usage: roll.sh RELEASE [--back]}
docker image inspect "onrecord:$release" > /dev/null 2>&1 || {
    say "there is no image onrecord:$release here; first: ONRECORD_RELEASE=$release docker compose build"
    exit 66
}
export ONRECORD_RELEASE="$release"
[ "${2:-}" = --back ] || docker compose run --rm --no-deps migrate

for service in sweeper worker intake; do
    old=$(docker compose ps --quiet "$service")
    count=$(echo "$old" | grep -c . || true)
    [ "$count" -gt 0 ] || continue
    say "$service: $count of $release beside the $count that run"
    docker compose up --detach --no-deps --no-build --no-recreate --wait --wait-timeout 300 \
        --scale "$service=$((count * 2))" "$service"
    # shellcheck disable=SC2086 - one id a word
    docker stop $old > /dev/null && docker rm $old > /dev/null
done
# These have a port or a name of their own, so that no second one can stand beside: they are replaced.
for service in web metrics; do
    [ -z "$(docker compose ps --quiet "$service" 2> /dev/null)" ] ||
        docker compose --profile "*" up --detach --no-deps --no-build --wait "$service"
done

settings=${COMPOSE_ENV_FILES:-.env}
if [ -f "$settings" ]; then
    umask 077
    { grep -v '^ONRECORD_RELEASE=' "$settings" || true; echo "ONRECORD_RELEASE=$release"; } > "$settings.new"
    mv "$settings.new" "$settings"
    say "noted $release in $settings"
fi
