#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs a command with a pgbouncer before the test server, and removes it afterwards:
#   with_pgbouncer.sh session|transaction|statement COMMAND...
# The command finds the URL through it in ATHANOR_TEST_PGBOUNCER.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/beside.sh"

# keep MODE FOLDER: see beside.sh.
keep() {
    local mode=$1 tries=0 _ end=0
    folder=$2 # not local: the trap needs it
    trap 'exit 1' INT TERM HUP
    trap 'kill "$bouncer" 2>/dev/null; wait "$bouncer"; rm -rf "$folder"' EXIT
    chmod 777 "$folder"
    bash "$here/pgbouncer.sh" "$mode" "$folder" </dev/null >&2 &
    bouncer=$!
    while [ ! -S "$folder/.s.PGSQL.6432" ]; do
        kill -0 "$bouncer" 2>/dev/null && ((tries++ < 200)) || { echo "with_pgbouncer.sh: no pgbouncer" >&2; exit 3; }
        sleep 0.05
    done
    echo ready
    exec >&-
    while [ "$end" != 1 ]; do # 1 is the end of the input; a signal interrupts it with more
        read -r _
        end=$?
    done
}

if [ "${1:-}" = --keep ]; then
    keep "$2" "$3"
    exit
fi
[[ $# -gt 1 && $1 =~ ^(session|transaction|statement)$ ]] ||
    { echo "usage: $0 session|transaction|statement COMMAND..." >&2; exit 2; }
: "${ATHANOR_TEST_POSTGRESQL:?run it beside a server: ./dev postgresql $0 ...}"
mode=$1
shift
folder=$(mktemp -d /tmp/athanor_bouncer.XXXXXX) || exit 3
export ATHANOR_TEST_PGBOUNCER="postgresql://postgres@/postgres?host=$folder&port=6432"
beside bash "$here/with_pgbouncer.sh" --keep "$mode" "$folder" -- "$@"
