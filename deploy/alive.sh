#!/bin/sh
# Whether the process of this container lives: alive.sh [SECONDS] [ready]
# Exit code 0 if its loop has turned within SECONDS (60 if not given), and with `ready`, if its servers answer besides.
# It reads one line of the file ONRECORD_HEARTBEAT_FILE and starts no interpreter (workers/upkeep/heartbeat.py).
file=${ONRECORD_HEARTBEAT_FILE:-/tmp/onrecord-heartbeat}
[ -r "$file" ] && read -r turned state kind < "$file" || { echo "no heartbeat in $file"; exit 1; }
age=$(($(date +%s) - turned))
[ "$age" -le "${1:-60}" ] || { echo "$kind has not turned for $age s"; exit 1; }
[ "${2:-}" != ready ] || [ "$state" = ready ] || { echo "$kind waits for a server"; exit 1; }
