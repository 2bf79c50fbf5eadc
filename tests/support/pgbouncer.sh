#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# Becomes a pgbouncer before the test server, with its socket in FOLDER, until it or its parent is killed:
#   pgbouncer.sh session|transaction|statement FOLDER        (FOLDER must exist and be writable for everybody)
set -eu
mode=$1
folder=$2
server=${ATHANOR_TEST_POSTGRESQL:?run it through ./dev test}
server=${server##*host=}
as=(setpriv --pdeathsig TERM)
if [ "$EUID" = 0 ]; then # it refuses to run as root
    as+=(--reuid=postgres "--regid=$(id -g postgres)" --clear-groups)
fi
cat >"$folder/pgbouncer.ini" <<END
[databases]
* = host=$server user=postgres
[pgbouncer]
pool_mode = $mode
listen_addr =
unix_socket_dir = $folder
auth_type = any
default_pool_size = 4
max_client_conn = 200
logfile =
pidfile =
ignore_startup_parameters = extra_float_digits
END
chmod 644 "$folder/pgbouncer.ini"
cd /
exec "${as[@]}" -- "$(command -v pgbouncer || echo /usr/sbin/pgbouncer)" -q "$folder/pgbouncer.ini"
