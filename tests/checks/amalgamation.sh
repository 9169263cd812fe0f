#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Tests the one file that scripts/amalgamate.sh writes. It is the same each time, it compiles as C11, C17, C23 and C++17
# with each compiler that is installed, and it passes every vector with each. The same holds for what remains with a
# switch at its beginning.
. "$(dirname "$0")/lib.sh"
cd "$scratch"
version=$(sed -nE 's/^#define QDMP_VERSION_(MAJOR|MINOR|PATCH) //p' "$root/include/qdmp/abi.h" | paste -s -d .)
"$root/scripts/amalgamate.sh" one
(umask 077 && LC_ALL=C TZ=Asia/Shanghai "$root/scripts/amalgamate.sh" "$scratch/two")
diff -r one two >&2 || fail "the one file is not the same each time"
for file in one/qdmp.h one/qdmp.c; do
    grep -qF "qdmp $version:" $file && grep -qF 'WITHOUT WARRANTY OF ANY KIND' $file || fail "$file: no version, or no licence"
    ! grep -nE '^ *# *include "(qdmp/|\.|generated)|^#include "[a-z_]+/' $file || fail "$file includes other files"
done
"$root/scripts/amalgamate.sh" -D QDMP_AT_ONLY -D QDMP_PREFIX=acme_ at
! grep -inE 'qdmp_(coap_decode|session_open|register_encode)' at/qdmp.h at/qdmp.c | grep -v '#define qdmp' ||
    fail "QDMP_AT_ONLY: CoAP is still there"

# The runner of the vectors, compiled against the single header.
"$root/tests/matrix/rows.py" "$root/tests/vectors" >row_bytes.h
touch tests.inc
rows=$(sed -nE 's|^/\* ([0-9]+) vectors, .*|\1|p' row_bytes.h)

# The vectors that apply with a switch: of AT alone, without tolerant rows, or without those decoded behind a name.
vectors=$root/tests/vectors
count() { grep -hvE '^(#|$)' "${@:2}" | grep -cE "$1"; } # PATTERN FILE...
tolerant=$(count '' "$vectors"/response-tolerant*.txt)
rest=$(count '' "$vectors"/behind-name*.txt)
tolerant_rest=$(count '^[^"]* tolerant-' "$vectors"/behind-name*.txt)
declare -A expected=(
    [one]=$rows
    [at]=$(count '' "$vectors"/{request,response,behind-name,guide}*.txt)
    [strict]=$((rows - tolerant - tolerant_rest))
    [lines]=$((rows - rest))
    [lean]=$((rows - tolerant - rest))
)
runner() { # FOLDER: FOLDER/run/*.o
    mkdir -p "$1/run/qdmp"
    echo '#include "../../qdmp.h"' >"$1/run/qdmp/qdmp.h"
    local helpers=(message support settings_line)
    [ "$1" != at ] || helpers=(message support)
    (cd "$1/run" && "$cc" -std=c11 -I. -I../.. -I"$root"/tests{,/matrix} -c "$root"/tests/matrix/{runner,rows,machine_hosted}.c \
        $(printf "$root/tests/%s.c " "${helpers[@]}")) || fail "$1: the runner does not compile"
}
"$root/scripts/amalgamate.sh" -D QDMP_STRICT strict
"$root/scripts/amalgamate.sh" -D QDMP_WHOLE_LINES lines
"$root/scripts/amalgamate.sh" -D QDMP_STRICT -D QDMP_WHOLE_LINES lean
for folder in one at strict lines lean; do runner $folder; done

compiled=0
absent=()
try() { # FOLDER COMPILER FLAG...
    command -v "$2" >/dev/null || { absent+=("$2 ${*:3}"); return 0; }
    "$2" "${@:3}" -DQDMP__FAST=0 -c "$1/qdmp.c" -o qdmp.o || fail "$1: ${*:2}"
    "$cc" -Wl,-z,noexecstack "$1"/run/*.o qdmp.o -o vectors || fail "$1: ${*:2}: does not link"
    ./vectors >log || { cat log >&2; fail "$1: ${*:2}: vectors"; }
    grep -q "^${expected[$1]} vectors passed, 0 failed; [1-9][0-9]* planted noticed, 0 not;" log ||
        fail "$1: ${*:2}: not ${expected[$1]} vectors: $(cat log)"
    compiled=$((compiled + 1))
}
for compiler in gcc clang clang-19; do
    for standard in c11 c17 c2x; do
        try one "$compiler" -std=$standard -O0 "${warnings[@]}"
    done
done
try one g++ -x c++ -std=c++17 -Werror
try one clang++ -x c++ -std=c++17 -Werror
try one clang++-19 -x c++ -std=c++17 -Werror
try one tcc -Wall -Werror
try one musl-gcc -std=c11 "${warnings[@]}"
try at gcc -std=c11 "${warnings[@]}"
try at g++ -x c++ -std=c++17 -Werror
try at clang -std=c11 -Os "${warnings[@]}"
for folder in strict lines lean; do
    try $folder gcc -std=c11 -Os "${warnings[@]}"
done
nm at/run/message.o | grep -q ' U acme_qdmp_request_decode$' || fail "the switches of the one header do not reach its users"
echo "$compiled compilations, each with $rows vectors, or those that a switch leaves; not here: ${absent[*]:-none}"
