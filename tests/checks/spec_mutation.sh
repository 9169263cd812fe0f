#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Raises each bound of spec.def by one in a copy, and checks that exactly that limit changes in what the library
# accepts.
. "$(dirname "$0")/lib.sh"
mkdir -p "$scratch/copy"
cp -r "$root/include" "$root/src" "$scratch/copy"
spec=$scratch/copy/include/qdmp/spec.def

mapfile -t sources < <(at_sources "$scratch/copy")

# Without accelerators, which contain no limit: a build for a host takes five times as long to compile.
observe() { # FILE: what a library with this spec.def accepts
    "$cc" -std=c11 -O0 -w -DQDMP__FAST=0 -I"$scratch/copy/include" -I"$scratch/copy/src" "$root/tests/checks/observe_limits.c" \
        "${sources[@]}" -o "$scratch/observe"
    "$scratch/observe" >"$1"
}

observe "$scratch/before"
[ "$(wc -l <"$scratch/before")" -ge 40 ] || fail "too few limits observed"
moved=0
# LINE: number of a row. WHAT: what is raised there. OLD NEW: its text before and after. EXPECT: the only line that
# changes.
raise() {
    cp "$root/include/qdmp/spec.def" "$spec"
    sed -i "$1s/$(printf '%s' "$2" | sed 's/[.[\*^$/]/\\&/g')/$3/" "$spec"
    cmp -s "$root/include/qdmp/spec.def" "$spec" && fail "line $1: $2 not found"
    observe "$scratch/after"
    changed=$(diff "$scratch/before" "$scratch/after" | sed -n 's/^> //p' || true)
    [ "$changed" = "$4" ] || fail "line $1, $2 -> $3: expected '$4', moved '$changed'"
    moved=$((moved + 1))
}

while IFS=: read -r line row; do
    IFS=',' read -ra cell <<<"$(tr -d ' ' <<<"$row")"
    name=${cell[4]} kind=${cell[6]} least=${cell[7]} most=${cell[9]}
    [ "$kind" != CHOICE ] || continue
    raise "$line" "$kind, $least," "$kind, $((least + 1))," "$name least $((least + 1))"
    if [ "$kind" = NUMBER ]; then # when the row names a macro
        number=$(sed -nE "s/^#define $most ([0-9]+)$/\1/p" "$root/include/qdmp/spec.def")
        raise "$(grep -nE "^#define $most " "$root/include/qdmp/spec.def" | cut -d: -f1)" " $number" " $((number + 1))" \
            "$name most $((number + 1))"
    elif [ "$most" != QDMP_NO_LIMIT ]; then
        raise "$line" " $most, ${cell[10]}" " $((most + 1)), ${cell[10]}" "$name most $((most + 1))"
    fi
done < <(grep -nE '^ +P\(' "$root/include/qdmp/spec.def")

# For a choice, the largest value changes; by two if the next value is reserved.
for id in DM_MODE:dmMode:1:2 TML_TYPE:tmlType:2:3 QUERY_OPT:queryOpt:2:4 ERASE_OPT:eraseOpt:4:5 DMSTATE:dmstate:13:14; do
    IFS=: read -r ID name value raised <<<"$id"
    line=$(grep -nE "V\($ID, $value," "$root/include/qdmp/spec.def" | cut -d: -f1)
    old=$(grep -E "^$name values" "$scratch/before" | sed "s/^$name values //")
    raise "$line" "V($ID, $value," "V($ID, $raised," "$name values ${old%"$value"}$raised"
done
echo "$moved bounds raised, each moved alone"
