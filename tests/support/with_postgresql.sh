#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs a command against a private PostgreSQL cluster on a Unix socket, and removes the cluster afterwards:
#   with_postgresql.sh COMMAND...   (the command finds the URL in ATHANOR_TEST_POSTGRESQL and DATABASE_URL)
set -u
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }

bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
bin=${POSTGRESQL_BIN:-$bin}
[ -x "$bin/initdb" ] || { echo "$0: no PostgreSQL server found: apt-get install postgresql" >&2; exit 3; }

folder=$(mktemp -d /tmp/athanor_pg.XXXXXX) || exit 3
as=()
if [ "$(id -u)" = 0 ]; then # the server refuses to run as root
    user=postgres
    id "$user" >/dev/null 2>&1 || user=nobody
    as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
    chown "$user" "$folder"
fi
# The command's user must reach the socket; the data folder is 0700 by initdb.
chmod 711 "$folder"

child=
stop() {
    trap - EXIT
    trap '' INT TERM HUP
    if [ -n "$child" ]; then
        kill -TERM "$child" 2>/dev/null
        wait "$child" 2>/dev/null
    fi
    if [ -f "$folder/data/postmaster.pid" ]; then
        (cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop) >/dev/null 2>&1
    fi
    rm -rf "$folder"
}
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
trap 'exit 129' HUP

fail() {
    echo "$0: $1" >&2
    cat "$folder"/*.log >&2 2>/dev/null
    exit 3
}
(cd / && "${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 -N) \
    >"$folder/initdb.log" 2>&1 || fail "initdb failed"
(cd / && "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/data/server.log" -w -o \
    "-c listen_addresses='' -c unix_socket_directories=$folder -c unix_socket_permissions=0777 -c fsync=off \
-c synchronous_commit=off -c full_page_writes=off -c max_connections=100 -c max_prepared_transactions=4" start) \
    >"$folder/start.log" 2>&1 || { cp "$folder/data/server.log" "$folder/s.log" 2>/dev/null; fail "the server didn't start"; }

export ATHANOR_TEST_POSTGRESQL="postgresql://postgres@/postgres?host=$folder"
export DATABASE_URL=$ATHANOR_TEST_POSTGRESQL
"$@" &
child=$!
wait "$child"
code=$?
child=
exit "$code"
