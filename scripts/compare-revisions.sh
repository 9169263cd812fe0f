#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Compares the decoders of the working tree with those of a git revision on very many lines:
# scripts/compare-revisions.sh [--sanitize] REVISION [LINES [SEED]]. Prints each sort of difference once, with the
# shortest line that has it, and counts every pair of answers that differ. The same LINES (10000000) and SEED (1) make
# the same lines. Exit status 1 if there is a difference that fuzz/revisions/difference.c does not list as expected, or
# if a decoder crashes. With --sanitize the fast build of both has the address and undefined behaviour sanitizers.
set -euo pipefail
cd "$(dirname "$0")/.."
. tests/checks/lib.sh
usage() { echo "usage: compare-revisions.sh [--sanitize] REVISION [LINES [SEED]]" >&2; exit 2; }

sanitizers=()
if [ "${1:-}" = --sanitize ]; then
    sanitizers=(-fsanitize="address,undefined" -fno-sanitize-recover=all -g)
    shift
fi
if [ $# -lt 1 ] || [ $# -gt 3 ]; then usage; fi
lines=${2:-10000000}
seed=${3:-1}
[[ $lines =~ ^[0-9]+$ && $seed =~ ^[0-9]+$ ]] || usage
revision=$(git rev-parse --quiet --verify "$1^{commit}") ||
    { echo "compare-revisions.sh: git knows no revision $1" >&2; exit 2; }

scripts/packages.sh build
out=build/compare
flags=(-std=c11 -O2)
# The builds of fuzz/revisions/compare.c: each way through the decoders that the target and the options of a compiler
# choose.
declare -A builds=([fast]="" [fast_without_sse2]=-DQDMP__SSE2=0 [small]=-DQDMP__FAST=0)

# Without the macro of an option the build would silently be the fast one again.
expect_known() { # SIDE TREE OPTION
    local macro=${3#-D}
    grep -qrw -- "${macro%=*}" "$2/src" ||
        echo "compare-revisions.sh: the sources $1 do not know ${macro%=*}: $3 does nothing" >&2
}

# Compiles the sources in TREE as one object. Its only global symbol is its ask_decoder, so the symbols of the other
# objects may have the same names.
build() { # SIDE TREE BUILD
    local folder=$out/$1.$3 name=ask_$1_$3 source options=("${flags[@]}")
    if [ -n "${builds[$3]}" ]; then
        options+=("${builds[$3]}")
        expect_known "$1" "$2" "${builds[$3]}"
    fi
    [ "$3" != fast ] || options+=("${sanitizers[@]}")
    mkdir -p "$folder"
    for source in $(at_sources "$2"); do
        "$cc" "${options[@]}" -I"$2/include" -I"$2/src" -c "$source" -o "$folder/$(basename "$source" .c).o"
    done
    "$cc" "${options[@]}" "${warnings[@]}" -I"$2/include" -DASK="$name" -c fuzz/revisions/ask.c -o "$folder/ask.o"
    # The linker would drop sections in groups as duplicates of the sections in another object.
    "$cc" -r -nostdlib -Wl,--force-group-allocation "$folder"/*.o -o "$folder.o"
    objcopy --keep-global-symbol="$name" "$folder.o"
}

rm -rf "$out"
mkdir -p "$out/before"
git archive "$revision" include src | tar -x -C "$out/before"
builders=()
for name in "${!builds[@]}"; do
    { build before "$out/before" "$name"; build after . "$name"; } &
    builders+=($!)
done
for builder in "${builders[@]}"; do wait "$builder"; done
# Nothing outside links against the guards of the two libraries. Names are no part of the comparison.
"$cc" "${flags[@]}" -D_DEFAULT_SOURCE -DQDMP_NO_GUARD "${warnings[@]}" "${sanitizers[@]}" -DINPUT_IN_BLOCKS=$((${#sanitizers[@]} > 0)) \
    -Iinclude fuzz/revisions/{compare,difference,hard_lines,input}.c \
    fuzz/support/{bends,check,deviations,finding,lines}.c src/{names,rows,text}.c "$out"/*.o -o "$out/compare"

echo "before: $1, $(git log -1 --format='%h %s' "$revision"); after: the working tree; seed $seed"
nice "$out/compare" "$lines" "$seed"
