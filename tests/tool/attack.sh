#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Tests of the qdmp command under attack: attack.sh BINARY. Inputs, names and descriptors that somebody else chose.
set -u
# --foreground as in registration.sh.
limit=(timeout --foreground -k 5 60)
qdmp=$(realpath "${1:?usage: attack.sh BINARY}")
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"
ok='{"kind":"final","result":"OK"}'

# --- descriptors -----------------------------------------------------------------------------------------------------

# sends NAME REDIRECTION: one datagram and no text comes to the server when a standard stream is closed
sends() {
    serve 4.04 silence silence
    eval "${limit[*]} $qdmp update --name x --location a --to 127.0.0.1:$port --ack-timeout 100 $2" >out 2>err
    heard "descriptors: closed $1" 'CON 0.02 a?epi'
}
sends 'standard input' '0<&-'
sends 'standard output' '1>&-'
sends 'standard error' '2>&-'
sends 'standard output and error' '1>&- 2>&-'
sends 'all' '0<&- 1>&- 2>&-'
is 'descriptors: no standard output' '2 qdmp: standard output: Bad file descriptor' \
    "$("$qdmp" decode -e OK 2>err >&-; echo $? "$(cat err)")"
is 'descriptors: no standard input' '2 qdmp: standard input: Bad file descriptor' \
    "$("$qdmp" decode 2>err <&-; echo $? "$(cat err)")"
is 'descriptors: no standard error' 2 "$("$qdmp" decode none 2>&-; echo $?)"

# --- core dumps ------------------------------------------------------------------------------------------------------

# A process that waits for the rest of its password.
mkfifo pipe
cp "$qdmp" qdmp
chmod 755 . qdmp
unprivileged=()
[ "$(id -u)" = 0 ] && unprivileged=(setpriv --reuid 65534 --regid 65534 --clear-groups)
(ulimit -c unlimited 2>/dev/null; exec "${unprivileged[@]}" ./qdmp name --imei 863703030822519 --appkey k --password-file -) <pipe >out 2>err &
client=$!
exec 9>pipe
printf 'secret' >&9
until_runs() {
    local i
    for ((i = 0; i < 100; i++)); do
        grep -q '^Max core file size *0 *0 ' "/proc/$1/limits" && return
        sleep 0.05
    done
}
until_runs "$client"
is 'core: limit' 'Max core file size 0 0 bytes' "$(grep '^Max core' "/proc/$client/limits" | tr -s ' ' | sed 's/ $//')"
# What belongs to a process that is not dumpable belongs to root.
is 'core: not dumpable' 0 "$(stat -c %u "/proc/$client/environ")"
kill -ABRT "$client"
exec 9>&-
wait "$client" 2>/dev/null
is 'core: no file' '' "$(find . -name 'core*')"

conclude
