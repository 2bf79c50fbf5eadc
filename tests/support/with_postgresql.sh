#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Runs a command beside a private PostgreSQL cluster on a Unix socket, and removes the cluster afterwards:
#   with_postgresql.sh COMMAND...
# The command finds in its environment
#   ATHANOR_TEST_POSTGRESQL       the superuser's URL
#   ATHANOR_TEST_POSTGRESQL_LOG   the server's log, which goes away with the cluster
#   ATHANOR_TEST_POSTGRESQL_BIN   the folder of the server's programs and psql
# POSTGRESQL_BIN chooses another server than the newest installed. Everybody may connect without a password, except a
# role called athanor_password, if a test makes one.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$here/beside.sh"

# keep FOLDER BIN: starts a cluster in the folder, says so, and ends it when standard input ends.
keep() {
    folder=$1
    bin=$2
    as=()
    local user=
    if [ "$EUID" = 0 ]; then # the server refuses to run as root
        user=postgres
        id "$user" >/dev/null 2>&1 || user=nobody
        as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --clear-groups --)
        chown "$user" "$folder"
    fi
    trap stop EXIT
    trap 'exit 1' INT TERM HUP
    # The command's user must reach the socket and the log; initdb makes the data folder 0700.
    chmod 711 "$folder"
    cd / || exit 3
    "${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
        >"$folder/initdb.log" 2>&1 || fail "initdb failed" "$folder/initdb.log"
    cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$folder'
unix_socket_permissions = 0777
max_connections = 200
max_prepared_transactions = 4
shared_buffers = 32MB
dynamic_shared_memory_type = mmap # the 64 MB of /dev/shm in a container are few
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
log_min_messages = warning
log_line_prefix = '%m [%p] %d '
END
    printf '%s\n' 'local all athanor_password scram-sha-256' 'local all all trust' >"$folder/data/pg_hba.conf"
    : >"$folder/server.log" # made here, because pg_ctl would make it 0600
    chmod 644 "$folder/server.log"
    [ -z "$user" ] || chown "$user" "$folder/server.log"
    "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -l "$folder/server.log" -w start >"$folder/start.log" 2>&1 ||
        fail "the server didn't start" "$folder/start.log" "$folder/server.log"
    echo ready
    exec >&-
    local _ end=0
    while [ "$end" != 1 ]; do # 1 is the end of the input; a signal interrupts it with more
        read -r _
        end=$?
    done
}
stop() {
    trap '' INT TERM HUP
    if [ -f "$folder/data/postmaster.pid" ]; then
        "${as[@]}" "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1
    fi
    cd / && rm -rf "$folder"
}
fail() {
    echo "with_postgresql.sh: $1" >&2
    shift
    cat "$@" >&2
    exit 3
}

if [ "${1:-}" = --keep ]; then
    keep "$2" "$3"
    exit
fi
[ $# -gt 0 ] || { echo "usage: $0 COMMAND..." >&2; exit 2; }
bin=${POSTGRESQL_BIN:-$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)}
bin=${bin:-$(dirname "$(command -v initdb)")}
[ -x "$bin/initdb" ] || { echo "$0: no PostgreSQL server found (Debian: apt-get install postgresql)" >&2; exit 3; }
folder=$(mktemp -d /tmp/athanor_pg.XXXXXX) || exit 3
export ATHANOR_TEST_POSTGRESQL="postgresql://postgres@/postgres?host=$folder"
export ATHANOR_TEST_POSTGRESQL_LOG="$folder/server.log"
export ATHANOR_TEST_POSTGRESQL_BIN="$bin"
beside bash "$here/with_postgresql.sh" --keep "$folder" "$bin" -- "$@"
