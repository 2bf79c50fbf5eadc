#!/usr/bin/env bash
# SPDX-License-Identifier: BSL-1.0
# However a command beside a private server or pgbouncer ends, its exit code arrives, and no process and no folder is
# left.
set -u
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=$(mktemp -d /tmp/athanor_test.XXXXXX)
chmod 777 "$work"
sleepers=()
trap 'kill "${sleepers[@]}" 2>/dev/null; rm -rf "$work"' EXIT
failures=0

wrong() {
    echo "FAILED: $1"
    failures=$((failures + 1))
}
# processes_of FOLDER: those that have it in their command line.
processes_of() {
    local file
    for file in /proc/[0-9]*/cmdline; do
        if tr '\0' ' ' 2>/dev/null <"$file" | grep -qF -- "$1"; then
            tr '\0' ' ' 2>/dev/null <"$file"
        fi
    done
}
# nothing_left TITLE [SECONDS]: the folder that the command wrote down is gone, and so is who worked in it.
nothing_left() {
    local folder deadline=$((SECONDS + ${2:-0}))
    folder=$(cat "$work/folder" 2>/dev/null)
    [ -n "$folder" ] || { wrong "$1: the command didn't run"; return; }
    while [ -e "$folder" ] && ((SECONDS < deadline)); do sleep 0.05; done
    [ ! -e "$folder" ] || wrong "$1: $folder is left"
    [ -z "$(processes_of "$folder")" ] || wrong "$1: left running: $(processes_of "$folder")"
    rm -f "$work/folder"
}
code_is() { [ "$2" = "$3" ] || wrong "$1: exit code $2 instead of $3"; }
# Starts a command that waits, beside a server; returns when it runs. Sets wrapper and command.
start_waiting() {
    env --default-signal=INT setsid bash "$here/with_postgresql.sh" bash -c "$write"'; sleep 600 & echo $! >'"$work"'/sleep
        echo $$ >'"$work"'/pid; wait' &
    wrapper=$!
    local tries=0
    while [ ! -s "$work/pid" ] && ((tries++ < 400)); do sleep 0.05; done
    command=$(cat "$work/pid")
    sleeper=$(cat "$work/sleep")
    sleepers+=("$sleeper")
    rm -f "$work/pid" "$work/sleep"
}
write='f=${ATHANOR_TEST_POSTGRESQL##*host=}; echo "$f" >'"$work"'/folder'

bash "$here/with_postgresql.sh" bash -c "$write"'
    test "$("$ATHANOR_TEST_POSTGRESQL_BIN/psql" -d "$ATHANOR_TEST_POSTGRESQL" -Atc "SELECT 40 + 2")" = 42 &&
    grep -q "ready to accept" "$ATHANOR_TEST_POSTGRESQL_LOG"'
code_is "it works" $? 0
nothing_left "it works"

got=$(echo "from outside" | bash "$here/with_postgresql.sh" bash -c "$write; cat; exit 7")
code_is "a command that fails" $? 7
[ "$got" = "from outside" ] || wrong "the command's input is '$got'"
nothing_left "a command that fails"

start_waiting
kill -9 "$command"
wait "$wrapper" 2>/dev/null
code_is "kill -9 of the command" $? 137
nothing_left "kill -9 of the command"

start_waiting
kill -TERM "$wrapper"
wait "$wrapper" 2>/dev/null
code_is "SIGTERM" $? 143
nothing_left "SIGTERM"
! grep -q '^State:.[^Z]' "/proc/$sleeper/status" 2>/dev/null || wrong "SIGTERM: what the command started still runs"

start_waiting
kill -INT -- "-$wrapper" # as a terminal does
wait "$wrapper" 2>/dev/null
code_is "Ctrl-C" $? 130
nothing_left "Ctrl-C"

start_waiting
kill -9 "$wrapper"
wait "$wrapper" 2>/dev/null
nothing_left "kill -9 of the wrapper" 10
! grep -q '^State:.[^Z]' "/proc/$command/status" 2>/dev/null || wrong "kill -9 of the wrapper: the command still runs"

start_waiting
kill -9 -- "-$wrapper"
wait "$wrapper" 2>/dev/null
nothing_left "kill -9 of everything" 10

# A server that ends at once, before it is asked to.
bash "$here/with_postgresql.sh" bash -c "$write"'; kill -9 "$(head -n 1 "$f/data/postmaster.pid")" || exit 9'
code_is "kill -9 of the server" $? 0
nothing_left "kill -9 of the server"

# Two at the same time.
bash "$here/with_postgresql.sh" bash -c "$write"'; sleep 1' &
bash "$here/with_postgresql.sh" true || wrong "two at the same time: the second"
wait $! || wrong "two at the same time: the first"
nothing_left "two at the same time"

for mode in session transaction; do
    beside_bouncer='
        f=${ATHANOR_TEST_PGBOUNCER##*host=}; echo "${f%%&*}" >'"$work"'/folder
        ask() { "$ATHANOR_TEST_POSTGRESQL_BIN/psql" -d "$1" -Atc "$2"; }
        [ "$(ask "$ATHANOR_TEST_PGBOUNCER" "SELECT 40 + 2")" = 42 ] &&
        ask "${ATHANOR_TEST_PGBOUNCER/postgres\?/pgbouncer?}" "SHOW CONFIG" | grep -q "^pool_mode|'$mode'|"'
    bash "$here/with_postgresql.sh" bash "$here/with_pgbouncer.sh" "$mode" bash -c "$beside_bouncer"
    code_is "pgbouncer, $mode" $? 0
    nothing_left "pgbouncer, $mode"
done

# Root isn't the only one who tests. The checkout may be readable for root alone.
if [ "$EUID" = 0 ]; then
    cp "$here/beside.sh" "$here/with_postgresql.sh" "$work"
    setpriv --reuid=nobody --regid="$(id -g nobody)" --clear-groups bash "$work/with_postgresql.sh" bash -c "$write"'
        test "$EUID" != 0 && "$ATHANOR_TEST_POSTGRESQL_BIN/psql" -d "$ATHANOR_TEST_POSTGRESQL" -Atc "SELECT 1" >/dev/null'
    code_is "an ordinary user" $? 0
    nothing_left "an ordinary user"
fi

echo "$failures failures, $SECONDS s"
[ "$failures" = 0 ]
