#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compares random registrations, updates and de-registrations with Wireshark's dissection of them.
#     tshark.sh SAMPLE [SEED [COUNT]]
set -euo pipefail
sample=$1 seed=${2:-1} count=${3:-3000}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

"$sample" messages "$seed" "$count" >"$scratch/lines"
cut -f1 "$scratch/lines" | sed 's/../& /g; s/^/000000 /' >"$scratch/dump"
text2pcap -q -u 5683,5683 "$scratch/dump" "$scratch/pcap" 2>/dev/null
cut -f2- "$scratch/lines" >"$scratch/expected"
# The payload has the length that tshark gives, and is the end of the datagram.
tshark -r "$scratch/pcap" -T fields -E 'aggregator=|' -E occurrence=a \
    -e coap.type -e coap.code -e coap.mid -e coap.token -e coap.opt.uri_path -e coap.opt.ctype -e coap.opt.uri_query \
    -e coap.payload_length -e udp.payload -e _ws.malformed 2>"$scratch/errors" |
    awk 'BEGIN { FS = OFS = "\t" } { $8 = substr($9, length($9) - 2 * $8 + 1); malformed = $10; NF = 8; print $0 malformed }' \
        >"$scratch/seen" || { cat "$scratch/errors" >&2; exit 1; }
diff "$scratch/expected" "$scratch/seen" >"$scratch/diff" || { head -20 "$scratch/diff" >&2; exit 1; }
[ "$(wc -l <"$scratch/seen")" = "$count" ] || { echo "not all were dissected" >&2; exit 1; }
echo "$count messages dissected as meant"
