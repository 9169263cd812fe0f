#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compares endpoint names with those of the openssl command, which has its own SHA-256, AES-256-CBC, PKCS#7 and base64.
#     crypto.sh SAMPLE [SEED [COUNT]]
set -euo pipefail
sample=$1 seed=${2:-1} count=${3:-200} compared=0
zeros=00000000000000000000000000000000

b64() { # PASSWORD PLAIN
    local key
    key=$(printf %s "${1:-$zeros}" | openssl dgst -sha256 -r | cut -c1-64)
    printf %s "$2" | openssl enc -aes-256-cbc -K "$key" -iv "$zeros" -a -A
}

while IFS=$'\x1f' read -r type imei imei2 imsi appkey password ep epi; do
    plain=$imei-${imei2:-****}-${imsi:-****}
    for form in 'ep:v2.0' 'epi:****'; do
        key=${form%%:*}
        expected="$type@#@$(b64 "$password" "$plain-${form#*:}")@#@$appkey@#@$imei@#@v2.0"
        [ "${!key}" = "$expected" ] || { echo "$key: ${!key}, not $expected" >&2; exit 1; }
        compared=$((compared + 1))
    done
done < <("$sample" names "$seed" "$count" | tr '\t' '\037')
[ "$compared" = $((2 * count)) ] || { echo "$compared names only" >&2; exit 1; }
echo "$compared names as openssl makes them"
