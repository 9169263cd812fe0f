#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
#
# Runs programs of other projects on qdmp sim: clients.sh BINARY. Each program that accepts a command sends
# `AT+QDMPCFG=6`. The client of libcoap reads object 666 and compares its bodies with those of vectors/object666.json,
# which a separate encoder made. A client that is not installed is named and counted. The exit status is then 77, or 1
# in CI, where each client must be installed.
set -u
qdmp=$(realpath "${1:?usage: clients.sh BINARY}")
live=$(cd "$(dirname "$0")" && pwd)
here=$live/../tool
work=$(mktemp -d)
simulator='' server='' missing=0
trap 'end_process simulator; end_process server; rm -rf "$work"' EXIT
cd "$work" || exit 1
. "$here/checks.sh"

lacks() {
    missing=$((missing + 1))
    echo "not run: no $1"
}

# has PROGRAM...: whether all programs are installed
has() {
    local program all=0
    for program; do
        PATH=$PATH:/usr/sbin command -v "$program" >/dev/null && continue
        lacks "$program"
        all=1
    done
    return $all
}

# start OPTION...: a simulator on $work/modem, with its trace in `trace`
start() {
    end_process simulator
    timeout -k 5 100 "$qdmp" sim --link modem --state state --trace "$@" >trace 2>&1 &
    simulator=$!
    for _ in $(seq 200); do
        grep -q ^ready trace && break
        sleep 0.02
    done
}

# first CLIENT: the first command line that the client sent to the simulator
first() { printf 'first command line of %s: %s\n' "$1" "$(grep -m 1 '^> ' trace | cut -c3-)"; }

state=$'AT+QDMPCFG=6\r\r\n+QDMPCFG: 6,0\r\n\r\nOK\r' # without the last LF, which the shell drops

if has socat; then
    start
    is socat "$state" "$(printf 'AT+QDMPCFG=6\r' | timeout 10 socat -T0.5 - ./modem,rawer)"
    first socat
fi

python=''
for one in python3 /usr/bin/python3; do
    "$one" -c 'import serial' 2>/dev/null && python=$one
done
if [ -n "$python" ]; then
    start
    is python3-serial "$state" "$(timeout 10 "$python" -c '
import serial, sys
with serial.Serial("modem", 115200, timeout=5) as port:
    port.write(b"AT+QDMPCFG=6\r")
    sys.stdout.buffer.write(port.read_until(b"OK\r\n"))')"
    first python3-serial
else
    lacks python3-serial
fi

if has chat; then
    start
    PATH=$PATH:/usr/sbin timeout 10 chat -t 3 '' AT OK ATE0 OK 'AT+QDMPCFG=6' '+QDMPCFG: 6,0' '\c' OK <modem >modem 2>chat.log
    is chat '0 AT ATE0 AT+QDMPCFG=6' "$? $(sed -n 's/^> //p' trace | tr '\n' ' ' | sed 's/ $//')"
    first chat
fi

if has picocom; then
    start
    is picocom "$state" "$(printf 'AT+QDMPCFG=6\r' | timeout 10 picocom -q -b 115200 -x 500 modem 2>/dev/null)"
    first picocom
fi

if has gammu; then
    start --imei 863703030822519
    printf '[gammu]\ndevice = %s/modem\nconnection = at115200\n' "$work" >gammurc
    timeout 15 gammu -c gammurc identify >identified 2>&1
    is 'gammu identify' '0 863703030822519' "$? $(sed -n 's/^IMEI *: //p' identified)"
    first gammu
fi

