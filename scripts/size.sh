#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Prints what the library costs on microcontrollers: text, data and bss of its two parts, and the deepest stack of any
# call (the caller's crypto apart). With --check, fails where a limit is passed.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh size
out=build/size
status=0

at=(app_info decode encode names request response rows stream text values writer)
registration=(coap coap_link crypto_wipe registration registration_name session)

# Who has the writer of datagrams call what: calls by pointer, which the compiler's call graph does not show.
pointers=()
for put in qdmp__request_encode:put_request qdmp_endpoint_name:put_opened \
           qdmp_coap_encode:put_message qdmp_links_encode:put_items; do
    pointers+=("${put%:*}:qdmp__compose_fits:${put#*:}" "${put%:*}:qdmp__compose_into:${put#*:}")
done

compile() { # CPU FLAGS SOURCE...
    local cpu=$1 flags=$2 name
    shift 2
    for name in "$@"; do
        # shellcheck disable=SC2086
        arm-none-eabi-gcc -std=c11 $flags -mcpu="$cpu" -mthumb -Os -ffunction-sections -fstack-usage -fcallgraph-info=su \
            -Iinclude -Isrc -c "src/$name.c" -o "$out/$cpu/$name.o"
    done
}

report() { # CPU PART TEXT_LIMIT STACK_LIMIT STACK OBJECT...
    local cpu=$1 part=$2 text_limit=$3 stack_limit=$4 stack=$5 text data bss
    shift 5
    read -r text data bss < <(arm-none-eabi-size -t "$@" | awk '/TOTALS/ {print $1, $2, $3}')
    printf '%-12s %-12s text %5d  data %d  bss %d  stack %s\n' "$cpu" "$part" "$text" "$data" "$bss" "$stack"
    if [ "$text" -gt "$text_limit" ] || [ "$data" != 0 ] || [ "$bss" != 0 ] || [ "${stack%% *}" -gt "$stack_limit" ]; then
        echo "  above its limit: text $text_limit, stack $stack_limit" >&2
        status=1
    fi
}

measure() { # CPU REGISTRATION_STACK_LIMIT
    local dir=$out/$1
    rm -rf "${dir:?}"
    mkdir -p "$dir"
    compile "$1" -DQDMP_AT_ONLY "${at[@]}"
    report "$1" AT 8192 256 "$(scripts/deepest_stack.py "$dir"/*.ci)" "$dir"/*.o
    compile "$1" "" "${at[@]}" "${registration[@]}"
    report "$1" registration 6144 "$2" "$(scripts/deepest_stack.py "${pointers[@]}" "$dir"/*.ci)" "$dir"/{coap,crypto,registration,session}*.o
}

arm-none-eabi-gcc --version | head -n 1
measure cortex-m4 512
measure cortex-m0plus 544
[ "${1:-}" != --check ] || exit $status
