#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The tool registers, updates and de-registers, on loopback, at a server whose messages libcoap parses and builds.
#     libcoap_server.sh QDMP SERVER
set -euo pipefail
qdmp=$1 server=$2
scratch=$(mktemp -d)
. "$(dirname "$0")/../tool/checks.sh"
port=$(free_port)
"$server" "$port" 60 >"$scratch/asked" &
pid=$!
trap 'end_process pid; rm -rf "$scratch"' EXIT
for _ in $(seq 50); do grep -q ready "$scratch/asked" && break; sleep 0.1; done
grep -q ready "$scratch/asked" || { echo "the server does not start" >&2; exit 1; }

printf '95Go0123456789abcdefghijklmnopqr' >"$scratch/password"
who=(--type 1 --imei 863703030822519 --imsi 460001234567890 --appkey M100000089 --password-file "$scratch/password")
expect() { # DMSTATE COMMAND...
    local state=$1 said
    shift
    said=$(timeout --foreground -k 5 20 "$qdmp" "$@" --to "127.0.0.1:$port") || { echo "qdmp $1 failed: $said" >&2; exit 1; }
    grep -q "^dmstate $state " <<<"$said" || { echo "qdmp $1 shows no dmstate $state: $said" >&2; exit 1; }
}
expect 6 register "${who[@]}" --period 86400
expect 11 update "${who[@]}" --location rd/ABCD1234
expect 0 deregister --location rd/ABCD1234

# The names are those of registration.json, which an independent client made.
ep='L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjtWeYHQ2Q6xYw+CI1fR5r5@#@M100000089@#@863703030822519@#@v2.0'
epi='L@#@wZTUVj8JzyITJGBVGyyNeex6cT0KYOb6bYdfctU4iHjr6QGz1GhpdTpvNPozgUm3@#@M100000089@#@863703030822519@#@v2.0'
{
    echo ready
    echo "register ?lwm2m=1.0&ep=$ep&b=U&lt=86400 </>;rt=\"oma.lwm2m\",</1/0>,</3/0>,</666/0>"
    echo "update ?epi=$epi"
    echo deregister
} >"$scratch/expected"
# libcoap writes the query percent-encoded.
sed -i 's/%40/@/g; s/%23/#/g; s/%2B/+/g' "$scratch/asked"
diff "$scratch/expected" "$scratch/asked" || exit 1
echo "registered, updated and de-registered at libcoap"