# A module of this kind has no short messages: smsd gives up at AT+CMGF. All commands before it are answered as it
# expects.
if has smsd; then
    start
    mkdir -p in out checked failed sent
    printf '%s\n' 'devices = M' "logfile = $work/smsd.log" "infofile = $work/smsd.info" "pidfile = $work/smsd.pid" \
        "outgoing = $work/out" "checked = $work/checked" "incoming = $work/in" "failed = $work/failed" "sent = $work/sent" \
        'loglevel = 7' 'blocktime = 1' 'errorsleeptime = 1' '[M]' "device = $work/modem" 'incoming = no' >smsd.conf
    PATH=$PATH:/usr/sbin timeout -k 2 15 smsd -c smsd.conf -t >/dev/null 2>&1 &
    daemon=$!
    for _ in $(seq 100); do
        grep -q 'AT+CMGF' smsd.log 2>/dev/null && break
        sleep 0.1
    done
    end_process daemon
    is smsd 'AT ATE0 AT+CMEE=1;+CREG=2 AT+CPIN? AT+CSQ AT+CREG?' "$(sed -n 's/^.* M: -> //p' smsd.log | grep -v CMGF | tr '\n' ' ' | sed 's/ $//')"
    is 'smsd: the SIM' 1 "$(grep -c '+CPIN: READY OK' smsd.log)"
    first smsd
fi

# --- the side of the platform ----------------------------------------------------------------------------------------

vector() { jq -r ".cases[0]$1" "$here/../vectors/object666.json"; }
value() { vector ".values.$1"; }

# asks COMMAND...: the final result codes, on one line
asks() {
    python3 - "$live" "$@" <<'PYTHON'
import os
import sys

sys.path.insert(0, sys.argv[1])
from driver import Module

module = Module(os.path.realpath("modem"))
print(" ".join(module.ask(command)[-1] for command in sys.argv[2:]))
PYTHON
}

hex_of() { od -An -v -tx1 "$1" | tr -d ' \n'; }

if has coap-rd-notls coap-client-notls; then
    port=$(free_port)
    coap-rd-notls -A 127.0.0.1 -p "$port" >rd.log 2>&1 &
    server=$!
    until_bound "$port"
    start
    is 'settings' 'OK OK OK OK OK OK OK OK OK OK' "$(asks "AT+QDMPCFG=1,127.0.0.1,$port,300" \
        "AT+QDMPCFG=2,\"M100000089\",\"$(vector .password)\",1,863703030822519" "AT+QDMPCFG=0,1" \
        "AT+QDMPCFGEX=0,0,\"$(value applInfo)\"" "AT+QDMPCFGEX=1,0,\"$(value mac)\"" \
        "AT+QDMPCFGEX=2,0,\"$(value rom)\",\"$(value ram)\",\"$(value cpu)\",\"$(value osSysVer)\"" \
        "AT+QDMPCFGEX=3,0,\"$(value swVer)\",\"$(value swName)\"" \
        "AT+QDMPCFGEX=4,0,\"$(value volte)\",\"$(value netType)\",\"$(value account)\",\"$(value phoneNum)\"" \
        "AT+QDMPCFGEX=5,0,\"$(value location)\"" 'AT+QRST=1')"
    for _ in $(seq 250); do
        grep -q 'dmstate 6' trace && break
        sleep 0.02
    done
    is 'coap-rd: registered' 1 "$(grep -c '^dmstate 6 register success' trace)"
    own=$(awk -v server="$(printf '0100007F:%04X' "$port")" '$3 == server {split($2, at, ":"); print at[2]; exit}' /proc/net/udp)
    reads() { # PATH OPTION...
        local path=$1
        shift
        rm -f got
        timeout -k 5 10 coap-client-notls -B 5 -a 127.0.0.1 -p "$port" -o got "$@" "coap://127.0.0.1:$((16#${own:-0}))/$path" >said 2>&1
    }
    for block in 16 128 1024; do
        reads 666/0 -b "$block"
        is "libcoap's client: object 666 in blocks of $block" "$(vector .body)" "$(hex_of got)$(cat said)"
    done
    reads 666/0/6604
    is "libcoap's client: one resource" "$(vector .one.rom)" "$(hex_of got)$(cat said)"
    reads 666/1
    is "libcoap's client: no such instance" '4.04' "$(grep -o '^[45]\.[0-9][0-9]' said)"
    is 'the password is not in the trace' 0 "$(grep -c "$(vector .password)" trace)"
fi
conclude || exit 1
[ "$missing" -eq 0 ] && exit
echo "clients missing: $missing"
[ -z "${CI:-}" ] || exit 1
exit 77
