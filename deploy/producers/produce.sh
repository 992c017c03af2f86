#!/bin/sh
# Submit one article with redis-cli and wait for the answer. Run: sh produce.sh redis://localhost:6379 URI
set -eu
reply=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
submission=$(printf '{"uri": "%s", "text": "Bridge to close\\n\\n“We close it for a week,” said Malin Aster, the engineer."}' "$2")
redis-cli -u "$1" XADD onrecord:inbox '*' submission "$submission" reply_to "$reply"
redis-cli -u "$1" --raw BLPOP "onrecord:reply:$reply" 60
