# SPDX-License-Identifier: MIT
# shellcheck shell=bash
# What the tests of the tool share: counting what is as expected and what is not, and servers. Sourced with $here set.
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

# Prints the tally; its status is that of the run.
conclude() {
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ]
}

# A UDP port of loopback that nobody has.
free_port() {
    python3 -c 'import socket; s = socket.socket(type=socket.SOCK_DGRAM); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# until_bound PORT: waits, five seconds at most, for a server to have it
until_bound() {
    local i
    for ((i = 0; i < 100; i++)); do
        grep -q "$(printf '0100007F:%04X' "$1")" /proc/net/udp && return
        sleep 0.05
    done
}

# The one server that may be running, by its own number.
server_pid=
end_server() {
    [ -n "$server_pid" ] && kill "$server_pid" 2>/dev/null
    [ -n "$server_pid" ] && wait "$server_pid" 2>/dev/null
    server_pid=
}

# serve STEP...: starts the scripted server; its port is in $port
serve() {
    end_server
    : >heard
    python3 "$here/scripted_server.py" "$@" >heard &
    server_pid=$!
    local i
    for ((i = 0; i < 100; i++)); do
        [ -s heard ] && break
        sleep 0.05
    done
    port=$(head -n 1 heard)
}

# heard NAME LINES: what came to the server, once it has ended
heard() {
    wait "$server_pid"
    server_pid=
    is "$1: heard" "$2" "$(tail -n +2 heard)"
}
