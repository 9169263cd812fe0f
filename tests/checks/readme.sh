#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# The README's table of limits is the one that the tool prints. With --write, puts it there.
# usage: readme.sh QDMP [--write]
. "$(dirname "$0")/lib.sh"
qdmp=${1:?usage: readme.sh QDMP [--write]}
{
    sed '/<!-- spec: begin/q' "$root/README.md"
    "$qdmp" spec --markdown
    sed -n '/<!-- spec: end/,$p' "$root/README.md"
} >"$scratch/README.md"
[ "${2:-}" = --write ] && cp "$scratch/README.md" "$root/README.md"
diff "$root/README.md" "$scratch/README.md" || fail "README.md does not show the limits of spec.def"
[ "$(grep -c '^| QDMPCFG' "$root/README.md")" = 24 ] || fail "the table has not 24 rows"
echo "the README shows the table"
