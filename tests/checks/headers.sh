#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Each public header compiles alone, without a warning, in every C and C++ dialect that a user may have.
. "$(dirname "$0")/lib.sh"
count=0
try() { # COMPILER LANGUAGE STANDARD HEADER
    printf '#include "qdmp/%s"\n#include "qdmp/%s"\nint main(void) { return 0; }\n' "$4" "$4" >"$scratch/t.$2"
    local more=(-Wundef)
    [ "$2" = c ] || more+=(-Wold-style-cast)
    "$1" -std="$3" "${warnings[@]}" "${more[@]}" -I"$root/include" -x "$2" -fsyntax-only "$scratch/t.$2" || fail "$4 as $3 with $1"
    count=$((count + 1))
}
for path in "$root"/include/qdmp/*.h "$root"/include/qdmp/port/*.h; do
    header=${path#"$root"/include/qdmp/}
    for std in c99 c11 c17 c2x; do try gcc c $std "$header"; try clang c $std "$header"; done
    for std in c++11 c++14 c++17 c++20; do try g++ c++ $std "$header"; try clang++ c++ $std "$header"; done
done
echo "$count compilations"
