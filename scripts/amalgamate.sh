#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Writes the library as two files, qdmp.h and qdmp.c, to a folder. The bytes are the same each time. -D puts a switch
# (abi.h) at the beginning of qdmp.h, for the library and for its users. Code that QDMP_AT_ONLY leaves out is not
# written at all.
# usage: amalgamate.sh [-D SWITCH[=VALUE]]... [DIR]      DIR is build/amalgamation unless given
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
switches=()
while getopts D: option; do
    [ "$option" = D ] || { echo "usage: amalgamate.sh [-D SWITCH[=VALUE]]... [DIR]" >&2; exit 2; }
    switches+=("$OPTARG")
done
shift $((OPTIND - 1))
out=${1:-$root/build/amalgamation}
mkdir -p "$out"
exec python3 "$root/scripts/amalgamate.py" "$root" "$out" "${switches[@]}"
