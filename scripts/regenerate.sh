#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Rewrites src/generated/ from grammar/, and tools/generated/ from tools/, with the pinned re2c. With two folders,
# writes there instead, for a comparison.
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:-src/generated}
tool_out=${2:-tools/generated}
pinned="re2c 3.0"

found=$(re2c --version)
[ "$found" = "$pinned" ] || { echo "regenerate: found $found, but the committed files are of $pinned" >&2; exit 1; }
mkdir -p "$out" "$tool_out"
# No byte is a sentinel: peeks are bounded, so a NUL in the middle of a rule is data. Most lexers may match nothing.
for grammar in lines request response values; do
    re2c -W -Werror -Wno-sentinel-in-midrule -Wno-match-empty-string -i --no-generation-date --no-version -I grammar \
        -o "$out/$grammar.h" "grammar/$grammar.re"
done
# The tool's own lexers, for the text around a line in a log.
re2c -s -W -Werror -Wno-sentinel-in-midrule -i --no-generation-date --no-version \
    -o "$tool_out/log_token.h" tools/log_token.re
