#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The library and the storage adapter on flash memory need only four functions, export only names with their prefix, and
# have no writable memory. With `all`, also tests the optimisation levels that differ least from the others.
. "$(dirname "$0")/lib.sh"
levels=('-Os -ffreestanding' '-O2 -ffreestanding' -O3)
[ "${1:-}" != all ] || levels+=('-O0 -ffreestanding' '-O3 -ffreestanding' -Os -O2)
# A compiler that may assume the C library turns loops into calls, for example a search for a NUL into strlen. clang
# turns a memcmp that is compared with 0 into bcmp. Only a hosted C library has these functions.
for compiler in gcc clang; do
    for flags in "${levels[@]}"; do
        read -ra level <<<"$flags"
        if [ ${#level[@]} = 1 ]; then more='|bcmp'; else more=; fi
        rm -f "$scratch"/*.o
        for source in "$root"/src/*.c "$root"/port/storage_flash.c; do
            "$compiler" -std=c11 "${level[@]}" "${warnings[@]}" -I"$root/include" -I"$root/src" \
                -c "$source" -o "$scratch/$(basename "$source" .c).o"
        done
        ld -r -o "$scratch/all.o" "$scratch"/*.o
        needed=$(nm --undefined-only "$scratch/all.o" | awk '{print $2}' | grep -vxE "mem(cpy|move|set|cmp)$more" || true)
        [ -z "$needed" ] || fail "$compiler $flags needs: $needed"
        exported=$(nm --defined-only --extern-only "$scratch/all.o" | awk '{print $3}' | grep -v '^qdmp_' || true)
        [ -z "$exported" ] || fail "$compiler $flags exports: $exported"
        # .data.rel.ro contains the pointers of the printed table, which the program cannot write.
        writable=$(size -A "$scratch/all.o" | awk '$1 ~ /^\.(data|bss)$/ || $1 ~ /^\.(tdata|tbss)/ {sum += $2} END {print sum + 0}')
        [ "$writable" = 0 ] || [ "$(nm "$scratch/all.o" | awk '$2 ~ /^[dDbB]$/' | grep -vc ' params$\| choices$')" = 0 ] ||
            fail "$compiler $flags has $writable writable bytes"
    done
done
[ "$(nm --defined-only --extern-only "$scratch/all.o" | wc -l)" -gt 15 ] || fail "nothing was looked at"
echo "needs memcpy, memmove, memset, memcmp at most"
