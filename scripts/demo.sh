#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the library and the tool, and shows them at work on the transcript of the vendor's guide.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build demo
mkdir -p build
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
port=$((20000 + RANDOM % 10000)) # below those that the system gives out by itself
coap-rd-notls -A 127.0.0.1 -p "$port" >/dev/null 2>&1 &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
sleep 0.5
password=$(mktemp)
printf 'a made-up password' >"$password"
"$qdmp" register --type 1 --imei 863703030822519 --appkey M100000089 --password-file "$password" --mid 0x1234 \
    --token 34120000 >build/register.hex
"$qdmp" coap "$(cat build/register.hex)"
timeout 20 "$qdmp" register --type 1 --imei 863703030822519 --appkey M100000089 --password-file "$password" \
    --to "127.0.0.1:$port"
rm -f "$password"
