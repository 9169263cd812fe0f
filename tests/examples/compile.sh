#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Every example compiles without a warning with gcc and clang. The example of bare metal also compiles for processors
# whose compiler is installed. Glue code for another library has no more than 60 lines.
. "$(dirname "$0")/../checks/lib.sh"
cd "$root/examples"
count=0
for source in *.c *.cpp; do
    for compiler in gcc clang; do
        language=(-std=c99)
        [ "$source" = "${source%.cpp}" ] || language=(-x c++ -std=c++17 -Wold-style-cast)
        "$compiler" "${language[@]}" "${warnings[@]}" -Wundef -I"$root/include" -Istand-in -fsyntax-only "$source" ||
            fail "$source with $compiler"
        count=$((count + 1))
    done
done
absent=0
for compiler in 'arm-none-eabi-gcc -mcpu=cortex-m0plus' riscv64-unknown-elf-gcc 'avr-gcc -mmcu=atmega2560'; do
    if ! command -v "${compiler%% *}" >/dev/null; then
        absent=$((absent + 1))
        continue
    fi
    # shellcheck disable=SC2086
    $compiler -std=c99 -ffreestanding "${warnings[@]}" -I"$root/include" -fsyntax-only bare_metal.c || fail "bare_metal.c with $compiler"
    count=$((count + 1))
done
for glue in cat modem_chat at_client at_server; do
    lines=$(wc -l <"$glue.c")
    [ "$lines" -le 60 ] || fail "$glue.c has $lines lines"
done
echo "$count compilations; $absent compilers are not here"
