# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# Functions that the tests of the tool share: counters of passed and failed checks, and servers. Sourced with $here set.
export LC_ALL=C.UTF-8
passed=0 failed=0

# is NAME EXPECTED ACTUAL
is() {
    if [ "$2" = "$3" ]; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        printf 'FAILED %s\n  expected: %s\n  got:      %s\n' "$1" "$2" "$3"
    fi
}

# Prints the tally and returns the status of the run.
conclude() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# end_process NAME: ends the process with the id in the variable NAME, waits for it, and empties the variable. Does
# nothing if the variable is empty.
end_process() {
    local -n process=$1
    [ -n "$process" ] || return 0
    kill "$process" 2>/dev/null || true
    wait "$process" 2>/dev/null || true
    process=
}

# Prints a UDP port of loopback that is free.
free_port() {
    python3 -c 'import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_bound PORT: waits, five seconds at most, until a server is bound to it
until_bound() {
    local i
    for ((i = 0; i < 100; i++)); do
        grep -q "$(printf '0100007F:%04X' "$1")" /proc/net/udp && return
        sleep 0.05
    done
}

# One scripted server for all cases, started with the first. Each line of its input is a script; the end of the input
# ends it.
loopback=127.0.0.1

# serve STEP...: gives the server a script for the address $loopback, and sets $port
serve() {
    local IFS=$'\t' line=
    [ -n "${SERVER_PID-}" ] || coproc SERVER { exec python3 "$here/scripted_server.py"; }
    printf '%s\n' "$loopback${*:+$IFS$*}" >&"${SERVER[1]}"
    while read -r -t 20 line && [[ $line != port* ]]; do :; done <&"${SERVER[0]}"
    port=${line#port }
}

# heard NAME LINES: ends the script of the server, and compares the datagrams that it received
heard() {
    local name=$1 expected=$2 line lines=
    echo >&"${SERVER[1]}"
    while read -r -t 20 line && [ "$line" != over ]; do
        lines+=${lines:+$'\n'}$line
    done <&"${SERVER[0]}"
    is "$name: heard" "$expected" "$lines"
}
