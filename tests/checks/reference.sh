#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The API reference is whole: every public function has an example, which calls it, and every header with such functions
# is in a group. The examples run as reference_examples; doxygen runs in scripts/docs.sh.
. "$(dirname "$0")/lib.sh"
cd "$root"
headers=(include/qdmp/*.h include/qdmp/port/*.h)
mkdir "$scratch/examples"
docs/reference/snippets.py "$scratch/examples" tests/reference/*.c

# What programs call: what the library exports, its inline functions, and those of the adapters.
{
    grep -vE '^qdmp__|^qdmp_abi' tests/checks/exported.txt
    sed -nE 's/^static inline .*\b(qdmp_[a-z0-9_]+)\(.*/\1/p' include/qdmp/*.h
    sed -nE 's/^QDMP_API .*\b(qdmp_[a-z0-9_]+)\(.*/\1/p' include/qdmp/port/*.h
} | sort -u >"$scratch/functions"
[ "$(wc -l <"$scratch/functions")" -ge 70 ] || fail "too few functions found"

while read -r function; do
    shown=$(grep -hoE "^ \* @snippet [a-z]+\.c $function\$" "${headers[@]}") || fail "$function has no example: @snippet in its header"
    file=$(cut -d ' ' -f 4 <<<"$shown")
    sed -n "/^\/\/! \[$function\]/,//p" "$scratch/examples/$file" | grep -q "\b$function(" ||
        fail "tests/reference/$file has no example that calls $function"
    grep -q "  $file" tests/reference/CMakeLists.txt || fail "tests/reference/$file is not built"
done <"$scratch/functions"
for header in $(grep -lE '^(QDMP_API|static inline) ' "${headers[@]}"); do
    [ "$header" = include/qdmp/prefix.h ] && continue
    group=$(sed -n 's/^\/\*\* @addtogroup //p' "$header")
    grep -q "^ \* @defgroup $group " docs/reference/groups.dox || fail "$header is in no group of docs/reference/groups.dox"
done
echo "$(wc -l <"$scratch/functions") functions have an example"
