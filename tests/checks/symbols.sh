#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# prefix.h has exactly the external names of the library.
# usage: symbols.sh LIBRARY...: built for speed, built for size, adapters
. "$(dirname "$0")/lib.sh"
"$root/scripts/prefix.sh" "$@"
bare=$(nm --defined-only --extern-only "$@" | awk 'NF == 3 {print $3}' | grep -v '^qdmp_' || true)
[ -z "$bare" ] || fail "external names without the prefix: $bare"
echo "$(grep -c '^#define qdmp_' "$root/include/qdmp/prefix.h") external names"
