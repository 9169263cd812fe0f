#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The library compiles without any C library: with the compiler's own headers, with the four memory functions declared
# by a header of the program, with an int of 16 bits, and for 64-bit and big-endian processors.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
cat >four.h <<'C'
#include <stddef.h>
void *memcpy(void *to, const void *from, size_t size);
void *memmove(void *to, const void *from, size_t size);
void *memset(void *to, int byte, size_t size);
int memcmp(const void *one, const void *other, size_t size);
C
done=() absent=()
flags=(-std=c11 -O0 -ffreestanding -nostdinc "${warnings[@]}" '-DQDMP_STRING_H="four.h"' -I. -I"$root/include")

bare() { # NAME COMPILER FLAG...
    local folder headers
    command -v "$2" >/dev/null || { absent+=("$1"); return 0; }
    case $2 in
        clang*) headers=$("$2" -print-resource-dir)/include ;;
        *) headers=$("$2" "${@:3}" -print-file-name=include) ;;
    esac
    folder=$1.d
    mkdir "$folder"
    (cd "$folder" && "$2" "${flags[@]}" "${@:3}" -isystem "$headers" -I.. -c "$root"/src/*.c) || fail "$1"
    ! nm "$folder"/*.o 2>/dev/null | grep -E ' U (str|mem)' | grep -vE ' mem(cpy|move|set|cmp)$' || fail "$1 needs more"
    done+=("$1")
}

bare x86-64 gcc
bare rv32 riscv64-unknown-elf-gcc -march=rv32imc -mabi=ilp32
bare xtensa xtensa-lx106-elf-gcc
bare wasm32 clang-19 --target=wasm32
bare s390x clang-19 --target=s390x
bare avr avr-gcc -mmcu=atmega2560

# No enumerator needs more than an int of 16 bits.
for header in "$root"/include/qdmp/*.h; do echo "#include \"qdmp/$(basename "$header")\""; done >all.c
for source in "$root"/src/*.c; do echo "#include \"$source\""; done >>all.c
gcc -std=c11 -E -P -I"$root/include" all.c | tr '\n' ' ' | grep -oE '\benum( [a-z_]+)? \{[^}]*\}' | sed 's/.*{//; s/}//' |
    tr ',' '\n' | sed -nE 's/^ *(QDMP_[A-Za-z_0-9]+).*/_Static_assert((\1) >= -0x7FFF \&\& (\1) <= 0x7FFF, "\1");/p' |
    grep -v QDMP__RESPONSE_CLASSES >enumerators
[ "$(wc -l <enumerators)" -gt 300 ] || fail "no enumerators found"
cat enumerators >>all.c
gcc -std=c11 -I"$root/include" -fsyntax-only all.c || fail "an enumerator has more than 16 bits"

# The code for speed on 64-bit little-endian hosts is refused elsewhere.
for target in -m32 --target=s390x --target=aarch64_be; do
    ! clang-19 "$target" -ffreestanding -DQDMP__FAST=1 -I"$root/include" -fsyntax-only "$root/src/text.c" 2>log ||
        fail "QDMP__FAST is accepted with $target"
    grep -q 'QDMP__FAST is for 64-bit' log || fail "QDMP__FAST with $target: $(cat log)"
done
echo "without a C library: ${done[*]}; no compiler here for: ${absent[*]:-none of them}"
