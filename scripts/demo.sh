#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the library and the tool, and shows them with the transcript of the vendor's guide.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build demo
mkdir -p build
echo 'building: what the compiler says is in build/demo.log'
cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" >build/demo.log 2>&1 || { cat build/demo.log >&2; exit 1; }
qdmp=build/release/qdmp

say() { printf '\n== %s\n' "$*"; }

say "the guide's transcript, decoded: a part of it, and the counts of all"
transcript=build/guide.txt
grep -v '^#\|^$' tests/vectors/guide.txt >"$transcript"
"$qdmp" decode "$transcript" | sed -n '1,8p;30,34p'
"$qdmp" decode --quiet "$transcript"

say "a line that breaks a rule"
"$qdmp" decode --text -e 'AT+QDMPCFG=1,117.161.2.7,5683,299' || true

say "and back: decode | encode"
object=$("$qdmp" decode -e 'at +qdmpcfg = 1 , 117.161.2.7')
echo "$object"
"$qdmp" encode <<<"$object"

say "a registration, end to end on loopback, at libcoap's resource directory"
port=$((20000 + RANDOM % 10000)) # below the ports that the system assigns
coap-rd-notls -A 127.0.0.1 -p "$port" >/dev/null 2>&1 &
server=$!
simulator=
# SIGKILL, because this server cannot take a de-register, and the simulator would wait for its answer.
end() {
    local status=$?
    kill -9 "$server" $simulator 2>/dev/null || true
    [ "$status" -eq 0 ] || echo "demo: the last step failed${simulator:+; what the simulator said is in build/sim.log}" >&2
}
trap end EXIT
sleep 0.5
password=$(mktemp)
printf 'a made-up password' >"$password"
"$qdmp" register --type 1 --imei 863703030822519 --appkey M100000089 --password-file "$password" --mid 0x1234 \
    --token 34120000 >build/register.hex
"$qdmp" coap "$(cat build/register.hex)"
timeout 20 "$qdmp" register --type 1 --imei 863703030822519 --appkey M100000089 --password-file "$password" \
    --to "127.0.0.1:$port"
rm -f "$password"

say "a module without hardware: set up over its pseudo-terminal, restarted, registered"
modem=build/modem
rm -f build/settings "$modem"

start() {
    rm -f build/sim.log
    "$qdmp" sim --link "$modem" --state build/settings >build/sim.log 2>&1 &
    simulator=$!
    disown # so that bash does not print how it ends
    for _ in {1..100}; do
        if grep -qs '^ready' build/sim.log; then break; fi
        sleep 0.05
    done
    exec 3<>"$modem"
}

# Sends a command line, and prints the answer up to its final result code.
ask() {
    local line=
    printf '%s\r' "$1" >&3
    until [[ $line == OK || $line == *ERROR* ]]; do
        # await calls this in a condition, where errexit has no effect.
        read -r -t 5 line <&3 || return 1
        line=${line%$'\r'}
        [ -z "$line" ] || echo "$line"
    done
}

# Asks until the answer contains this line.
await() {
    for _ in {1..50}; do
        if ask "$1" | grep -xF -- "$2" >/dev/null; then
            printf '%s\n' "$1" "$2"
            return
        fi
        sleep 0.1
    done
    return 1
}

start
ask "AT+QDMPCFG=1,127.0.0.1,$port,420"
ask 'AT+QDMPCFG=2,"M100000089","a made-up password",1,863703030822519'
ask 'AT+QDMPCFGEX=2,0,"4096KB","4096KB","MT2625","FREE RTOS"'
ask 'AT+QDMPCFG=0,1'
ask 'AT+QRST=1'
sleep 0.6
await 'AT+QDMPCFG=6' '+QDMPCFG: 6,6'

say "what the platform reads of it, with libcoap's client: LwM2M TLV, the values encrypted with the password"
own=$(awk -v server="$(printf '0100007F:%04X' "$port")" '$3 == server {split($2, at, ":"); print at[2]; exit}' /proc/net/udp)
timeout 20 coap-client-notls -B 5 -a 127.0.0.1 -p "$port" -b 64 "coap://127.0.0.1:$((16#$own))/666/0" | od -An -c | sed -n 1,5p

say "killed hard, and started anew: everything is there"
kill -9 "$simulator"
while kill -0 "$simulator" 2>/dev/null; do sleep 0.05; done
start
await 'AT+QDMPCFG=6' '+QDMPCFG: 6,6'
ask 'AT+QDMPCFG?'
ask 'AT+QDMPCFGEX=2,1'
