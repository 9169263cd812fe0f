#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# fuzz/README.md lists exactly the properties that the targets check.
. "$(dirname "$0")/lib.sh"
sed -n '/^## Properties/,/^## Files/p' "$root/fuzz/README.md" | grep -oE '\bP[0-9]+\b' | sort -u >"$scratch/listed"
grep -rhoE '"P[0-9]+"' "$root/fuzz" --include='*.c' --include='*.h' | tr -d '"' | sort -u >"$scratch/checked"
diff "$scratch/listed" "$scratch/checked" >&2 || fail "fuzz/README.md (<) and the targets (>) differ"
echo "$(wc -l <"$scratch/listed") properties, listed and checked"
