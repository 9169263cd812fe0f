#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Prints what the library costs on microcontrollers: text, data and bss of each part, and the deepest stack of any call.
# With --check, fails where a limit is passed.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh size
out=build/size
at=(app_info decode encode names request response rows stream text values writer)
text_limit=8192 stack_limit=256
status=0

measure() { # CPU
    local objects=() name text data bss stack
    rm -rf "${out:?}/$1"
    mkdir -p "$out/$1"
    for name in "${at[@]}"; do
        arm-none-eabi-gcc -std=c11 -mcpu="$1" -mthumb -Os -ffunction-sections -fstack-usage -fcallgraph-info=su -Iinclude -Isrc \
            -c "src/$name.c" -o "$out/$1/$name.o"
        objects+=("$out/$1/$name.o")
    done
    read -r text data bss < <(arm-none-eabi-size -t "${objects[@]}" | awk '/TOTALS/ {print $1, $2, $3}')
    stack=$(scripts/deepest_stack.py "$out/$1"/*.ci)
    printf '%-12s text %5d  data %d  bss %d  stack %s\n' "$1" "$text" "$data" "$bss" "$stack"
    if [ "$text" -gt $text_limit ] || [ "$data" != 0 ] || [ "$bss" != 0 ] || [ "${stack%% *}" -gt $stack_limit ]; then
        status=1
    fi
}

arm-none-eabi-gcc --version | head -n 1
measure cortex-m4
measure cortex-m0plus
[ "${1:-}" != --check ] || exit $status
