#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Checks that the sequences of tokens refute the bugs planted in the walk: planted.sh BUILD [NAME...]. BUILD is the
# folder of a build with tests. Plants fuzz/planted/NAME.patch in a copy of the decoders, and expects a disagreement.
# Without NAME it plants each bug of the walk and of the code before it. Exit status 1 if a bug is not refuted.
set -euo pipefail
cd "$(dirname "$0")/../.."
build=$1
shift
out=$build/sequences
objects=("$build"/fuzz/oracle/CMakeFiles/row_sequences.dir/*.o "$build/fuzz/libqdmp_fuzz_support.a")
sources=(src/{decode,names,request,response,rows,spec,text,version}.c)
# These bugs are in lines that do not begin with the name of a command, and one is in the tolerant decode.
beyond=' walk-one-empty-line head-detail-empty head-detail-syntax head-ok-space head-result-goes-on head-test-any '

names=("$@")
[ ${#names[@]} -gt 0 ] || for patch in fuzz/planted/{walk,head}-*.patch; do
    name=$(basename "$patch" .patch)
    [[ $beyond == *" $name "* ]] || names+=("$name")
done

build_copy() { # [PATCH]
    local fast=0
    [ $# -eq 0 ] || ! grep -q '^build: *fast$' "$1" || fast=1
    rm -rf "$out"
    mkdir -p "$out"
    cp -r include src "$out"
    [ $# -eq 0 ] || patch -s -p1 -F0 --no-backup-if-mismatch -r - -d "$out" <"$1"
    (cd "$out" && "${CC:-cc}" -std=c11 -O1 "-DQDMP__FAST=$fast" -Iinclude -c "${sources[@]}")
    "${CC:-cc}" "${objects[@]:0:2}" "$out"/*.o "${objects[2]}" -o "$out/row_sequences"
}

build_copy
"$out/row_sequences" >"$out/log" || { echo "a copy without a bug disagrees: $(tail -n 1 "$out/log")" >&2; exit 1; }
refuted=0
for name in "${names[@]}"; do
    build_copy "fuzz/planted/$name.patch"
    status=0
    "$out/row_sequences" >"$out/log" || status=$?
    if [ "$status" = 1 ] && [ -s "$out/log" ]; then
        refuted=$((refuted + 1))
    else
        echo "$name: NOT REFUTED: $(tail -n 1 "$out/log")"
    fi
done
echo "${#names[@]} planted, $refuted refuted"
[ "$refuted" = ${#names[@]} ]
