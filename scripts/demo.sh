#!/usr/bin/env bash
# SPDX-License-Identifier: MIT
# Builds the library and the tool, and shows them at work on the transcript of the vendor's guide.
set -euo pipefail
cd "$(dirname "$0")/.."
scripts/packages.sh build
mkdir -p build
cmake --preset release >/dev/null
cmake --build --preset release -j "$(nproc)" >build/demo.log 2>&1 || { cat build/demo.log >&2; exit 1; }
qdmp=build/release/qdmp

say() { printf '\n== %s\n' "$*"; }

say "the guide's transcript, decoded: a part of it, and the counts of all"
transcript=build/guide.txt
grep -v '^#\|^$' tests/vectors/guide.txt >"$transcript"
"$qdmp" decode "$transcript" | sed -n '1,8p;30,34p'
"$qdmp" decode --quiet "$transcript"

say "a line that breaks a rule"
"$qdmp" decode --text -e 'AT+QDMPCFG=1,117.161.2.7,5683,299' || true

say "and back: decode | encode"
object=$("$qdmp" decode -e 'at +qdmpcfg = 1 , 117.161.2.7')
echo "$object"
"$qdmp" encode <<<"$object"
