# SPDX-License-Identifier: BSL-1.0
# To be sourced. beside KEEPER... -- COMMAND...: runs a command beside a server that a keeper starts.
#
# The keeper says "ready" on its output when the server runs, stops it when its input ends, and cleans up. Its input
# ends when this shell does, however that happens (kill -9, too): the kernel closes the pipe. It has a session of its
# own, so that Ctrl-C in a terminal and signals to a process group don't reach it.

# All processes below one, the deepest first.
descendants() {
    local pid
    for pid in $(cat /proc/"$1"/task/*/children 2>/dev/null); do
        descendants "$pid"
        echo "$pid"
    done
}

beside() {
    local command=("$@") keeper=()
    while [ "${command[0]}" != -- ]; do
        keeper+=("${command[0]}")
        command=("${command[@]:1}")
    done
    command=("${command[@]:1}")

    coproc beside_keeper { exec setsid -- "${keeper[@]}"; }
    local keeper_pid=$beside_keeper_PID said='' child=0 code=0
    local from=${beside_keeper[0]} lifeline=${beside_keeper[1]}
    trap 'exit 130' INT
    trap 'exit 143' TERM
    trap 'exit 129' HUP
    trap 'exec {lifeline}>&-; wait "$keeper_pid"' EXIT
    read -r said <&"$from"
    [ "$said" = ready ] || exit 3

    # In the background, so that this shell hears signals at once; yet with the terminal's Ctrl-C, which bash would
    # have it ignore, with this shell's input, which bash would take from it, and with an end when this shell is killed.
    env --default-signal=INT,QUIT setpriv --pdeathsig TERM -- "${command[@]}" <&0 {from}<&- {lifeline}>&- &
    child=$!
    trap : INT # the terminal sends it to the command as well, which may go on
    trap 'kill -TERM "$child" $(descendants "$child") 2>/dev/null' TERM
    trap 'kill -HUP "$child" $(descendants "$child") 2>/dev/null' HUP
    while :; do
        wait "$child"
        code=$?
        kill -0 "$child" 2>/dev/null || break
    done
    trap '' INT TERM HUP
    exit "$code"
}
